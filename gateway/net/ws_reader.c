/* SPDX-License-Identifier: MIT */
/* A state machine over frames: a data frame's payload is passed on as it comes, a control frame when it is whole. */
#include "net/ws_reader.h"

#include <string.h>

#define CODE_PROTOCOL 1002
#define CODE_NOT_UTF8 1007

struct frame_header {
    uint8_t opcode;
    bool is_final, is_masked, is_deflated, is_reserved;
    uint64_t payload;
    size_t size;
    const uint8_t *mask;
};

static bool read_header(const uint8_t *bytes, size_t length, struct frame_header *header);
static bool is_legal(const struct ws_reader *reader, const struct frame_header *header);
static size_t take_control(struct ws_reader *reader, const struct frame_header *header, uint8_t *bytes,
                           size_t length, struct ws_event *event);
static uint16_t check_close(const uint8_t *payload, size_t length, uint16_t *code);
static void begin_data(struct ws_reader *reader, const struct frame_header *header);
static size_t take_data(struct ws_reader *reader, uint8_t *bytes, size_t length, struct ws_event *event);
static bool check_utf8(struct ws_reader *reader, const uint8_t *bytes, size_t length);
static bool begin_character(struct ws_reader *reader, uint8_t byte);
static size_t fail(struct ws_reader *reader, size_t length, uint16_t code, struct ws_event *event);

size_t ws_reader_take(struct ws_reader *reader, uint8_t *bytes, size_t length, struct ws_event *event)
{
    struct frame_header header;
    *event = (struct ws_event){.kind = WS_EVENT_NONE};
    if (reader->has_failed) return length;
    if (reader->payload_remaining > 0) return take_data(reader, bytes, length, event);
    if (!read_header(bytes, length, &header)) return 0;
    if (!is_legal(reader, &header)) return fail(reader, length, CODE_PROTOCOL, event);
    memcpy(reader->mask, header.mask, sizeof reader->mask);
    reader->mask_at = 0;
    if (header.opcode >= WS_CLOSE) return take_control(reader, &header, bytes, length, event);
    begin_data(reader, &header);
    if (header.payload == 0) (void)take_data(reader, bytes + header.size, 0, event);
    return header.size;
}

bool ws_reader_is_utf8(const uint8_t *bytes, size_t length)
{
    struct ws_reader text = {0};
    return check_utf8(&text, bytes, length) && text.utf8_missing == 0;
}

/* False: it has not come as a whole. */
static bool read_header(const uint8_t *bytes, size_t length, struct frame_header *header)
{
    if (length < 2) return false;
    size_t extended = (bytes[1] & 0x7f) == 126 ? 2 : (bytes[1] & 0x7f) == 127 ? 8 : 0;
    *header = (struct frame_header){.opcode = bytes[0] & 0xf,
                                    .is_final = bytes[0] & 0x80,
                                    .is_deflated = bytes[0] & 0x40,
                                    .is_reserved = bytes[0] & 0x30,
                                    .is_masked = bytes[1] & 0x80,
                                    .payload = bytes[1] & 0x7f,
                                    .size = 2 + extended + 4,
                                    .mask = bytes + 2 + extended};
    /* An unmasked frame is a violation: its mask must not be waited for. */
    if (!header->is_masked) return true;
    if (length < header->size) return false;
    if (extended > 0) header->payload = 0;
    for (size_t i = 0; i < extended; i++)
        header->payload = header->payload << 8 | bytes[2 + i];
    return true;
}

static bool is_legal(const struct ws_reader *reader, const struct frame_header *header)
{
    if (!header->is_masked || header->is_reserved || header->payload >> 63) return false;
    /* Said with a message's first frame. */
    if (header->is_deflated &&
        (!reader->takes_deflated || header->opcode == WS_CONTINUATION || header->opcode >= WS_CLOSE))
        return false;
    if (header->opcode >= WS_CLOSE)
        return header->opcode <= WS_PONG && header->is_final && header->payload <= WS_CONTROL_MAX;
    if (header->opcode == WS_CONTINUATION) return reader->is_fragmented;
    return header->opcode <= WS_BINARY && !reader->is_fragmented;
}

