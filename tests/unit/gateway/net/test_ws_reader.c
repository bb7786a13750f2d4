/* SPDX-License-Identifier: MIT */
/* A client's frames in the order of RFC 6455 (and of the Autobahn test suite, whose numbers stand beside the rows): framing,
 * pings and pongs, reserved bits, opcodes, fragmentation, UTF-8, closing, limits. Each row is read at once, byte by byte,
 * and in every cut into two; all must come to the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "net/ws_reader.h"

#define BYTES_MAX 70000

/* What was read, as one line: text(…) binary(…) for whole messages, ping(…) pong(…) close(code,…), !code for a failure. */
static char heard[2 * BYTES_MAX];
static uint8_t bytes[BYTES_MAX];
static size_t length;
static struct ws_reader reader;
static bool takes_deflated;
static size_t message; /* where the message under way began in `heard`; 0: none is */

static void begin_frames(void)
{
    length = 0;
}

/* Appends a frame, masked with a mask that is not 0. first: FIN, reserved bits and opcode. */
static void add_frame(uint8_t first, const void *payload, size_t size)
{
    static const uint8_t mask[4] = {0x12, 0x00, 0xff, 0x81};
    bytes[length++] = first;
    if (size < 126) {
        bytes[length++] = (uint8_t)(0x80 | size);
    } else if (size <= 0xffff) {
        bytes[length++] = 0x80 | 126;
        bytes[length++] = (uint8_t)(size >> 8);
        bytes[length++] = (uint8_t)size;
    } else {
        bytes[length++] = 0x80 | 127;
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes[length++] = (uint8_t)((uint64_t)size >> shift);
    }
    memcpy(bytes + length, mask, 4);
    length += 4;
    for (size_t i = 0; i < size; i++)
        bytes[length++] = ((const uint8_t *)payload)[i] ^ mask[i & 3];
}

static void hear(const struct ws_event *event)
{
    size_t at = strlen(heard);
    switch (event->kind) {
    case WS_EVENT_NONE:
        return;
    case WS_EVENT_DATA:
        if (event->is_first) {
            assert_int_equal(message, 0);
            (void)snprintf(heard + at, sizeof heard - at, "%s%s(", event->is_deflated ? "deflated " : "",
                           event->is_text ? "text" : "binary");
            message = at + 1;
        }
        (void)snprintf(heard + strlen(heard), sizeof heard - strlen(heard), "%.*s", (int)event->length,
                       (const char *)event->payload);
        if (event->is_last) {
            (void)snprintf(heard + strlen(heard), sizeof heard - strlen(heard), ")");
            message = 0;
        }
        return;
    case WS_EVENT_PING:
    case WS_EVENT_PONG:
        (void)snprintf(heard + at, sizeof heard - at, "%s(%.*s)",
                       event->kind == WS_EVENT_PING ? "ping" : "pong", (int)event->length,
                       (const char *)event->payload);
        return;
    case WS_EVENT_CLOSE:
        (void)snprintf(heard + at, sizeof heard - at, "close(%d)", event->code);
        return;
    case WS_EVENT_FAILURE:
        (void)snprintf(heard + at, sizeof heard - at, "!%d", event->code);
        return;
    }
}

/* Reads the bytes as ws_connection.c does: what is not used yet comes again with more. */
static void read_pieces(size_t first, size_t step)
{
    static uint8_t buffer[BYTES_MAX], rest[WS_PARTIAL_MAX];
    size_t kept = 0;
    heard[0] = '\0';
    message = 0;
    reader = (struct ws_reader){.takes_deflated = takes_deflated};
    for (size_t at = 0, piece = first; at < length; at += piece, piece = step) {
        if (piece > length - at) piece = length - at;
        memcpy(buffer, rest, kept);
        memcpy(buffer + kept, bytes + at, piece);
        size_t there = kept + piece, done = 0, used;
        struct ws_event event;
        while (done < there && (used = ws_reader_take(&reader, buffer + done, there - done, &event)) > 0) {
            hear(&event);
            done += used;
        }
        kept = there - done;
        assert_true(kept <= sizeof rest);
        memcpy(rest, buffer + done, kept);
    }
}

