/* SPDX-License-Identifier: MIT */
/* A lasting failure is not logged each time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "log_throttle.h"

static void test_a_lasting_failure_is_logged_once_in_a_while(void **state)
{
    (void)state;
    struct log_throttle throttle = {0};
    unsigned suppressed = 99;
    assert_true(log_throttle_allows(&throttle, "finish HP500", 1000, &suppressed));
    assert_int_equal(suppressed, 0);
    for (int64_t now_ms = 1400; now_ms < 1000 + LOG_THROTTLE_INTERVAL_MS; now_ms += 400)
        assert_false(log_throttle_allows(&throttle, "finish HP500", now_ms, &suppressed));
    assert_true(log_throttle_allows(&throttle, "finish HP500", 1000 + LOG_THROTTLE_INTERVAL_MS, &suppressed));
    assert_int_equal(suppressed, (LOG_THROTTLE_INTERVAL_MS - 1) / 400);
    assert_false(
        log_throttle_allows(&throttle, "finish HP500", 1001 + LOG_THROTTLE_INTERVAL_MS, &suppressed));
}

static void test_another_failure_and_one_that_comes_back_are_logged_at_once(void **state)
{
    (void)state;
    struct log_throttle throttle = {0};
    unsigned suppressed = 99;
    assert_true(log_throttle_allows(&throttle, "lock HP409", 1000, &suppressed));
    assert_true(log_throttle_allows(&throttle, "lock HP425", 1001, &suppressed));
    assert_int_equal(suppressed, 0);
    assert_false(log_throttle_allows(&throttle, "lock HP425", 1002, &suppressed));
    log_throttle_reset(&throttle);
    assert_true(log_throttle_allows(&throttle, "lock HP425", 1003, &suppressed));
    assert_int_equal(suppressed, 0);
}

static void test_a_long_name_is_recognised(void **state)
{
    (void)state;
    struct log_throttle throttle = {0};
    unsigned suppressed;
    const char *name = "a name that is longer than what there is room for, and nobody would ever give one";
    assert_true(log_throttle_allows(&throttle, name, 1000, &suppressed));
    assert_false(log_throttle_allows(&throttle, name, 1001, &suppressed));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_lasting_failure_is_logged_once_in_a_while),
        cmocka_unit_test(test_another_failure_and_one_that_comes_back_are_logged_at_once),
        cmocka_unit_test(test_a_long_name_is_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
