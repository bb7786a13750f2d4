/* SPDX-License-Identifier: MIT */
/* What is made from the database's snapshot: `connected`, `timer_update`, and when the next tick is due. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <json-c/json.h>

#include "stream/snapshot.h"

#define ROUND                                                                                                \
    "{\"roundId\" : 10000007, \"phase\" : \"x\", \"openTime\" : 1000000, \"lockTime\" : 1055000, "           \
    "\"raceStartTime\" : 1060000, \"raceEndTime\" : 1090000, \"closeTime\" : 1095000}"
#define SNAPSHOT(phase, screen)                                                                              \
    "{\"roundId\" : 10000007, \"phase\" : \"" phase "\", \"screen\" : \"" screen                             \
    "\", \"paused\" : false, \"round\" : " ROUND ", \"film\" : null, \"result\" : null, \"winners\" : []}"
#define BETTING SNAPSHOT("betting", "game_screen")
#define RACING SNAPSHOT("racing", "movie_screen")
#define EMPTY                                                                                                \
    "{\"roundId\":null,\"phase\":null,\"screen\":\"game_screen\",\"paused\":false,\"round\":null,"           \
    "\"film\":null,\"result\":null,\"winners\":[]}"

static struct frame frame;

static struct snapshot *load(const char *json)
{
    struct snapshot *snapshot = snapshot_parse(json, 42, "e\"1");
    assert_non_null(snapshot);
    return snapshot;
}

/* The payload of the frame last built, parsed. The caller puts it. */
static json_object *message(void)
{
    size_t length;
    const uint8_t *bytes = frame_bytes(&frame, &length);
    assert_int_equal(bytes[0], 0x81);
    size_t header = bytes[1] < 126 ? 2 : 4;
    char *text = strndup((const char *)bytes + header, length - header);
    assert_null(strchr(text, '\n'));
    json_object *parsed = json_tokener_parse(text);
    assert_non_null(parsed);
    free(text);
    return parsed;
}

static json_object *field(json_object *object, const char *key)
{
    json_object *value = NULL;
    if (!json_object_object_get_ex(object, key, &value)) fail_msg("no field %s", key);
    return value;
}

static void assert_field(json_object *object, const char *key, const char *json)
{
    assert_string_equal(json_object_to_json_string_ext(field(object, key), JSON_C_TO_STRING_PLAIN), json);
}

static void connected_is_the_snapshot_and_more(void **state)
{
    (void)state;
    struct snapshot *snapshot = load(BETTING);
    snapshot_connected(snapshot, &frame, 1015000, SNAPSHOT_NOT_ASKED, false);
    json_object *connected = message();
    assert_field(connected, "event", "\"connected\"");
    assert_field(connected, "serverTime", "1015000");
    assert_field(connected, "roundId", "10000007");
    assert_field(connected, "phase", "\"betting\"");
    assert_field(connected, "winners", "[]");
    assert_field(connected, "stream", "{\"offset\":42,\"epoch\":\"e\\\"1\"}");
    assert_field(connected, "timeInRace", "null");
    assert_field(field(connected, "timer"), "timeLeft", "45000");
    assert_field(field(connected, "timer"), "totalDuration", "60000");
    assert_field(field(connected, "timer"), "startTime", "1000000");
    assert_field(field(connected, "timer"), "endTime", "1060000");
    assert_field(field(connected, "timer"), "percentage", "25.0");
    assert_false(json_object_object_get_ex(connected, "recovered", NULL));
    assert_false(json_object_object_get_ex(connected, "degraded", NULL));
    json_object_put(connected);
    snapshot_free(snapshot);
}

static void connected_tells_recovery_and_outage(void **state)
{
    (void)state;
    struct snapshot *snapshot = load(BETTING);
    snapshot_connected(snapshot, &frame, 1015000, SNAPSHOT_RECOVERED, true);
    json_object *connected = message();
    assert_field(connected, "recovered", "true");
    assert_field(connected, "degraded", "true");
    json_object_put(connected);
    snapshot_connected(snapshot, &frame, 1015000, SNAPSHOT_NOT_RECOVERED, false);
    connected = message();
    assert_field(connected, "recovered", "false");
    json_object_put(connected);
    snapshot_free(snapshot);
}

static void a_race_has_a_film_clock_and_no_timer(void **state)
{
    (void)state;
    static const struct {
        int64_t now_ms;
        const char *time;
    } rows[] = {{1059000, "0"}, {1060000, "0"}, {1071234, "11234"}, {1099000, "30000"}};
    struct snapshot *snapshot = load(RACING);
    assert_int_equal(snapshot_next_tick(snapshot, 1059000), -1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snapshot_connected(snapshot, &frame, rows[i].now_ms, SNAPSHOT_NOT_ASKED, false);
        json_object *connected = message();
        assert_field(connected, "timer", "null");
        assert_field(connected, "timeInRace", rows[i].time);
        json_object_put(connected);
    }
    snapshot_free(snapshot);
}