static void assert_heard(const char *what, const char *expected)
{
    read_pieces(length, length);
    if (strcmp(heard, expected) != 0) fail_msg("%s: %.100s, not %.100s", what, heard, expected);
    read_pieces(1, 1);
    if (strcmp(heard, expected) != 0) fail_msg("%s, byte by byte: %.100s, not %.100s", what, heard, expected);
    for (size_t cut = 1; cut < length && length < 400; cut++) {
        read_pieces(cut, length);
        if (strcmp(heard, expected) != 0)
            fail_msg("%s, cut at %zu: %.100s, not %.100s", what, cut, heard, expected);
    }
}

/* One frame: FIN, bits and opcode; its payload; what is heard. */
struct row {
    uint8_t first;
    const char *payload;
    const char *heard;
};

static void assert_rows(const char *what, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char name[100];
        (void)snprintf(name, sizeof name, "%s, row %zu", what, i);
        begin_frames();
        add_frame(rows[i].first, rows[i].payload, strlen(rows[i].payload));
        assert_heard(name, rows[i].heard);
    }
}

static void framing(void **state) /* 1 */
{
    (void)state;
    static const size_t sizes[] = {0, 1, 125, 126, 127, 128, 65535, 65536};
    static char payload[BYTES_MAX], expected[BYTES_MAX + 16];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int opcode = WS_TEXT; opcode <= WS_BINARY; opcode++) {
            memset(payload, '*', sizes[i]);
            (void)snprintf(expected, sizeof expected, "%s(%.*s)", opcode == WS_TEXT ? "text" : "binary",
                           (int)sizes[i], payload);
            begin_frames();
            add_frame((uint8_t)(0x80 | opcode), payload, sizes[i]);
            assert_heard("framing", expected);
        }
}

static void pings_and_pongs(void **state) /* 2 */
{
    (void)state;
    char longest[WS_CONTROL_MAX + 2];
    memset(longest, 'p', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0'; /* 126: one too many */
    char expected[WS_CONTROL_MAX + 16];
    (void)snprintf(expected, sizeof expected, "ping(%.125s)", longest);
    const struct row rows[] = {
        {0x89, "", "ping()"},     {0x89, "Hello", "ping(Hello)"}, {0x89, longest + 1, expected},
        {0x89, longest, "!1002"}, {0x8a, "", "pong()"},           {0x8a, "unsolicited", "pong(unsolicited)"},
        {0x8a, longest, "!1002"}, {0x09, "x", "!1002"},           {0x0a, "x", "!1002"},
    };
    assert_rows("pings", rows, sizeof rows / sizeof *rows);
    begin_frames();
    for (int i = 0; i < 10; i++)
        add_frame(0x89, "p", 1);
    assert_heard("ten pings", "ping(p)ping(p)ping(p)ping(p)ping(p)ping(p)ping(p)ping(p)ping(p)ping(p)");
}

static void reserved_bits(void **state) /* 3: no extension is negotiated */
{
    (void)state;
    for (int bits = 0x10; bits <= 0x70; bits += 0x10) {
        const struct row rows[] = {{(uint8_t)(0x81 | bits), "x", "!1002"},
                                   {(uint8_t)(0x82 | bits), "", "!1002"},
                                   {(uint8_t)(0x89 | bits), "x", "!1002"},
                                   {(uint8_t)(0x88 | bits), "", "!1002"}};
        assert_rows("reserved bits", rows, sizeof rows / sizeof *rows);
    }
    begin_frames();
    add_frame(0x81, "first", 5);
    add_frame(0xc1, "second", 6);
    add_frame(0x89, "never", 5);
    assert_heard("nothing is read behind a failure", "text(first)!1002");
}

static void opcodes(void **state) /* 4 */
{
    (void)state;
    static const uint8_t unknown[] = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15};
    for (size_t i = 0; i < sizeof unknown; i++) {
        const struct row rows[] = {{0x80 | unknown[i], "", "!1002"}, {0x80 | unknown[i], "x", "!1002"}};
        assert_rows("opcodes", rows, 2);
    }
}

