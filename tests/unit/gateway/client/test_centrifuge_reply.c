/* SPDX-License-Identifier: MIT */
/* Centrifuge's replies and pushes, to the byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/centrifuge_reply.h"
#include "stream/frame.h"
#include "stream/frame_log.h"
#include "stream/stream.h"

static struct stream *stream;
static struct frame frame;

static int setup(void **state)
{
    (void)state;
    stream = stream_new(PROTOCOL_CHANNEL, STREAM_CAPACITY);
    stream_restart(stream, "e\"1", 10);
    for (int64_t offset = 11; offset <= 13; offset++)
        if (stream_append(stream, offset, "{\"a\":1}", 7) != STREAM_APPENDED) return -1;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    stream_free(stream);
    frame_free(&frame);
    return 0;
}

static void assert_said(const char *expected)
{
    size_t length;
    const uint8_t *bytes = frame_payload(&frame, &length);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(bytes, expected, length);
    bytes = frame_bytes(&frame, &length);
    assert_int_equal(bytes[0], 0x81);
    assert_int_equal(length, frame_header_size(bytes) + strlen(expected));
}

static void an_event_is_pushed_with_its_offset(void **state)
{
    (void)state;
    static const char push[] = "{\"push\":{\"channel\":\"race\",\"pub\":{\"data\":{\"a\":1},\"offset\":11}}}";
    const struct frame_log *log = stream_log(stream, PROTOCOL_CENTRIFUGE);
    size_t length;
    const uint8_t *bytes = frame_log_read(log, frame_log_position(log, 11), &length);
    assert_int_equal(frame_log_position(log, 12) - frame_log_position(log, 11), 2 + strlen(push));
    assert_memory_equal(bytes + 2, push, strlen(push));
}

static void a_new_subscription_tells_its_position(void **state)
{
    (void)state;
    struct reply_subscription subscription = {.offset = 13, .last = 13};
    reply_subscribe(&frame, 2, stream, &subscription, NULL, 0);
    assert_said("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"positioned\":true,\"epoch\":\"e\\\"1\","
                "\"offset\":13}}");
}

static void a_recovered_one_has_all_that_was_missed(void **state)
{
    (void)state;
    struct reply_subscription subscription = {
        .was_recovering = true, .is_recovered = true, .offset = 11, .last = 13};
    reply_subscribe(&frame, 4, stream, &subscription, NULL, 0);
    assert_said(
        "{\"id\":4,\"subscribe\":{\"recoverable\":true,\"positioned\":true,\"epoch\":\"e\\\"1\",\"offset\":"
        "11,"
        "\"was_recovering\":true,\"recovered\":true,\"publications\":[{\"data\":{\"a\":1},\"offset\":12},"
        "{\"data\":{\"a\":1},\"offset\":13}]}}");
}

static void one_that_is_not_says_so(void **state)
{
    (void)state;
    struct reply_subscription subscription = {.was_recovering = true, .offset = 13, .last = 13};
    reply_subscribe(&frame, 4, stream, &subscription, NULL, 0);
    assert_said("{\"id\":4,\"subscribe\":{\"recoverable\":true,\"positioned\":true,\"epoch\":\"e\\\"1\","
                "\"offset\":13,"
                "\"was_recovering\":true,\"recovered\":false}}");
}

static void connect_has_data_and_heartbeat(void **state)
{
    (void)state;
    reply_connect(&frame, 1, stream, (const uint8_t *)"{\"b\":2}", 7, NULL, 25, NULL);
    size_t length;
    const char *text = (const char *)frame_payload(&frame, &length);
    assert_memory_equal(text, "{\"id\":1,\"connect\":{\"client\":\"", 29);
    assert_int_equal(text[29 + 8], '-');
    assert_int_equal(text[29 + 14], '4');
    static const char rest[] =
        "\",\"version\":\"hippodrome/1\",\"data\":{\"b\":2},\"ping\":25,\"pong\":true}}";
    assert_int_equal(length, 29 + 36 + strlen(rest));
    assert_memory_equal(text + 29 + 36, rest, strlen(rest));
}

static void history_goes_both_ways(void **state)
{
    (void)state;
    struct reply_history history = {.first = 12, .last = 13};
    reply_history(&frame, 5, stream, &history);
    assert_said(
        "{\"id\":5,\"history\":{\"publications\":[{\"data\":{\"a\":1},\"offset\":12},{\"data\":{\"a\":1},"
        "\"offset\":13}],\"epoch\":\"e\\\"1\",\"offset\":13}}");
    history.is_reverse = true;
    reply_history(&frame, 5, stream, &history);
    assert_said(
        "{\"id\":5,\"history\":{\"publications\":[{\"data\":{\"a\":1},\"offset\":13},{\"data\":{\"a\":1},"
        "\"offset\":12}],\"epoch\":\"e\\\"1\",\"offset\":13}}");
    history = (struct reply_history){.first = 14, .last = 13};
    reply_history(&frame, 5, stream, &history);
    assert_said("{\"id\":5,\"history\":{\"publications\":[],\"epoch\":\"e\\\"1\",\"offset\":13}}");
}

static void small_replies(void **state)
{
    (void)state;
    reply_done(&frame, 9, "unsubscribe");
    assert_said("{\"id\":9,\"unsubscribe\":{}}");
    reply_error(&frame, 4294967295, REPLY_UNKNOWN_CHANNEL);
    assert_said("{\"id\":4294967295,\"error\":{\"code\":102,\"message\":\"unknown channel\"}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_event_is_pushed_with_its_offset, setup, teardown),
        cmocka_unit_test_setup_teardown(a_new_subscription_tells_its_position, setup, teardown),
        cmocka_unit_test_setup_teardown(a_recovered_one_has_all_that_was_missed, setup, teardown),
        cmocka_unit_test_setup_teardown(one_that_is_not_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(connect_has_data_and_heartbeat, setup, teardown),
        cmocka_unit_test_setup_teardown(history_goes_both_ways, setup, teardown),
        cmocka_unit_test_setup_teardown(small_replies, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
