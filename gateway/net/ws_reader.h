/* SPDX-License-Identifier: MIT */
/* Reads a client's WebSocket frames (RFC 6455, 5 to 8) out of bytes as they come, and finds every violation. No sockets,
 * no memory but a control frame that has come in part. */
#ifndef HIPPO_GATEWAY_NET_WS_READER_H
#define HIPPO_GATEWAY_NET_WS_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WS_CONTROL_MAX 125
#define WS_PARTIAL_MAX (14 + WS_CONTROL_MAX) /* a header, or a control frame, of which something is missing */

enum ws_opcode {
    WS_CONTINUATION = 0x0,
    WS_TEXT = 0x1,
    WS_BINARY = 0x2,
    WS_CLOSE = 0x8,
    WS_PING = 0x9,
    WS_PONG = 0xa
};

/* Zero it before the first use. */
struct ws_reader {
    uint64_t payload_remaining; /* of the data frame under way */
    uint8_t *partial_frame;     /* its owner's to free; NULL: none */
    uint8_t partial_length;
    uint8_t mask[4], mask_at;
    uint8_t utf8_missing, utf8_low, utf8_high; /* of the character under way; bounds of its next byte */
    bool takes_deflated;                       /* permessage-deflate is agreed on */
    bool is_fragmented, is_text, is_deflated, is_first, is_final;
    bool has_failed; /* nothing that comes means anything any more */
};

enum ws_event_kind {
    WS_EVENT_NONE,
    WS_EVENT_DATA,
    WS_EVENT_PING,
    WS_EVENT_PONG,
    WS_EVENT_CLOSE,
    WS_EVENT_FAILURE
};

struct ws_event {
    enum ws_event_kind kind;
    const uint8_t *payload; /* unmasked */
    size_t length;
    uint64_t remaining; /* DATA: more that the frame announces */
    bool is_first, is_last, is_text;
    bool is_deflated; /* DATA: of a deflated message, whose text is not looked at here */
    uint16_t code;    /* CLOSE: the peer's, 0 when it gave none; FAILURE: what it is to be told */
};

/* Takes what it can of the next frame, at most one event; returns the bytes used, 0 when more are needed first. Unmasks
 * in place. */
size_t ws_reader_take(struct ws_reader *reader, uint8_t *bytes, size_t length, struct ws_event *event);

/* Is it UTF-8, to its end? */
bool ws_reader_is_utf8(const uint8_t *bytes, size_t length);

#endif
