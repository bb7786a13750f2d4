/* SPDX-License-Identifier: MIT */
/* The stream: no hole, no double, and who can be resumed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stream/frame_log.h"
#include "stream/stream.h"

static int setup(void **state)
{
    *state = stream_new(PROTOCOL_CHANNEL, STREAM_CAPACITY);
    stream_restart(*state, "e1", 10);
    return 0;
}

static int teardown(void **state)
{
    stream_free(*state);
    return 0;
}

static enum stream_append_result add(struct stream *stream, int64_t offset, const char *json)
{
    return stream_append(stream, offset, json, strlen(json));
}

static void offsets_go_up_by_one(void **state)
{
    struct stream *stream = *state;
    assert_int_equal(stream_top(stream), 10);
    assert_int_equal(add(stream, 11, "{}"), STREAM_APPENDED);
    assert_int_equal(add(stream, 11, "{}"), STREAM_KNOWN);
    assert_int_equal(add(stream, 3, "{}"), STREAM_KNOWN);
    assert_int_equal(add(stream, 13, "{}"), STREAM_HOLE);
    assert_int_equal(stream_top(stream), 11);
    assert_int_equal(add(stream, 12, "{}"), STREAM_APPENDED);
}

static void events_are_text_frames(void **state)
{
    assert_int_equal(add(*state, 11, "{\"a\":1}"), STREAM_APPENDED);
    size_t length;
    const uint8_t *bytes =
        frame_log_read(stream_log(*state, PROTOCOL_PLAIN),
                       frame_log_position(stream_log(*state, PROTOCOL_PLAIN), 11), &length);
    assert_int_equal(length, 9);
    assert_memory_equal(bytes, "\x81\x07{\"a\":1}", 9);
}

static void a_private_channels_events_carry_its_name(void **state)
{
    (void)state;
    struct stream *stream = stream_new("till:3", 4);
    stream_restart(stream, "e1", 8);
    for (int64_t offset = 9; offset <= 10; offset++)
        assert_int_equal(add(stream, offset, "{\"a\":1}"), STREAM_APPENDED);
    static const char plain[] = "{\"channel\":\"till:3\",\"data\":{\"a\":1},\"offset\":9}";
    static const char push[] =
        "{\"push\":{\"channel\":\"till:3\",\"pub\":{\"data\":{\"a\":1},\"offset\":9}}}";
    const struct frame_log *logs[] = {stream_log(stream, PROTOCOL_PLAIN),
                                      stream_log(stream, PROTOCOL_CENTRIFUGE)};
    size_t length;
    assert_memory_equal(frame_log_read(logs[0], frame_log_position(logs[0], 9), &length) + 2, plain,
                        strlen(plain));
    assert_memory_equal(frame_log_read(logs[1], frame_log_position(logs[1], 9), &length) + 2, push,
                        strlen(push));
    for (int64_t offset = 9; offset <= 10; offset++) {
        assert_memory_equal(stream_event(stream, offset, &length), "{\"a\":1}", 7);
        assert_int_equal(length, 7);
    }
    stream_free(stream);
}

static void a_log_that_is_asked_for_late_has_it_all(void **state)
{
    struct stream *stream = *state;
    for (int64_t offset = 11; offset <= 13; offset++)
        assert_int_equal(add(stream, offset, "{}"), STREAM_APPENDED);
    const struct frame_log *log = stream_log(stream, PROTOCOL_PLAIN_SSE);
    assert_int_equal(add(stream, 14, "{}"), STREAM_APPENDED);
    size_t length;
    static const char text[] = "data: {}\nid: e1:13\n\ndata: {}\nid: e1:14\n\n";
    const uint8_t *bytes = frame_log_read(log, frame_log_position(log, 13), &length);
    assert_int_equal(length, sizeof text - 1);
    assert_memory_equal(bytes, text, length);
    assert_int_equal(frame_log_first(log), 11);
    log = stream_log(stream, PROTOCOL_CENTRIFUGE_LINES);
    static const char push[] = "{\"push\":{\"channel\":\"race\",\"pub\":{\"data\":{},\"offset\":14}}}\n";
    bytes = frame_log_read(log, frame_log_position(log, 14), &length);
    assert_int_equal(length, sizeof push - 1);
    assert_memory_equal(bytes, push, length);
    stream_restart(stream, "e2", 5);
    assert_int_equal(frame_log_next(log), 6);
    assert_int_equal(add(stream, 6, "{}"), STREAM_APPENDED);
    static const char anew[] = "data: {}\nid: e2:6\n\n";
    log = stream_log(stream, PROTOCOL_PLAIN_SSE);
    bytes = frame_log_read(log, frame_log_position(log, 6), &length);
    assert_int_equal(length, sizeof anew - 1);
    assert_memory_equal(bytes, anew, length);
}

static void events_are_deflated_from_the_first_wish_on(void **state)
{
    static const char event[] =
        "{\"event\":\"race_sync\",\"film\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}";
    struct stream *stream = *state;
    for (int64_t offset = 11; offset <= 12; offset++)
        assert_int_equal(add(stream, offset, event), STREAM_APPENDED);
    for (int i = PROTOCOL_PLAIN; i <= PROTOCOL_CENTRIFUGE; i++) {
        const struct frame_log *deflated = stream_deflated_log(stream, (enum protocol)i);
        const struct frame_log *log = stream_log(stream, (enum protocol)i);
        size_t length, same;
        assert_int_equal(frame_log_first(deflated), 11);
        assert_int_equal(frame_log_next(deflated), 13);
        const uint8_t *bytes = frame_log_read(log, frame_log_position(log, 11), &length);
        const uint8_t *copied = frame_log_read(deflated, frame_log_position(deflated, 11), &same);
        assert_int_equal(same, length);
        assert_memory_equal(copied, bytes, length);
    }
    assert_int_equal(add(stream, 13, event), STREAM_APPENDED);
    for (int i = PROTOCOL_PLAIN; i <= PROTOCOL_CENTRIFUGE; i++) {
        const struct frame_log *deflated = stream_deflated_log(stream, (enum protocol)i);
        const struct frame_log *log = stream_log(stream, (enum protocol)i);
        size_t length, longer;
        const uint8_t *bytes = frame_log_read(deflated, frame_log_position(deflated, 13), &length);
        assert_int_equal(bytes[0], 0xc1);
        (void)frame_log_read(log, frame_log_position(log, 13), &longer);
        assert_true(length < longer);
    }
    stream_restart(stream, "e2", 5);
    assert_int_equal(frame_log_next(stream_deflated_log(stream, PROTOCOL_PLAIN)), 6);
    assert_int_equal(frame_log_next(stream_deflated_log(stream, PROTOCOL_CENTRIFUGE)), 6);
}

static void assert_goes_out(struct stream *stream, const char *json, const char *compact)
{
    int64_t offset = stream_top(stream) + 1;
    size_t length;
    assert_int_equal(add(stream, offset, json), STREAM_APPENDED);
    const char *event = stream_event(stream, offset, &length);
    assert_int_equal(length, strlen(compact));
    assert_memory_equal(event, compact, length);
}

static void events_go_out_without_needless_spaces(void **state)
{
    assert_goes_out(*state, "{\n\"a\" :\r\n1, \"b\" : [1, 2]}", "{\"a\":1,\"b\":[1,2]}");
    /* What is in a text stays; so do the order of members and a number's digits. */
    assert_goes_out(
        *state,
        "{\"z\" : \"a : b, c / \\\"d\\\"\\n\", \"a\" : 0.10, \"n\" : -1.5e3, \"o\" : 9007199254740991}",
        "{\"z\":\"a : b, c / \\\"d\\\"\\n\",\"a\":0.10,\"n\":-1.5e3,\"o\":9007199254740991}");
    assert_goes_out(*state, "{\"name\" : \"\xc3\xa9toile\", \"nothing\" : null}",
                    "{\"name\":\"\xc3\xa9toile\",\"nothing\":null}");
}