struct fragment {
    uint8_t first;
    const char *payload;
};

static void assert_fragments(const char *what, const struct fragment *fragments, const char *expected)
{
    begin_frames();
    for (; fragments->payload; fragments++)
        add_frame(fragments->first, fragments->payload, strlen(fragments->payload));
    assert_heard(what, expected);
}
#define FRAGMENTS(what, expected, ...)                                                                       \
    assert_fragments(what, (const struct fragment[]){__VA_ARGS__, {0, NULL}}, expected)

static void fragmentation(void **state) /* 5 */
{
    (void)state;
    FRAGMENTS("a ping in two", "!1002", {0x09, "a"}, {0x80, "b"});
    FRAGMENTS("two", "text(fragment1fragment2)", {0x01, "fragment1"}, {0x80, "fragment2"});
    FRAGMENTS("a ping between", "text(fping(p)ragment)", {0x01, "f"}, {0x89, "p"}, {0x80, "ragment"});
    FRAGMENTS("a pong between", "binary(apong(p)b)", {0x02, "a"}, {0x8a, "p"}, {0x80, "b"});
    FRAGMENTS("pings between many", "text(aping()bping(2)c)", {0x01, "a"}, {0x89, ""}, {0x00, "b"},
              {0x89, "2"}, {0x80, "c"});
    FRAGMENTS("empty ones", "text()", {0x01, ""}, {0x00, ""}, {0x80, ""});
    FRAGMENTS("an empty end", "text(ab)", {0x01, "a"}, {0x00, "b"}, {0x80, ""});
    FRAGMENTS("a continuation of nothing", "!1002", {0x80, "x"});
    FRAGMENTS("an unfinished one of nothing", "!1002", {0x00, "x"});
    FRAGMENTS("after the end", "text(ab)!1002", {0x01, "a"}, {0x80, "b"}, {0x80, "c"});
    FRAGMENTS("a text within a text", "text(a!1002", {0x01, "a"}, {0x81, "b"});
    FRAGMENTS("a binary within a text", "text(a!1002", {0x01, "a"}, {0x02, "b"});
    FRAGMENTS("one after the other", "text(ab)text(cd)", {0x01, "a"}, {0x80, "b"}, {0x01, "c"}, {0x80, "d"});
}

/* Said with a message's first frame alone; what is in it is no text yet. */
static void deflated_messages_are_marked(void **state) /* 12, 13 */
{
    (void)state;
    takes_deflated = true;
    FRAGMENTS("one frame", "deflated text(\xff)text(x)", {0xc1, "\xff"}, {0x81, "x"});
    FRAGMENTS("binary", "deflated binary(\xff)", {0xc2, "\xff"});
    FRAGMENTS("two", "deflated text(\xff\xfe)", {0x41, "\xff"}, {0x80, "\xfe"});
    FRAGMENTS("a ping between", "deflated text(\xffping(p)\xfe)", {0x41, "\xff"}, {0x89, "p"},
              {0x80, "\xfe"});
    FRAGMENTS("not deflated, and not UTF-8", "!1007", {0x81, "\xff"});
    FRAGMENTS("a marked continuation", "deflated text(a!1002", {0x41, "a"}, {0xc0, "b"});
    FRAGMENTS("a continuation marked alone", "text(a!1002", {0x01, "a"}, {0xc0, "b"});
    static const struct row rows[] = {
        {0xc9, "x", "!1002"}, {0xca, "x", "!1002"}, {0xc8, "", "!1002"},  {0xa1, "x", "!1002"},
        {0x91, "x", "!1002"}, {0xf1, "x", "!1002"}, {0xc3, "x", "!1002"},
    };
    assert_rows("marks of other kinds", rows, sizeof rows / sizeof *rows);
    takes_deflated = false;
}

