/* SPDX-License-Identifier: MIT */
/* Frames are built with room for the longest header in front, so that a payload is never moved. */
#include "stream/frame.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "log.h"

#define FIRST_CAPACITY 4096
#define FINAL_TEXT 0x81 /* opcode and FIN */
#define DEFLATED 0x40   /* RSV1 */
/* With a window of 4 kB this is all that zlib can use: 16 kB. */
#define MEMORY_LEVEL 5
/* An empty block ends what has been flushed; the receiver adds it again (RFC 7692, 7.2.1). */
#define FLUSH_LENGTH 4

static size_t write_header(uint8_t header[FRAME_HEADER_MAX], uint8_t flags, size_t length);
static z_stream *deflater(void);
static void reserve(struct frame *frame, size_t more);

size_t frame_header_size(const uint8_t *frame)
{
    return frame[1] < 126 ? 2 : frame[1] == 126 ? 4 : 10;
}

void frame_begin(struct frame *frame)
{
    frame->start = frame->end = FRAME_HEADER_MAX;
    reserve(frame, 0);
}

void frame_append(struct frame *frame, const void *bytes, size_t length)
{
    reserve(frame, length);
    if (length > 0) memcpy(frame->memory + frame->end, bytes, length);
    frame->end += length;
}

void frame_print(struct frame *frame, const char *format, ...)
{
    for (;;) {
        size_t room = frame->capacity - frame->end;
        va_list arguments;
        va_start(arguments, format);
        int n = vsnprintf((char *)frame->memory + frame->end, room, format, arguments);
        va_end(arguments);
        if (n < 0) fatal("reason=\"format\"");
        if ((size_t)n < room) {
            frame->end += (size_t)n;
            return;
        }
        reserve(frame, (size_t)n + 1);
    }
}

void frame_finish(struct frame *frame)
{
    uint8_t header[FRAME_HEADER_MAX];
    size_t size = write_header(header, FINAL_TEXT, frame->end - frame->start);
    frame->start -= size;
    memcpy(frame->memory + frame->start, header, size);
}

void frame_deflate(const struct frame *frame, struct frame *deflated)
{
    uint8_t header[FRAME_HEADER_MAX];
    size_t length, size;
    const uint8_t *payload = frame_payload(frame, &length);
    z_stream *zlib = deflater();
    frame_begin(deflated);
    reserve(deflated, deflateBound(zlib, (uLong)length) + FLUSH_LENGTH + 1);
    zlib->next_in = (z_const Bytef *)(uintptr_t)payload;
    zlib->avail_in = (uInt)length;
    zlib->next_out = deflated->memory + deflated->end;
    zlib->avail_out = (uInt)(deflated->capacity - deflated->end);
    if (deflate(zlib, Z_SYNC_FLUSH) != Z_OK || zlib->avail_out == 0) fatal("reason=\"deflate\"");
    size_t shorter = (size_t)(zlib->next_out - deflated->memory) - deflated->end - FLUSH_LENGTH;
    if (shorter >= length) {
        frame_append(deflated, payload, length);
        frame_finish(deflated);
        return;
    }
    deflated->end += shorter;
    size = write_header(header, FINAL_TEXT | DEFLATED, shorter);
    deflated->start -= size;
    memcpy(deflated->memory + deflated->start, header, size);
}

void frame_wrap(struct frame *frame, enum protocol protocol, const char *id)
{
    static const char field[] = "data: ";
    frame->start = FRAME_HEADER_MAX;
    switch (protocol) {
    case PROTOCOL_PLAIN:
    case PROTOCOL_CENTRIFUGE:
        frame_finish(frame);
        return;
    case PROTOCOL_PLAIN_SSE:
    case PROTOCOL_CENTRIFUGE_SSE:
        frame->start -= sizeof field - 1;
        memcpy(frame->memory + frame->start, field, sizeof field - 1);
        if (id) frame_print(frame, "\nid: %s", id);
        frame_append(frame, "\n\n", 2);
        return;
    case PROTOCOL_CENTRIFUGE_LINES:
        frame_append(frame, "\n", 1);
        return;
    }
    fatal("reason=\"unknown protocol\"");
}

const uint8_t *frame_bytes(const struct frame *frame, size_t *length)
{
    *length = frame->end - frame->start;
    return frame->memory + frame->start;
}

const uint8_t *frame_payload(const struct frame *frame, size_t *length)
{
    *length = frame->end - FRAME_HEADER_MAX;
    return frame->memory + FRAME_HEADER_MAX;
}

void frame_free(struct frame *frame)
{
    free(frame->memory);
    *frame = (struct frame){0};
}

static size_t write_header(uint8_t header[FRAME_HEADER_MAX], uint8_t flags, size_t length)
{
    header[0] = flags;
    if (length < 126) {
        header[1] = (uint8_t)length;
        return 2;
    }
    size_t bytes = length <= 0xffff ? 2 : 8;
    header[1] = bytes == 2 ? 126 : 127;
    for (size_t i = 0; i < bytes; i++)
        header[2 + i] = (uint8_t)((uint64_t)length >> (8 * (bytes - 1 - i)));
    return 2 + bytes;
}

/* One for all: what is deflated does not depend on what was deflated before. */
static z_stream *deflater(void)
{
    static z_stream zlib;
    if (zlib.state ? deflateReset(&zlib) != Z_OK
                   : deflateInit2(&zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -FRAME_WINDOW_BITS, MEMORY_LEVEL,
                                  Z_DEFAULT_STRATEGY) != Z_OK)
        fatal("reason=\"no deflater\"");
    return &zlib;
}

static void reserve(struct frame *frame, size_t more)
{
    size_t wanted = frame->end + more;
    if (frame->memory && wanted <= frame->capacity) return;
    size_t capacity = frame->capacity ? frame->capacity : FIRST_CAPACITY;
    while (capacity < wanted)
        capacity *= 2;
    uint8_t *memory = realloc(frame->memory, capacity);
    if (!memory) fatal("reason=\"out of memory\"");
    frame->memory = memory;
    frame->capacity = capacity;
}
