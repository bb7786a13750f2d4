/* SPDX-License-Identifier: MIT */
/* Messages from server to client: WebSocket text frames (RFC 6455, unmasked, never fragmented), server-sent events,
 * lines. */
#ifndef HIPPO_GATEWAY_STREAM_FRAME_H
#define HIPPO_GATEWAY_STREAM_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream/protocol.h"

#define FRAME_HEADER_MAX 10

/* The window of frame_deflate, as permessage-deflate counts it: 4 kB. */
#define FRAME_WINDOW_BITS 12

/* The size of the header at the start of a frame that is whole. */
size_t frame_header_size(const uint8_t *frame);

/* One frame under construction; the buffer is kept and grows. Zero it before the first use. */
struct frame {
    uint8_t *memory;
    size_t capacity;
    size_t start, end; /* the finished frame is memory[start..end) */
};

/* begin, append or print any number of times, finish; then frame_bytes. Out of memory is fatal. */
void frame_begin(struct frame *frame);
void frame_append(struct frame *frame, const void *bytes, size_t length);
void frame_print(struct frame *frame, const char *format, ...) __attribute__((format(printf, 2, 3)));
void frame_finish(struct frame *frame);

/* In place of frame_finish: as `protocol` wants a message, with `id` where it has such a thing; NULL: none. */
void frame_wrap(struct frame *frame, enum protocol protocol, const char *id);

/* Makes `deflated` the text frame `frame` as permessage-deflate has it (RFC 7692), without context takeover; where that is
 * no shorter, the same frame. */
void frame_deflate(const struct frame *frame, struct frame *deflated);

/* The finished frame, and what is in it without its header; valid until the next begin. */
const uint8_t *frame_bytes(const struct frame *frame, size_t *length);
const uint8_t *frame_payload(const struct frame *frame, size_t *length);

void frame_free(struct frame *frame);

#endif