static void what_is_no_object_is_no_event(void **state)
{
    static const char *const rows[] = {"", "[1]", "null", "{\"a\":1", "{} {}", "{a:1}"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(add(*state, 11, rows[i]), STREAM_NO_EVENT);
    assert_int_equal(stream_top(*state), 10);
}

static bool can_resume(const struct stream *stream, const char *epoch, int64_t offset)
{
    struct stream_position position = {.is_given = true, .is_good = true, .offset = offset};
    memcpy(position.epoch, epoch, strlen(epoch) + 1);
    return stream_can_resume(stream, &position);
}

static void a_known_position_can_resume(void **state)
{
    struct stream *stream = *state;
    for (int64_t offset = 11; offset <= 15; offset++)
        assert_int_equal(add(stream, offset, "{}"), STREAM_APPENDED);
    assert_true(can_resume(stream, "e1", 10));
    assert_true(can_resume(stream, "e1", 12));
    assert_true(can_resume(stream, "e1", 15));
    assert_true(can_resume(stream, "", 12));
    assert_false(stream_can_resume(stream, &(struct stream_position){.is_good = true, .offset = 12}));
    assert_false(stream_can_resume(stream, &(struct stream_position){.is_given = true, .offset = 12}));
    assert_false(can_resume(stream, "e1", 9));
    assert_false(can_resume(stream, "e1", 16));
    assert_false(can_resume(stream, "e2", 12));
}

static void old_events_are_dropped_and_cannot_resume(void **state)
{
    struct stream *stream = *state;
    for (int64_t offset = 11; offset <= 10 + STREAM_CAPACITY + 1; offset++)
        assert_int_equal(add(stream, offset, "{}"), STREAM_APPENDED);
    assert_false(can_resume(stream, "e1", 10));
    assert_true(can_resume(stream, "e1", 11));
}

static void a_restart_forgets_everything(void **state)
{
    struct stream *stream = *state;
    assert_int_equal(add(stream, 11, "{}"), STREAM_APPENDED);
    stream_restart(stream, "e2", 0);
    assert_string_equal(stream_epoch(stream), "e2");
    assert_int_equal(stream_top(stream), 0);
    assert_false(can_resume(stream, "e1", 11));
    assert_true(can_resume(stream, "e2", 0));
    assert_int_equal(add(stream, 1, "{}"), STREAM_APPENDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(offsets_go_up_by_one, setup, teardown),
        cmocka_unit_test(a_private_channels_events_carry_its_name),
        cmocka_unit_test_setup_teardown(events_are_text_frames, setup, teardown),
        cmocka_unit_test_setup_teardown(a_log_that_is_asked_for_late_has_it_all, setup, teardown),
        cmocka_unit_test_setup_teardown(events_are_deflated_from_the_first_wish_on, setup, teardown),
        cmocka_unit_test_setup_teardown(events_go_out_without_needless_spaces, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_object_is_no_event, setup, teardown),
        cmocka_unit_test_setup_teardown(a_known_position_can_resume, setup, teardown),
        cmocka_unit_test_setup_teardown(old_events_are_dropped_and_cannot_resume, setup, teardown),
        cmocka_unit_test_setup_teardown(a_restart_forgets_everything, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
