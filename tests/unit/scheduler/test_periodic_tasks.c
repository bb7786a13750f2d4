/* SPDX-License-Identifier: MIT */
/* When the periodic tasks may run and how long: never into a transition, never put off for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "periodic_tasks.h"

static void test_with_time_enough_it_gets_its_timeout(void **state)
{
    (void)state;
    struct periodic_tasks tasks = {0};
    assert_int_equal(periodic_tasks_budget_ms(&tasks, 1000, INT64_MAX), PERIODIC_TASKS_TIMEOUT_MS);
    assert_int_equal(
        periodic_tasks_budget_ms(&tasks, 1000, PERIODIC_TASKS_TIMEOUT_MS + PERIODIC_TASKS_MARGIN_MS),
        PERIODIC_TASKS_TIMEOUT_MS);
    tasks.timeout_ms = 2000;
    assert_int_equal(periodic_tasks_budget_ms(&tasks, 1000, INT64_MAX), 2000);
}

static void test_it_must_be_over_before_the_transition(void **state)
{
    (void)state;
    struct periodic_tasks tasks = {0};
    for (int64_t left_ms = 1; left_ms < PERIODIC_TASKS_TIMEOUT_MS; left_ms++) {
        int64_t budget_ms = periodic_tasks_budget_ms(&tasks, 1000, left_ms);
        assert_true(budget_ms == 0 || budget_ms == left_ms - PERIODIC_TASKS_MARGIN_MS);
        assert_int_equal(budget_ms > 0, left_ms >= PERIODIC_TASKS_BUDGET_MIN_MS + PERIODIC_TASKS_MARGIN_MS);
    }
    assert_int_equal(periodic_tasks_budget_ms(&tasks, 1000, 0), 0);
    assert_int_equal(periodic_tasks_budget_ms(&tasks, 1000, -100), 0);
}

static void test_a_slow_one_wants_twice_its_time(void **state)
{
    (void)state;
    struct periodic_tasks tasks = {.took_ms = 60};
    assert_int_equal(periodic_tasks_budget_ms(&tasks, 1000, 119 + PERIODIC_TASKS_MARGIN_MS), 0);
    assert_int_equal(periodic_tasks_budget_ms(&tasks, 1000, 120 + PERIODIC_TASKS_MARGIN_MS), 120);
}

static void test_but_it_is_never_put_off_for_ever(void **state)
{
    (void)state;
    struct periodic_tasks tasks = {.took_ms = 4000, .timeout_ms = PERIODIC_TASKS_TIMEOUT_MAX_MS};
    assert_int_equal(
        periodic_tasks_budget_ms(&tasks, 1000, PERIODIC_TASKS_BUDGET_MAX_MS + PERIODIC_TASKS_MARGIN_MS),
        PERIODIC_TASKS_BUDGET_MAX_MS);
    assert_int_equal(
        periodic_tasks_budget_ms(&tasks, 1000, PERIODIC_TASKS_BUDGET_MAX_MS + PERIODIC_TASKS_MARGIN_MS - 1),
        0);
}

static void test_not_before_its_time(void **state)
{
    (void)state;
    struct periodic_tasks tasks = {.next_ms = 1400};
    assert_int_equal(periodic_tasks_budget_ms(&tasks, 1399, INT64_MAX), 0);
    assert_int_equal(periodic_tasks_budget_ms(&tasks, 1400, INT64_MAX), PERIODIC_TASKS_TIMEOUT_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_with_time_enough_it_gets_its_timeout),
        cmocka_unit_test(test_it_must_be_over_before_the_transition),
        cmocka_unit_test(test_a_slow_one_wants_twice_its_time),
        cmocka_unit_test(test_but_it_is_never_put_off_for_ever),
        cmocka_unit_test(test_not_before_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
