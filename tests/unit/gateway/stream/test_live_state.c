/* SPDX-License-Identifier: MIT */
/* What clients are told, and when: news only once, ticks a second apart, no tick of a countdown that is over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stream/fetch.h"
#include "stream/live_state.h"

#define SNAPSHOT(phase)                                                                                      \
    "{\"phase\":\"" phase "\",\"screen\":\"game_screen\",\"round\":{\"roundId\":10000001,"                   \
    "\"openTime\":1000000,\"raceStartTime\":1060000,\"raceEndTime\":1090000}}"

static struct live_state *live;
static int changes, restarts;

static void on_change(void *context)
{
    (void)context;
    changes++;
}

static void on_restart(void *context)
{
    (void)context;
    restarts++;
}

static void restart(const char *epoch, int64_t top)
{
    const struct fetch_target target = live_state_target(live);
    stream_restart(target.stream, epoch, top);
    target.restarted(target.context);
}

static bool take(const char *json)
{
    const struct fetch_target target = live_state_target(live);
    return target.snapshot(target.context, json);
}

/* The database's clock is 1 000 000 ms ahead of ours; betting has just opened. */
static int setup(void **state)
{
    (void)state;
    live = live_state_new((struct live_state_listener){.on_change = on_change, .on_restart = on_restart});
    live_state_note_time(live, 0, 0, 1000000);
    restart("e1", 5);
    changes = restarts = 0;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    live_state_free(live);
    return 0;
}

static void add(int64_t offset)
{
    assert_int_equal(stream_append(live_state_target(live).stream, offset, "{}", 2), STREAM_APPENDED);
}

static void news_is_told_once(void **state)
{
    (void)state;
    add(6);
    assert_true(take(SNAPSHOT("betting")));
    assert_int_equal(changes, 0);
    live_state_publish(live);
    live_state_publish(live);
    assert_int_equal(changes, 1);
}

static void events_alone_are_news(void **state)
{
    (void)state;
    live_state_publish(live);
    assert_int_equal(changes, 0);
    add(6);
    live_state_publish(live);
    live_state_publish(live);
    assert_int_equal(changes, 1);
    restart("e2", 3);
    live_state_publish(live);
    assert_int_equal(changes, 1);
}

static void a_snapshot_is_of_the_top(void **state)
{
    (void)state;
    add(6);
    assert_false(take("{}"));
    assert_false(live_state_has_snapshot(live));
    assert_true(take(SNAPSHOT("betting")));
    assert_int_equal(live_state_snapshot_offset(live), 6);
    assert_int_equal(live_state_round(live), 10000001);
}

static void a_restart_forgets_the_snapshot(void **state)
{
    (void)state;
    assert_true(take(SNAPSHOT("betting")));
    restart("e2", 0);
    assert_int_equal(restarts, 1);
    assert_false(live_state_has_snapshot(live));
    assert_false(live_state_is_complete(live));
}

static void after_too_many_events_the_snapshot_is_incomplete(void **state)
{
    (void)state;
    assert_true(take(SNAPSHOT("betting")));
    for (int64_t offset = 6; offset < 6 + STREAM_CAPACITY; offset++)
        add(offset);
    assert_true(live_state_is_complete(live));
    add(6 + STREAM_CAPACITY);
    assert_false(live_state_is_complete(live));
}

static void ticks_come_each_second_and_end_at_zero(void **state)
{
    (void)state;
    assert_true(take(SNAPSHOT("betting")));
    int64_t now_ms = 300;
    int ticks = 0;
    for (int64_t in_ms; (in_ms = live_state_next_tick(live, now_ms)) >= 0; ticks++) {
        assert_true(in_ms <= 1002);
        now_ms += in_ms;
        assert_int_equal(now_ms % 1000, 2);
        live_state_tick(live, now_ms);
    }
    assert_int_equal(ticks, 60);
    assert_int_equal(changes, 60);
    assert_int_equal(now_ms, 60002);
}

static void a_corrected_clock_makes_no_second_tick(void **state)
{
    (void)state;
    assert_true(take(SNAPSHOT("betting")));
    live_state_tick(live, 1002);
    live_state_note_time(live, 1002, 1002, 1000995);
    assert_int_equal(live_state_next_tick(live, 1002), 5 + 1000 + 2);
}

static void a_tick_is_void_when_its_countdown_ends(void **state)
{
    (void)state;
    uint32_t serial, same;
    size_t length;
    assert_true(take(SNAPSHOT("locked")));
    assert_null(live_state_tick_frame(live, PROTOCOL_PLAIN, false, &serial, &length));
    live_state_tick(live, 59002);
    assert_non_null(live_state_tick_frame(live, PROTOCOL_PLAIN, false, &serial, &length));
    assert_int_not_equal(serial, 0);
    add(6);
    assert_true(take(SNAPSHOT("racing")));
    assert_null(live_state_tick_frame(live, PROTOCOL_PLAIN, false, &same, &length));
    assert_int_equal(same, serial);
    assert_int_equal(live_state_next_tick(live, 59003), -1);
}

static void an_outage_stops_the_countdown_and_is_told(void **state)
{
    (void)state;
    size_t length;
    assert_true(take(SNAPSHOT("betting")));
    live_state_publish(live);
    live_state_set_degraded(live, true, 2000);
    live_state_set_degraded(live, true, 2001);
    live_state_publish(live);
    assert_int_equal(changes, 2);
    assert_int_equal(live_state_next_tick(live, 2000), -1);
    static const char text[] =
        "{\"event\":\"degraded\",\"roundId\":10000001,\"serverTime\":1002000,\"active\":true,"
        "\"reason\":\"database\"}";
    const uint8_t *bytes = live_state_degraded_frame(live, PROTOCOL_PLAIN, &length);
    assert_int_equal(length, 2 + strlen(text));
    assert_memory_equal(bytes + 2, text, strlen(text));
    live_state_set_degraded(live, false, 3000);
    assert_true(live_state_next_tick(live, 3000) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(news_is_told_once, setup, teardown),
        cmocka_unit_test_setup_teardown(events_alone_are_news, setup, teardown),
        cmocka_unit_test_setup_teardown(a_snapshot_is_of_the_top, setup, teardown),
        cmocka_unit_test_setup_teardown(a_restart_forgets_the_snapshot, setup, teardown),
        cmocka_unit_test_setup_teardown(after_too_many_events_the_snapshot_is_incomplete, setup, teardown),
        cmocka_unit_test_setup_teardown(ticks_come_each_second_and_end_at_zero, setup, teardown),
        cmocka_unit_test_setup_teardown(a_corrected_clock_makes_no_second_tick, setup, teardown),
        cmocka_unit_test_setup_teardown(a_tick_is_void_when_its_countdown_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(an_outage_stops_the_countdown_and_is_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
