/* SPDX-License-Identifier: MIT */
/* When a pulse may begin and how long it may take: never into a move, never put off for ever. And trouble that lasts is
 * not said each time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pulse.h"
#include "repeat.h"

static void test_with_time_enough_it_gets_its_patience(void **state)
{
    (void)state;
    struct pulse pulse = {0};
    assert_int_equal(pulse_room_ms(&pulse, 1000, INT64_MAX), PULSE_PATIENCE_MS);
    assert_int_equal(pulse_room_ms(&pulse, 1000, PULSE_PATIENCE_MS + PULSE_MARGIN_MS), PULSE_PATIENCE_MS);
    pulse.patience_ms = 2000;
    assert_int_equal(pulse_room_ms(&pulse, 1000, INT64_MAX), 2000);
}

static void test_it_must_be_over_before_the_move(void **state)
{
    (void)state;
    struct pulse pulse = {0};
    for (int64_t left_ms = 1; left_ms < PULSE_PATIENCE_MS; left_ms++) {
        int64_t room_ms = pulse_room_ms(&pulse, 1000, left_ms);
        assert_true(room_ms == 0 || room_ms == left_ms - PULSE_MARGIN_MS);
        assert_int_equal(room_ms > 0, left_ms >= PULSE_ROOM_MIN_MS + PULSE_MARGIN_MS);
    }
    assert_int_equal(pulse_room_ms(&pulse, 1000, 0), 0);
    assert_int_equal(pulse_room_ms(&pulse, 1000, -100), 0);
}

static void test_a_slow_one_wants_twice_its_time(void **state)
{
    (void)state;
    struct pulse pulse = {.took_ms = 60};
    assert_int_equal(pulse_room_ms(&pulse, 1000, 119 + PULSE_MARGIN_MS), 0);
    assert_int_equal(pulse_room_ms(&pulse, 1000, 120 + PULSE_MARGIN_MS), 120);
}

static void test_but_it_is_never_put_off_for_ever(void **state)
{
    (void)state;
    struct pulse pulse = {.took_ms = 4000, .patience_ms = PULSE_PATIENCE_MAX_MS};
    assert_int_equal(pulse_room_ms(&pulse, 1000, PULSE_ROOM_MAX_MS + PULSE_MARGIN_MS), PULSE_ROOM_MAX_MS);
    assert_int_equal(pulse_room_ms(&pulse, 1000, PULSE_ROOM_MAX_MS + PULSE_MARGIN_MS - 1), 0);
}

static void test_not_before_its_time(void **state)
{
    (void)state;
    struct pulse pulse = {.next_ms = 1400};
    assert_int_equal(pulse_room_ms(&pulse, 1399, INT64_MAX), 0);
    assert_int_equal(pulse_room_ms(&pulse, 1400, INT64_MAX), PULSE_PATIENCE_MS);
}

static void test_trouble_is_said_once_in_a_while(void **state)
{
    (void)state;
    struct repeat repeat = {0};
    unsigned unsaid = 99;
    assert_true(repeat_is_news(&repeat, "finish HP500", 1000, &unsaid));
    assert_int_equal(unsaid, 0);
    for (int64_t now_ms = 1400; now_ms < 1000 + REPEAT_EVERY_MS; now_ms += 400)
        assert_false(repeat_is_news(&repeat, "finish HP500", now_ms, &unsaid));
    assert_true(repeat_is_news(&repeat, "finish HP500", 1000 + REPEAT_EVERY_MS, &unsaid));
    assert_int_equal(unsaid, (REPEAT_EVERY_MS - 1) / 400);
    assert_false(repeat_is_news(&repeat, "finish HP500", 1001 + REPEAT_EVERY_MS, &unsaid));
}

static void test_other_trouble_is_news_and_so_is_what_comes_back(void **state)
{
    (void)state;
    struct repeat repeat = {0};
    unsigned unsaid = 99;
    assert_true(repeat_is_news(&repeat, "lock HP409", 1000, &unsaid));
    assert_true(repeat_is_news(&repeat, "lock HP425", 1001, &unsaid));
    assert_int_equal(unsaid, 0);
    assert_false(repeat_is_news(&repeat, "lock HP425", 1002, &unsaid));
    repeat_forget(&repeat);
    assert_true(repeat_is_news(&repeat, "lock HP425", 1003, &unsaid));
    assert_int_equal(unsaid, 0);
}

static void test_a_long_name_is_recognised(void **state)
{
    (void)state;
    struct repeat repeat = {0};
    unsigned unsaid;
    const char *name = "a name that is longer than what there is room for, and nobody would ever give one";
    assert_true(repeat_is_news(&repeat, name, 1000, &unsaid));
    assert_false(repeat_is_news(&repeat, name, 1001, &unsaid));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_with_time_enough_it_gets_its_patience),
        cmocka_unit_test(test_it_must_be_over_before_the_move),
        cmocka_unit_test(test_a_slow_one_wants_twice_its_time),
        cmocka_unit_test(test_but_it_is_never_put_off_for_ever),
        cmocka_unit_test(test_not_before_its_time),
        cmocka_unit_test(test_trouble_is_said_once_in_a_while),
        cmocka_unit_test(test_other_trouble_is_news_and_so_is_what_comes_back),
        cmocka_unit_test(test_a_long_name_is_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
