/* SPDX-License-Identifier: MIT */
/* How often a stranger may be wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "throttle.h"

static void forgives_one_by_one(void **state)
{
    (void)state;
    struct throttle *throttle = throttle_new(3, 1000);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(throttle_wait_ms(throttle, "a", 5000), 0);
        throttle_note_failure(throttle, "a", 5000);
    }
    assert_int_equal(throttle_wait_ms(throttle, "a", 5000), 1000);
    assert_int_equal(throttle_wait_ms(throttle, "a", 5999), 1);
    assert_int_equal(throttle_wait_ms(throttle, "a", 6000), 0);
    throttle_note_failure(throttle, "a", 6000);
    assert_int_equal(throttle_wait_ms(throttle, "a", 6000), 1000);
    assert_int_equal(throttle_wait_ms(throttle, "b", 5000),
                     0); /* another one has all of their own patience */
    assert_int_equal(throttle_wait_ms(throttle, "a", 60000), 0);
    throttle_free(throttle);
}

static void locks_nobody_out_for_ever(void **state)
{
    (void)state;
    struct throttle *throttle = throttle_new(3, 1000);
    for (int i = 0; i < 1000; i++)
        throttle_note_failure(throttle, "a", 0);
    assert_int_equal(throttle_wait_ms(throttle, "a", 0), 4000);
    throttle_free(throttle);
}

/* 38 000 addresses that somebody has made up, all as wrong as they may be. */
static void strangers_keep_nobody_waiting(void **state)
{
    (void)state;
    struct throttle *throttle = throttle_new(3, 1000);
    char who[32];
    for (int i = 0; i < 38000; i++) {
        (void)snprintf(who, sizeof who, "2001:db8:0:%x::/64", i);
        for (int failure = 0; failure < 3; failure++)
            throttle_note_failure(throttle, who, 0);
        assert_int_equal(throttle_wait_ms(throttle, who, 0), 1000);
    }
    for (int i = 0; i < 10000; i++) {
        (void)snprintf(who, sizeof who, "203.0.113.%d", i);
        assert_int_equal(throttle_wait_ms(throttle, who, 0), 0);
    }
    throttle_free(throttle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forgives_one_by_one),
        cmocka_unit_test(locks_nobody_out_for_ever),
        cmocka_unit_test(strangers_keep_nobody_waiting),
    };
    return cmocka_run_group_tests_name("throttle", tests, NULL, NULL);
}
