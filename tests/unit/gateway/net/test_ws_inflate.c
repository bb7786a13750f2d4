/* SPDX-License-Identifier: MIT */
/* What clients have deflated, whole and in pieces: the examples of RFC 7692, 7.2.3, what is broken, and what is too long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include <cmocka.h>

#include "net/ws_inflate.h"

static struct ws_event heard;

/* Gives the message in pieces of `step` bytes, each of which must be told. */
static void take(const void *bytes, size_t length, size_t step)
{
    struct ws_deflated *kept = NULL;
    for (size_t at = 0; at < length || at == 0; at += step) {
        size_t size = length - at < step ? length - at : step;
        struct ws_event piece = {.kind = WS_EVENT_DATA,
                                 .payload = (const uint8_t *)bytes + at,
                                 .length = size,
                                 .is_first = at == 0,
                                 .is_last = at + step >= length,
                                 .is_text = true,
                                 .is_deflated = true};
        if (piece.is_last) {
            ws_inflate(&kept, &piece, &heard);
            break;
        }
        ws_inflate_keep(&kept, &piece, &heard);
        assert_int_equal(heard.kind, WS_EVENT_DATA);
        assert_int_equal(heard.length, 0);
        assert_true(heard.is_first == piece.is_first && !heard.is_last);
    }
    assert_null(kept);
}

static void assert_text(const void *bytes, size_t length, const char *text)
{
    for (size_t step = 1; step <= length; step++) {
        take(bytes, length, step);
        assert_int_equal(heard.kind, WS_EVENT_DATA);
        assert_int_equal(heard.length, strlen(text));
        assert_memory_equal(heard.payload, text, heard.length);
        assert_true(heard.is_last && heard.is_text && heard.remaining == 0);
        assert_true(heard.is_first == (step == length));
    }
}

static void assert_fails(const char *what, const void *bytes, size_t length, uint16_t code)
{
    take(bytes, length, length);
    if (heard.kind != WS_EVENT_FAILURE || heard.code != code)
        fail_msg("%s is taken, or for another reason", what);
}

static void the_standards_examples(void **state)
{
    (void)state;
    assert_text("\xf2\x48\xcd\xc9\xc9\x07\x00", 7, "Hello");
    assert_text("\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", 11, "Hello"); /* stored */
    assert_text("\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8, "Hello");              /* marked as the last block */
    assert_text("\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", 13, "Hello"); /* two blocks */
    assert_text("\x00", 1, "");
}

static void each_message_by_itself(void **state)
{
    (void)state;
    assert_text("\xf2\x48\xcd\xc9\xc9\x07\x00", 7, "Hello");
    /* With context takeover this would be Hello once more. */
    assert_fails("a reference to the message before", "\xf2\x00\x11\x00\x00", 5, 1002);
    assert_text("\xf2\x48\xcd\xc9\xc9\x07\x00", 7, "Hello");
}

static void what_is_broken_fails(void **state)
{
    (void)state;
    assert_fails("a block of no kind", "\xff\xff\xff", 3, 1002);
    assert_fails("a stored block with a wrong length", "\x00\x05\x00\x05\x00Hello", 10, 1002);
    assert_fails("no UTF-8", "\x00\x01\x00\xfe\xff\xff\x00", 7, 1007);
    assert_fails("half a character", "\x00\x01\x00\xfe\xff\xc3\x00", 7, 1007);
}

/* A message of `length` equal bytes, deflated. */
static size_t deflate_equal(size_t length, uint8_t *bytes, size_t size, int level)
{
    z_stream zlib = {0};
    uint8_t *text = malloc(length + 1);
    assert_non_null(text);
    memset(text, 'a', length);
    assert_int_equal(deflateInit2(&zlib, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    zlib.next_in = text;
    zlib.avail_in = (uInt)length;
    zlib.next_out = bytes;
    zlib.avail_out = (uInt)size;
    assert_int_equal(deflate(&zlib, Z_SYNC_FLUSH), Z_OK);
    assert_true(zlib.avail_out > 0);
    (void)deflateEnd(&zlib);
    free(text);
    return size - zlib.avail_out - 4;
}

static void no_more_is_inflated_than_anybody_takes(void **state)
{
    (void)state;
    static uint8_t bytes[2 * WS_INFLATED_MAX];
    static const struct {
        size_t length;
        int level;
        bool fits;
    } rows[] = {
        {WS_INFLATED_MAX, 9, true},      {WS_INFLATED_MAX, 0, true},  {WS_INFLATED_MAX + 1, 9, false},
        {WS_INFLATED_MAX + 1, 0, false}, {(size_t)1 << 22, 9, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = deflate_equal(rows[i].length, bytes, sizeof bytes, rows[i].level);
        for (size_t step = length; step >= 1000; step /= 2) {
            take(bytes, length, step);
            assert_int_equal(heard.kind, WS_EVENT_DATA);
            assert_true((heard.remaining == 0) == rows[i].fits);
            if (rows[i].fits) assert_int_equal(heard.length, rows[i].length);
        }
    }
    /* Nor is more kept than that needs. */
    memset(bytes, 0, sizeof bytes);
    take(bytes, sizeof bytes, 4096);
    assert_true(heard.remaining > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_standards_examples),
        cmocka_unit_test(each_message_by_itself),
        cmocka_unit_test(what_is_broken_fails),
        cmocka_unit_test(no_more_is_inflated_than_anybody_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
