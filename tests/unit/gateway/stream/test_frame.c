/* SPDX-License-Identifier: MIT */
/* Frame headers at the edges of their three sizes, and frames that grow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include <cmocka.h>

#include "stream/frame.h"

static void headers_have_three_sizes(void **state)
{
    (void)state;
    static const struct {
        size_t length;
        const char *header;
        size_t size;
    } rows[] = {
        {0, "\x81\x00", 2},
        {125, "\x81\x7d", 2},
        {126, "\x81\x7e\x00\x7e", 4},
        {65535, "\x81\x7e\xff\xff", 4},
        {65536, "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct frame frame = {0};
        size_t length;
        char *payload = calloc(1, rows[i].length + 1);
        assert_non_null(payload);
        frame_begin(&frame);
        frame_append(&frame, payload, rows[i].length);
        frame_finish(&frame);
        assert_memory_equal(frame_bytes(&frame, &length), rows[i].header, rows[i].size);
        assert_int_equal(length, rows[i].size + rows[i].length);
        assert_int_equal(frame_header_size(frame_bytes(&frame, &length)), rows[i].size);
        frame_free(&frame);
        free(payload);
    }
}

static void a_frame_is_built_in_parts(void **state)
{
    (void)state;
    struct frame frame = {0};
    size_t length;
    for (int i = 0; i < 2; i++) {
        frame_begin(&frame);
        frame_append(&frame, "ab", 2);
        frame_print(&frame, "%d-%s", 7, "x");
        frame_finish(&frame);
        assert_memory_equal(frame_bytes(&frame, &length),
                            "\x81\x05"
                            "ab7-x",
                            7);
        assert_int_equal(length, 7);
    }
    frame_free(&frame);
}

static void a_frame_grows(void **state)
{
    (void)state;
    struct frame frame = {0};
    size_t length;
    frame_begin(&frame);
    for (int i = 0; i < 7000; i++)
        frame_print(&frame, "%010d", i);
    frame_finish(&frame);
    const uint8_t *bytes = frame_bytes(&frame, &length);
    assert_int_equal(length, 70010);
    assert_memory_equal(bytes,
                        "\x81\x7f\x00\x00\x00\x00\x00\x01\x11\x70"
                        "0000000000"
                        "0000000001",
                        30);
    assert_memory_equal(bytes + 70000, "0000006999", 10);
    frame_free(&frame);
}

static void a_message_is_wrapped_as_its_protocol_wants(void **state)
{
    (void)state;
    static const struct {
        enum protocol protocol;
        const char *id;
        const char *text;
    } rows[] = {
        {PROTOCOL_PLAIN, "e:7", "\x81\x02{}"},
        {PROTOCOL_CENTRIFUGE, NULL, "\x81\x02{}"},
        {PROTOCOL_PLAIN_SSE, "e:7", "data: {}\nid: e:7\n\n"},
        {PROTOCOL_PLAIN_SSE, NULL, "data: {}\n\n"},
        {PROTOCOL_CENTRIFUGE_SSE, NULL, "data: {}\n\n"},
        {PROTOCOL_CENTRIFUGE_LINES, NULL, "{}\n"},
    };
    struct frame frame = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length;
        frame_begin(&frame);
        frame_append(&frame, "{}", 2);
        /* What was made for a WebSocket can still become something else. */
        if (i % 2) frame_finish(&frame);
        frame_wrap(&frame, rows[i].protocol, rows[i].id);
        const uint8_t *bytes = frame_bytes(&frame, &length);
        assert_int_equal(length, strlen(rows[i].text));
        assert_memory_equal(bytes, rows[i].text, length);
    }
    frame_free(&frame);
}

/* What RFC 7692, 7.2.2 says to do: the empty block is put back, and all is inflated. */
static size_t inflate_message(const uint8_t *bytes, size_t length, char *text, size_t size)
{
    static const uint8_t end[] = {0x00, 0x00, 0xff, 0xff};
    z_stream zlib = {0};
    uint8_t input[4096];
    assert_true(length + sizeof end <= sizeof input);
    memcpy(input, bytes, length);
    memcpy(input + length, end, sizeof end);
    assert_int_equal(inflateInit2(&zlib, -FRAME_WINDOW_BITS), Z_OK);
    zlib.next_in = input;
    zlib.avail_in = (uInt)(length + sizeof end);
    zlib.next_out = (Bytef *)text;
    zlib.avail_out = (uInt)size;
    assert_int_equal(inflate(&zlib, Z_SYNC_FLUSH), Z_OK);
    assert_int_equal(zlib.avail_in, 0);
    assert_int_equal(inflateEnd(&zlib), Z_OK);
    return size - zlib.avail_out;
}

static void each_message_is_deflated_by_itself(void **state)
{
    (void)state;
    struct frame frame = {0}, deflated = {0}, again = {0};
    char text[16384];
    frame_begin(&frame);
    for (int i = 0; i < 300; i++)
        frame_print(&frame, "{\"offset\":%d,\"event\":\"race_sync\"},", i * 7919 % 10007);
    frame_finish(&frame);
    frame_deflate(&frame, &deflated);
    frame_deflate(&frame, &again);
    size_t length, payload_length, plain_length, again_length;
    const uint8_t *bytes = frame_bytes(&deflated, &length),
                  *payload = frame_payload(&deflated, &payload_length),
                  *plain = frame_payload(&frame, &plain_length);
    assert_int_equal(bytes[0], 0x80 | 0x40 | 1);
    assert_int_equal(length, frame_header_size(bytes) + payload_length);
    assert_true(payload_length < plain_length / 3);
    assert_int_equal(inflate_message(payload, payload_length, text, sizeof text), plain_length);
    assert_memory_equal(text, plain, plain_length);
    assert_memory_equal(frame_bytes(&again, &again_length), bytes, length);
    assert_int_equal(again_length, length);
    frame_free(&frame);
    frame_free(&deflated);
    frame_free(&again);
}

static void what_would_get_no_shorter_is_left_as_it_is(void **state)
{
    (void)state;
    static const char *const rows[] = {"", "{}", "{\"a\":1}"};
    struct frame frame = {0}, deflated = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length, same;
        frame_begin(&frame);
        frame_append(&frame, rows[i], strlen(rows[i]));
        frame_finish(&frame);
        frame_deflate(&frame, &deflated);
        const uint8_t *bytes = frame_bytes(&frame, &length);
        assert_memory_equal(frame_bytes(&deflated, &same), bytes, length);
        assert_int_equal(same, length);
    }
    frame_free(&frame);
    frame_free(&deflated);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_have_three_sizes),
        cmocka_unit_test(a_frame_is_built_in_parts),
        cmocka_unit_test(a_frame_grows),
        cmocka_unit_test(a_message_is_wrapped_as_its_protocol_wants),
        cmocka_unit_test(each_message_is_deflated_by_itself),
        cmocka_unit_test(what_would_get_no_shorter_is_left_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
