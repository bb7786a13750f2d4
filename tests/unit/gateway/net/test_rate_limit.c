/* SPDX-License-Identifier: MIT */
/* Handshakes by the second, clients by their address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "net/rate_limit.h"

#define STRANGERS 100000

static int taken(struct rate_limit *limit, int tries, int64_t now_ms)
{
    int count = 0;
    for (int i = 0; i < tries; i++)
        count += rate_limit_take_handshake(limit, now_ms);
    return count;
}

static void a_second_s_worth_may_come_at_once(void **state)
{
    (void)state;
    struct rate_limit *limit = rate_limit_new(20, 0, 10);
    assert_int_equal(taken(limit, 50, 1000000), 20);
    assert_int_equal(taken(limit, 50, 1000049), 0);
    assert_int_equal(taken(limit, 50, 1000050), 1);
    assert_int_equal(taken(limit, 50, 1000250), 4);
    assert_int_equal(taken(limit, 50, 9000000), 20);
    rate_limit_free(limit);
}

static void zero_is_no_limit(void **state)
{
    (void)state;
    struct rate_limit *limit = rate_limit_new(0, 0, 10);
    assert_int_equal(taken(limit, 1000, 5), 1000);
    for (int i = 0; i < 1000; i++)
        (void)rate_limit_enter(limit, "192.0.2.1");
    assert_true(rate_limit_has_room(limit, "192.0.2.1"));
    rate_limit_free(limit);
}

static void an_address_has_so_many_places(void **state)
{
    (void)state;
    struct rate_limit *limit = rate_limit_new(0, 2, 10);
    uint32_t slot = rate_limit_enter(limit, "192.0.2.1");
    assert_true(rate_limit_has_room(limit, "192.0.2.1"));
    assert_int_equal(rate_limit_enter(limit, "192.0.2.1"), slot);
    assert_false(rate_limit_has_room(limit, "192.0.2.1"));
    rate_limit_leave(limit, slot);
    assert_true(rate_limit_has_room(limit, "192.0.2.1"));
    rate_limit_free(limit);
}

/* A table of so many slots that two share one would keep the last of these waiting. */
static void strangers_keep_nobody_waiting(void **state)
{
    (void)state;
    static uint32_t slots[STRANGERS];
    struct rate_limit *limit = rate_limit_new(0, 1, STRANGERS);
    char name[64];
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 0; i < STRANGERS; i++) {
            (void)snprintf(name, sizeof name, "2001:db8:%x:%x::1", i >> 16, i & 0xffff);
            if (!rate_limit_has_room(limit, name)) fail_msg("%s has to wait", name);
            slots[i] = rate_limit_enter(limit, name);
            assert_false(rate_limit_has_room(limit, name));
        }
        for (unsigned i = 0; i < STRANGERS; i++)
            rate_limit_leave(limit, slots[i]);
    }
    rate_limit_free(limit);
}

static void a_network_of_ipv6_is_one(void **state)
{
    (void)state;
    struct rate_limit *limit = rate_limit_new(0, 1, 10);
    uint32_t slot = rate_limit_enter(limit, "2001:db8:1:2::1");
    assert_false(rate_limit_has_room(limit, "2001:db8:1:2:3:4:5:6"));
    assert_true(rate_limit_has_room(limit, "2001:db8:1:3::1"));
    rate_limit_leave(limit, slot);
    rate_limit_free(limit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_s_worth_may_come_at_once), cmocka_unit_test(zero_is_no_limit),
        cmocka_unit_test(an_address_has_so_many_places),     cmocka_unit_test(strangers_keep_nobody_waiting),
        cmocka_unit_test(a_network_of_ipv6_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