static void utf8(void **state) /* 6 */
{
    (void)state;
    static const char *const valid[] = {
        "",
        "Hello-\xc2\xb5@\xc3\x9f\xc3\xb6\xc3\xa4\xc3\xbc\xc3\xa0\xc3\xa1-UTF-8!!",
        "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5",
        "\x7f",
        "\xc2\x80",
        "\xdf\xbf",
        "\xe0\xa0\x80",
        "\xed\x9f\xbf",
        "\xee\x80\x80",
        "\xef\xbf\xbd",
        "\xef\xbf\xbf",
        "\xf0\x90\x80\x80",
        "\xf4\x8f\xbf\xbf"};
    static const char *const invalid[] = {"\x80",
                                          "\xbf",
                                          "\xc0\xaf",
                                          "\xc1\xbf",
                                          "\xc2",
                                          "\xc3(",
                                          "\xe0\x80\xaf",
                                          "\xe0\x9f\xbf",
                                          "\xe1\x80",
                                          "\xed\xa0\x80",
                                          "\xed\xbf\xbf",
                                          "\xf0\x80\x80\xaf",
                                          "\xf0\x8f\xbf\xbf",
                                          "\xf0\x90\x80",
                                          "\xf4\x90\x80\x80",
                                          "\xf5\x80\x80\x80",
                                          "\xf8\x88\x80\x80\x80",
                                          "\xfe",
                                          "\xff"};
    char expected[100];
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        (void)snprintf(expected, sizeof expected, "text(%s)", valid[i]);
        FRAGMENTS(valid[i], expected, {0x81, valid[i]});
        (void)snprintf(expected, sizeof expected, "text(a%s)", valid[i]);
        FRAGMENTS(valid[i], expected, {0x01, "a"}, {0x80, valid[i]});
        /* Each byte in a fragment of its own, pings between. */
        begin_frames();
        add_frame(0x01, "a", 1);
        for (const char *c = valid[i]; *c; c++) {
            add_frame(0x00, c, 1);
            add_frame(0x8a, "", 0);
        }
        add_frame(0x80, "", 0);
        read_pieces(length, length);
        assert_null(strchr(heard, '!') && strstr(heard, "!1007") ? "!" : NULL);
        assert_true(heard[strlen(heard) - 1] == ')');
    }
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
        begin_frames();
        add_frame(0x81, invalid[i], strlen(invalid[i]));
        read_pieces(length, length);
        if (strcmp(heard, "!1007") != 0) fail_msg("invalid row %zu: %s", i, heard);
        read_pieces(1, 1);
        if (!strstr(heard, "!1007")) fail_msg("invalid row %zu, byte by byte: %s", i, heard);
        FRAGMENTS("bytes of a binary message mean nothing", "binary(x)", {0x82, "x"});
        begin_frames();
        add_frame(0x82, invalid[i], strlen(invalid[i]));
        read_pieces(length, length);
        assert_null(strstr(heard, "!1007"));
    }
}

/* What is wrong is found before the message ends. */
static void utf8_fails_at_once(void **state) /* 6.4 */
{
    (void)state;
    begin_frames();
    add_frame(0x01, "\xce\xba\xf4\x90\x80\x80", 6);
    read_pieces(length, length);
    assert_string_equal(heard, "!1007");
    begin_frames();
    add_frame(0x81, "\xce\xba\xf4\x90\x80\x80 and much more", 20);
    length -= 14; /* the rest has not come */
    read_pieces(1, 1);
    assert_non_null(strstr(heard, "!1007"));
}