static size_t take_control(struct ws_reader *reader, const struct frame_header *header, uint8_t *bytes,
                           size_t length, struct ws_event *event)
{
    size_t size = (size_t)header->payload;
    uint8_t *payload = bytes + header->size;
    if (length - header->size < size) return 0;
    for (size_t i = 0; i < size; i++)
        payload[i] ^= reader->mask[i & 3];
    *event = (struct ws_event){.kind = header->opcode == WS_PING ? WS_EVENT_PING : WS_EVENT_PONG,
                               .payload = payload,
                               .length = size};
    if (header->opcode != WS_CLOSE) return header->size + size;
    event->kind = WS_EVENT_CLOSE;
    uint16_t failure = check_close(payload, size, &event->code);
    return failure ? fail(reader, length, failure, event) : header->size + size;
}

/* Returns what is wrong with a close frame; 0: nothing. RFC 6455, 7.4. */
static uint16_t check_close(const uint8_t *payload, size_t length, uint16_t *code)
{
    *code = 0;
    if (length == 0) return 0;
    if (length == 1) return CODE_PROTOCOL;
    unsigned given = (unsigned)payload[0] << 8 | payload[1];
    bool is_sendable = (given >= 1000 && given <= 1014 && given != 1004 && given != 1005 && given != 1006) ||
                       (given >= 3000 && given <= 4999);
    if (!is_sendable) return CODE_PROTOCOL;
    *code = (uint16_t)given;
    return ws_reader_is_utf8(payload + 2, length - 2) ? 0 : CODE_NOT_UTF8;
}

static void begin_data(struct ws_reader *reader, const struct frame_header *header)
{
    if (header->opcode != WS_CONTINUATION) {
        reader->is_text = header->opcode == WS_TEXT;
        reader->is_deflated = header->is_deflated;
        reader->is_first = true;
    }
    reader->is_final = header->is_final;
    reader->is_fragmented = !header->is_final;
    reader->payload_remaining = header->payload;
}

static size_t take_data(struct ws_reader *reader, uint8_t *bytes, size_t length, struct ws_event *event)
{
    size_t piece = reader->payload_remaining < length ? (size_t)reader->payload_remaining : length;
    for (size_t i = 0; i < piece; i++)
        bytes[i] ^= reader->mask[(reader->mask_at + i) & 3];
    reader->mask_at = (uint8_t)((reader->mask_at + piece) & 3);
    reader->payload_remaining -= piece;
    bool is_end = reader->payload_remaining == 0 && reader->is_final;
    if (reader->is_text && !reader->is_deflated &&
        (!check_utf8(reader, bytes, piece) || (is_end && reader->utf8_missing > 0)))
        return fail(reader, length, CODE_NOT_UTF8, event);
    *event = (struct ws_event){.kind = WS_EVENT_DATA,
                               .payload = bytes,
                               .length = piece,
                               .remaining = reader->payload_remaining,
                               .is_first = reader->is_first,
                               .is_last = is_end,
                               .is_text = reader->is_text,
                               .is_deflated = reader->is_deflated};
    reader->is_first = false;
    return piece;
}

/* Goes on where the last piece of the message ended. */
static bool check_utf8(struct ws_reader *reader, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (reader->utf8_missing == 0) {
            if (bytes[i] >= 0x80 && !begin_character(reader, bytes[i])) return false;
            continue;
        }
        if (bytes[i] < reader->utf8_low || bytes[i] > reader->utf8_high) return false;
        reader->utf8_low = 0x80;
        reader->utf8_high = 0xbf;
        reader->utf8_missing--;
    }
    return true;
}

/* Nothing longer than needed, no surrogates, nothing beyond U+10FFFF (RFC 3629). */
static bool begin_character(struct ws_reader *reader, uint8_t byte)
{
    if (byte < 0xc2 || byte > 0xf4) return false;
    reader->utf8_missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    reader->utf8_low = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
    reader->utf8_high = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
    return true;
}

static size_t fail(struct ws_reader *reader, size_t length, uint16_t code, struct ws_event *event)
{
    reader->has_failed = true;
    *event = (struct ws_event){.kind = WS_EVENT_FAILURE, .code = code};
    return length;
}