static void before_the_first_round_there_is_nothing_to_count(void **state)
{
    (void)state;
    struct snapshot *snapshot = load(EMPTY);
    assert_int_equal(snapshot_next_tick(snapshot, 1), -1);
    snapshot_connected(snapshot, &frame, 1, SNAPSHOT_NOT_ASKED, false);
    json_object *connected = message();
    assert_field(connected, "roundId", "null");
    assert_field(connected, "timer", "null");
    json_object_put(connected);
    snapshot_free(snapshot);
}

static void ticks_fall_on_whole_seconds(void **state)
{
    (void)state;
    static const struct {
        int64_t now_ms, next_ms;
    } rows[] = {{1000000, 1000}, {1000001, 999}, {1000999, 1},  {1059500, 500},
                {1059999, 1},    {1060000, -1},  {1061000, -1}, {999999, 1}};
    struct snapshot *snapshot = load(SNAPSHOT("locked", "game_screen"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(snapshot_next_tick(snapshot, rows[i].now_ms), rows[i].next_ms);
    snapshot_free(snapshot);
}

static void timer_update_counts_down(void **state)
{
    (void)state;
    static const struct {
        int64_t now_ms;
        const char *left, *percentage;
    } rows[] = {{990000, "60000", "0.0"},  {1000000, "60000", "0.0"}, {1000019, "59981", "0.0"},
                {1000030, "59970", "0.1"}, {1059000, "1000", "98.3"}, {1060000, "0", "100.0"},
                {1070000, "0", "100.0"}};
    struct snapshot *snapshot = load(BETTING);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snapshot_timer_update(snapshot, &frame, rows[i].now_ms);
        json_object *update = message();
        assert_field(update, "event", "\"timer_update\"");
        assert_field(update, "roundId", "10000007");
        assert_field(update, "screen", "\"game_screen\"");
        assert_field(field(update, "timer"), "timeLeft", rows[i].left);
        assert_field(field(update, "timer"), "percentage", rows[i].percentage);
        json_object_put(update);
    }
    snapshot_free(snapshot);
}

static void line_breaks_do_not_pass(void **state)
{
    (void)state;
    struct snapshot *snapshot =
        load("\n{\r\n\"phase\":null,\n\"screen\":\"game_screen\",\"round\":null\n}\n");
    snapshot_connected(snapshot, &frame, 1, SNAPSHOT_NOT_ASKED, false);
    json_object_put(message());
    snapshot_free(snapshot);
}

static void what_is_no_snapshot_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "null",
        "[]",
        "{}",
        "{",
        "7",
        "{\"phase\":null,\"screen\":\"game_screen\"}",
        "{\"phase\":null,\"screen\":7,\"round\":null}",
        "{\"phase\":null,\"screen\":\"x\",\"round\":7}",
        "{\"phase\":null,\"screen\":\"x\",\"round\":{\"roundId\":1}}",
        "{\"phase\":null,\"screen\":\"x\",\"round\":null} {}",
        "{\"phase\":null,\"screen\":\"x\",\"round\":{\"roundId\":1,\"openTime\":2,\"raceStartTime\":1,"
        "\"raceEndTime\":3}}",
        "{\"phase\":null,\"screen\":\"x\",\"round\":{\"roundId\":1,\"openTime\":-1,\"raceStartTime\":1,"
        "\"raceEndTime\":3}}",
        "{\"phase\":null,\"screen\":\"x\",\"round\":{\"roundId\":1,\"openTime\":1,\"raceStartTime\":1,"
        "\"raceEndTime\":9223372036854775807}}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (snapshot_parse(bad[i], 1, "e")) fail_msg("accepted: %s", bad[i]);
}

static int teardown(void **state)
{
    (void)state;
    frame_free(&frame);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(connected_is_the_snapshot_and_more),
        cmocka_unit_test(connected_tells_recovery_and_outage),
        cmocka_unit_test(a_race_has_a_film_clock_and_no_timer),
        cmocka_unit_test(before_the_first_round_there_is_nothing_to_count),
        cmocka_unit_test(ticks_fall_on_whole_seconds),
        cmocka_unit_test(timer_update_counts_down),
        cmocka_unit_test(line_breaks_do_not_pass),
        cmocka_unit_test(what_is_no_snapshot_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