static void closing(void **state) /* 7 */
{
    (void)state;
    static const unsigned good[] = {1000, 1001, 1002, 1003, 1007, 1008, 1009,
                                    1010, 1011, 3000, 3999, 4000, 4999};
    static const unsigned bad[] = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535};
    uint8_t payload[WS_CONTROL_MAX + 1];
    char expected[32];
    begin_frames();
    add_frame(0x88, "", 0);
    assert_heard("no code", "close(0)");
    begin_frames();
    add_frame(0x88, "x", 1);
    assert_heard("one byte", "!1002");
    begin_frames();
    add_frame(0x88, "\x03", 1);
    bytes[length++] = 0xe8;
    assert_heard("half a code, and what would be its other half", "!1002");
    for (size_t i = 0; i < sizeof good / sizeof *good + sizeof bad / sizeof *bad; i++) {
        bool is_good = i < sizeof good / sizeof *good;
        unsigned code = is_good ? good[i] : bad[i - sizeof good / sizeof *good];
        payload[0] = (uint8_t)(code >> 8);
        payload[1] = (uint8_t)code;
        memset(payload + 2, 'r', sizeof payload - 2);
        (void)snprintf(expected, sizeof expected, is_good ? "close(%u)" : "!1002", code);
        begin_frames();
        add_frame(0x88, payload, 2);
        assert_heard("a code", expected);
        begin_frames();
        add_frame(0x88, payload, WS_CONTROL_MAX);
        assert_heard("a code with the longest reason", expected);
        begin_frames();
        add_frame(0x88, payload, sizeof payload);
        assert_heard("a reason that is too long", "!1002");
    }
    begin_frames();
    add_frame(0x88, "\x03\xe8\xce\xba\xe1\xbd", 6);
    assert_heard("a reason that is no UTF-8", "!1007");
    begin_frames();
    add_frame(0x08, "\x03\xe8", 2);
    assert_heard("a close frame in fragments", "!1002");
    FRAGMENTS("within a message", "text(aclose(0)", {0x01, "a"}, {0x88, ""});
}

static void masks_and_lengths(void **state)
{
    (void)state;
    static const uint8_t unmasked[] = {0x81, 0x02, '{', '}'}, unmasked_long[] = {0x81, 126},
                         negative[] = {0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
    static const struct {
        const uint8_t *bytes;
        size_t length;
    } rows[] = {
        {unmasked, sizeof unmasked}, {unmasked_long, sizeof unmasked_long}, {negative, sizeof negative}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        memcpy(bytes, rows[i].bytes, rows[i].length);
        length = rows[i].length;
        assert_heard("illegal", "!1002");
    }
}

/* How much more a frame announces is told with its first byte: who wants less can refuse it then. */
static void a_frame_of_gigabytes_is_announced(void **state) /* 9 */
{
    (void)state;
    static uint8_t announced[] = {0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 'x'};
    struct ws_event event;
    reader = (struct ws_reader){0};
    assert_int_equal(ws_reader_take(&reader, announced, sizeof announced, &event), 14);
    assert_int_equal(event.kind, WS_EVENT_NONE);
    assert_int_equal(ws_reader_take(&reader, announced + 14, 1, &event), 1);
    assert_int_equal(event.kind, WS_EVENT_DATA);
    assert_true(event.is_first && !event.is_last && event.remaining == (UINT64_C(1) << 62) - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(framing),
        cmocka_unit_test(pings_and_pongs),
        cmocka_unit_test(reserved_bits),
        cmocka_unit_test(deflated_messages_are_marked),
        cmocka_unit_test(opcodes),
        cmocka_unit_test(fragmentation),
        cmocka_unit_test(utf8),
        cmocka_unit_test(utf8_fails_at_once),
        cmocka_unit_test(closing),
        cmocka_unit_test(masks_and_lengths),
        cmocka_unit_test(a_frame_of_gigabytes_is_announced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
