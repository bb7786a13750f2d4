/* SPDX-License-Identifier: MIT */
/* The estimate of the database's clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stream/db_clock.h"

static void one_answer_is_read_in_its_middle(void **state)
{
    (void)state;
    struct db_clock time = {0};
    db_clock_observe(&time, 100, 110, 5000105);
    assert_true(time.is_known);
    assert_int_equal(db_clock_now(&time, 110), 5000110);
    assert_int_equal(db_clock_now(&time, 1110), 5001110);
}

static void a_slow_answer_does_not_spoil_a_quick_one(void **state)
{
    (void)state;
    struct db_clock time = {0};
    db_clock_observe(&time, 100, 102, 5000101);
    db_clock_observe(&time, 1000, 1200, 5001002);
    assert_int_equal(db_clock_now(&time, 2000), 5002000);
}

static void a_quick_answer_replaces_a_slow_one(void **state)
{
    (void)state;
    struct db_clock time = {0};
    db_clock_observe(&time, 100, 300, 5000110);
    db_clock_observe(&time, 1000, 1002, 5001001);
    assert_int_equal(db_clock_now(&time, 2000), 5002000);
}

static void a_clock_that_was_set_is_believed(void **state)
{
    (void)state;
    struct db_clock time = {0};
    db_clock_observe(&time, 100, 102, 5000101);
    db_clock_observe(&time, 1000, 1004, 9001002);
    assert_int_equal(db_clock_now(&time, 2000), 9002000);
    db_clock_observe(&time, 3000, 3004, 1003002);
    assert_int_equal(db_clock_now(&time, 4000), 1004000);
}

static void old_knowledge_fades(void **state)
{
    (void)state;
    struct db_clock time = {0};
    db_clock_observe(&time, 0, 0, 5000000);
    db_clock_observe(&time, 100000, 100010, 5100007);
    assert_int_equal(db_clock_now(&time, 100010), 5100012);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_answer_is_read_in_its_middle),
        cmocka_unit_test(a_slow_answer_does_not_spoil_a_quick_one),
        cmocka_unit_test(a_quick_answer_replaces_a_slow_one),
        cmocka_unit_test(a_clock_that_was_set_is_believed),
        cmocka_unit_test(old_knowledge_fades),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
