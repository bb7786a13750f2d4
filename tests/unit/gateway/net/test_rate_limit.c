/* SPDX-License-Identifier: MIT */
/* Handshakes by the second, clients by their address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "net/rate_limit.h"

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
    struct rate_limit *limit = rate_limit_new(20, 0);
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
    struct rate_limit *limit = rate_limit_new(0, 0);
    assert_int_equal(taken(limit, 1000, 5), 1000);
    for (int i = 0; i < 1000; i++)
        (void)rate_limit_enter(limit, "192.0.2.1");
    assert_true(rate_limit_has_room(limit, "192.0.2.1"));
    rate_limit_free(limit);
}

static void an_address_has_so_many_places(void **state)
{
    (void)state;
    struct rate_limit *limit = rate_limit_new(0, 2);
    uint16_t slot = rate_limit_enter(limit, "192.0.2.1");
    assert_true(rate_limit_has_room(limit, "192.0.2.1"));
    assert_int_equal(rate_limit_enter(limit, "192.0.2.1"), slot);
    assert_false(rate_limit_has_room(limit, "192.0.2.1"));
    rate_limit_leave(limit, slot);
    assert_true(rate_limit_has_room(limit, "192.0.2.1"));
    rate_limit_free(limit);
}

static void addresses_are_spread(void **state)
{
    (void)state;
    struct rate_limit *limit = rate_limit_new(0, 1);
    int alone = 0;
    for (int i = 0; i < 200; i++) {
        char name[] = {'1',
                       '9',
                       '2',
                       '.',
                       '0',
                       '.',
                       '2',
                       '.',
                       (char)('0' + i / 100),
                       (char)('0' + i / 10 % 10),
                       (char)('0' + i % 10),
                       '\0'};
        alone += rate_limit_has_room(limit, name);
        (void)rate_limit_enter(limit, name);
    }
    assert_true(alone > 195);
    rate_limit_free(limit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_s_worth_may_come_at_once),
        cmocka_unit_test(zero_is_no_limit),
        cmocka_unit_test(an_address_has_so_many_places),
        cmocka_unit_test(addresses_are_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
