/* SPDX-License-Identifier: MIT */
/* A jump of the database's clock is told from a slow answer, and machines that are apart from ones that agree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "clock_watch.h"

#define EPOCH_MS INT64_C(1767355200000)

/* An answer that took `took_ms` and came at `mono_ms`; the database looked at its clock when it had the question, or as it
 * answered. */
static struct clock_reading reading(int64_t mono_ms, int64_t took_ms, int64_t database_ms)
{
    return (struct clock_reading){.asked_mono_ms = mono_ms - took_ms,
                                  .received_mono_ms = mono_ms,
                                  .wall_ms = EPOCH_MS + mono_ms,
                                  .database_ms = EPOCH_MS + database_ms};
}

static bool note(struct clock_watch *watch, int64_t mono_ms, int64_t took_ms, int64_t database_ms)
{
    struct clock_reading one = reading(mono_ms, took_ms, database_ms);
    return clock_watch_note(watch, &one);
}

/* As after clock_watch_tell. */
static struct clock_watch told(int64_t mono_ms)
{
    struct clock_watch watch = {0};
    assert_true(note(&watch, mono_ms, 0, mono_ms));
    watch.has_told = true;
    watch.told_mono_ms = mono_ms;
    return watch;
}

static void test_a_good_clock_is_told_every_ten_seconds(void **state)
{
    (void)state;
    struct clock_watch watch = told(1000);
    for (int64_t mono_ms = 1400; mono_ms < 1000 + CLOCK_WATCH_INTERVAL_MS; mono_ms += 400)
        assert_false(note(&watch, mono_ms, 3, mono_ms - 1));
    assert_true(note(&watch, 1000 + CLOCK_WATCH_INTERVAL_MS, 0, 1000 + CLOCK_WATCH_INTERVAL_MS));
    assert_int_equal(watch.jump_ms, 0);
    assert_int_equal(watch.apart_ms, 0);
}

static void test_no_duration_of_an_answer_is_a_jump(void **state)
{
    (void)state;
    struct clock_watch watch = told(1000);
    /* It looked as soon as it was asked, then as late as it could, then soon again. */
    assert_false(note(&watch, 5000, 3900, 1100));
    assert_false(note(&watch, 9000, 3900, 9000));
    assert_false(note(&watch, 10900, 1800, 9100));
    assert_int_equal(watch.jump_ms, 0);
    assert_int_equal(watch.apart_ms, 0);
    /* For certain only what lies between an answer and the next question has been lived through. */
    assert_int_equal(watch.elapsed_ms, 100 + 100 + 100);
}

static void test_a_jump_is_told_at_once_and_counted_until_then(void **state)
{
    (void)state;
    struct clock_watch watch = told(1000);
    assert_true(note(&watch, 1400, 10, 1400 + 5001));
    assert_int_equal(watch.jump_ms, 5000);
    assert_int_equal(watch.elapsed_ms, 390);
    /* The call failed: it is still to be told, with what came after it. */
    assert_true(note(&watch, 1800, 0, 1800 + 5001));
    assert_true(note(&watch, 2200, 0, 2200 - 1000));
    assert_int_equal(watch.jump_ms, 5000 - 6000);
    watch = told(1000);
    assert_true(note(&watch, 1400, 0, 1400 - CLOCK_WATCH_NOISE_MS - 1));
    assert_int_equal(watch.jump_ms, -CLOCK_WATCH_NOISE_MS);
    watch = told(1000);
    assert_false(note(&watch, 1400, 0, 1400 + CLOCK_WATCH_NOISE_MS));
    assert_int_equal(watch.jump_ms, 0);
}

static void test_machines_that_are_apart_are_told_when_that_changes(void **state)
{
    (void)state;
    struct clock_watch watch = {0};
    assert_true(note(&watch, 1000, 50, 1000 - 3051));
    assert_int_equal(watch.apart_ms, -3000);
    watch.has_told = true;
    watch.told_mono_ms = 1000;
    watch.told_apart_ms = watch.apart_ms;
    assert_false(note(&watch, 1400, 0, 1400 - 3001));
    assert_false(note(&watch, 1800, 0, 1800 - 3001 - CLOCK_WATCH_NOISE_MS + 1));
    watch.told_apart_ms = 0;
    assert_true(note(&watch, 2200, 0, 2200 - 3001));
    /* Within the time that the answer took they may agree. */
    watch = told(1000);
    assert_false(note(&watch, 6000, 4000, 2000));
    assert_int_equal(watch.apart_ms, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_clock_is_told_every_ten_seconds),
        cmocka_unit_test(test_no_duration_of_an_answer_is_a_jump),
        cmocka_unit_test(test_a_jump_is_told_at_once_and_counted_until_then),
        cmocka_unit_test(test_machines_that_are_apart_are_told_when_that_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
