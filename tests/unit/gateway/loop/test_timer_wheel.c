/* SPDX-License-Identifier: MIT */
/* The wheel: on time, never early, and safe to change from within a callback. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "loop/timer_wheel.h"

#define TIMERS 5000

struct entry {
    struct timer timer; /* first: the callback gets this */
    int64_t due_ms, called_ms;
    int calls;
};

static struct timer_wheel *wheel;
static struct entry entries[TIMERS];
static int64_t now_ms;

static int setup(void **state)
{
    (void)state;
    now_ms = 1000000;
    memset(entries, 0, sizeof entries);
    wheel = timer_wheel_new(now_ms);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    timer_wheel_free(wheel);
    return 0;
}

static void on_due(void *context, struct timer *timer)
{
    (void)context;
    struct entry *entry = (struct entry *)timer;
    assert_false(timer_wheel_is_set(timer));
    entry->calls++;
    entry->called_ms = now_ms;
}

static void set(struct entry *entry, int64_t in_ms)
{
    entry->due_ms = now_ms + in_ms;
    timer_wheel_set(wheel, &entry->timer, entry->due_ms);
}

static void run(int64_t for_ms, int64_t step_ms)
{
    for (int64_t end_ms = now_ms + for_ms; now_ms < end_ms;) {
        now_ms += step_ms;
        timer_wheel_tick(wheel, now_ms, on_due, NULL);
    }
}

static void timers_are_called_once_and_on_time(void **state)
{
    (void)state;
    for (int i = 0; i < TIMERS; i++)
        set(&entries[i], i * 37 % 120000);
    run(121000, 30);
    for (int i = 0; i < TIMERS; i++) {
        assert_int_equal(entries[i].calls, 1);
        assert_true(entries[i].called_ms >= entries[i].due_ms);
        assert_true(entries[i].called_ms <= entries[i].due_ms + 2 * TIMER_WHEEL_STEP_MS + 30);
    }
}

static void a_stopped_timer_is_not_called(void **state)
{
    (void)state;
    set(&entries[0], 500);
    timer_wheel_stop(&entries[0].timer);
    timer_wheel_stop(&entries[0].timer);
    run(1000, 100);
    assert_int_equal(entries[0].calls, 0);
}

static void setting_again_moves_a_timer(void **state)
{
    (void)state;
    set(&entries[0], 500);
    set(&entries[0], 5000);
    run(1000, 100);
    assert_int_equal(entries[0].calls, 0);
    run(5000, 100);
    assert_int_equal(entries[0].calls, 1);
}

static void a_long_pause_loses_no_timer(void **state)
{
    (void)state;
    for (int i = 0; i < 600; i++)
        set(&entries[i], i * 1000);
    now_ms += 300000;
    timer_wheel_tick(wheel, now_ms, on_due, NULL);
    for (int i = 0; i < 600; i++)
        assert_int_equal(entries[i].calls, i <= 300);
}

static void stop_others(void *context, struct timer *timer)
{
    on_due(context, timer);
    for (int i = 0; i < 10; i++)
        timer_wheel_stop(&entries[i].timer);
}

static void a_callback_may_stop_the_others(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        set(&entries[i], 100);
    now_ms += 1000;
    timer_wheel_tick(wheel, now_ms, stop_others, NULL);
    int calls = 0;
    for (int i = 0; i < 10; i++)
        calls += entries[i].calls;
    assert_int_equal(calls, 1);
}

static void set_again(void *context, struct timer *timer)
{
    on_due(context, timer);
    set((struct entry *)timer, 0);
}

static void a_callback_may_set_its_timer_again(void **state)
{
    (void)state;
    set(&entries[0], 0);
    for (int i = 0; i < 10; i++) {
        now_ms += TIMER_WHEEL_STEP_MS;
        timer_wheel_tick(wheel, now_ms, set_again, NULL);
    }
    assert_int_equal(entries[0].calls, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(timers_are_called_once_and_on_time, setup, teardown),
        cmocka_unit_test_setup_teardown(a_stopped_timer_is_not_called, setup, teardown),
        cmocka_unit_test_setup_teardown(setting_again_moves_a_timer, setup, teardown),
        cmocka_unit_test_setup_teardown(a_long_pause_loses_no_timer, setup, teardown),
        cmocka_unit_test_setup_teardown(a_callback_may_stop_the_others, setup, teardown),
        cmocka_unit_test_setup_teardown(a_callback_may_set_its_timer_again, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
