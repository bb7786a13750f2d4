/* SPDX-License-Identifier: MIT */
/* A client's frames, read at once and in pieces: nothing may crash, nothing is kept beyond a control frame, and both ways
 * come to the same messages. The first byte of the input is the size of the pieces, and whether messages may be deflated. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/ws_inflate.h"
#include "net/ws_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

/* Everything but where data was cut: FNV-1a over kinds, payloads and codes. */
struct digest {
    uint64_t hash;
    bool has_failed;
};

static void add(struct digest *digest, const void *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        digest->hash = (digest->hash ^ ((const uint8_t *)bytes)[i]) * UINT64_C(0x100000001b3);
}

static void hear(struct digest *digest, const struct ws_event *event)
{
    require(!digest->has_failed || event->kind == WS_EVENT_NONE);
    if (event->kind == WS_EVENT_NONE) return;
    if (event->kind == WS_EVENT_DATA) {
        if (event->is_first) add(digest, event->is_text ? "t" : "b", 1);
        if (!event->is_text) add(digest, event->payload, event->length);
        if (event->is_last) add(digest, "e", 1);
        return;
    }
    require(event->length <= WS_CONTROL_MAX);
    add(digest, &event->kind, sizeof event->kind);
    add(digest, event->payload, event->length);
    add(digest, &event->code, sizeof event->code);
    digest->has_failed = event->kind == WS_EVENT_FAILURE;
}

/* As ws_connection.c does it. */
static void hear_deflated(struct digest *digest, struct ws_reader *reader, struct ws_deflated **kept,
                          const struct ws_event *piece)
{
    struct ws_event event;
    if (piece->is_last)
        ws_inflate(kept, piece, &event);
    else
        ws_inflate_keep(kept, piece, &event);
    require(event.length <= WS_INFLATED_MAX || event.remaining > 0);
    reader->has_failed = event.kind == WS_EVENT_FAILURE;
    hear(digest, &event);
}

static struct digest read_all(const uint8_t *data, size_t size, size_t piece, bool takes_deflated)
{
    struct ws_reader reader = {.takes_deflated = takes_deflated};
    struct ws_deflated *deflated = NULL;
    struct digest digest = {.hash = UINT64_C(0xcbf29ce484222325)};
    uint8_t kept[WS_PARTIAL_MAX];
    size_t kept_length = 0;
    for (size_t at = 0; at < size; at += piece) {
        if (piece > size - at) piece = size - at;
        size_t length = kept_length + piece, done = 0, used;
        /* A block of its own, so that reading past the end is seen. */
        uint8_t *bytes = malloc(length);
        require(bytes != NULL);
        memcpy(bytes, kept, kept_length);
        memcpy(bytes + kept_length, data + at, piece);
        struct ws_event event;
        while (done < length && (used = ws_reader_take(&reader, bytes + done, length - done, &event)) > 0) {
            if (event.kind == WS_EVENT_DATA && event.is_deflated)
                hear_deflated(&digest, &reader, &deflated, &event);
            else
                hear(&digest, &event);
            done += used;
            require(done <= length);
        }
        kept_length = length - done;
        require(kept_length <= sizeof kept);
        memcpy(kept, bytes + done, kept_length);
        free(bytes);
    }
    free(deflated);
    return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    size_t piece = (size_t)data[0] % 16 + 1;
    bool takes_deflated = data[0] & 0x80;
    struct digest at_once = read_all(data + 1, size - 1, size - 1, takes_deflated),
                  in_pieces = read_all(data + 1, size - 1, piece, takes_deflated);
    require(at_once.has_failed == in_pieces.has_failed);
    /* A character that is wrong fails a message at once, of which pieces have told a part. */
    if (!at_once.has_failed) require(at_once.hash == in_pieces.hash);
    return 0;
}
