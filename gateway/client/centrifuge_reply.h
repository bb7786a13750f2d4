/* SPDX-License-Identifier: MIT */
/* Centrifuge's replies, each a finished text frame. Nothing of what the client sent is in them but its command's
 * number. */
#ifndef HIPPO_GATEWAY_CLIENT_CENTRIFUGE_REPLY_H
#define HIPPO_GATEWAY_CLIENT_CENTRIFUGE_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frame;
struct stream;

enum reply_error {
    REPLY_INTERNAL = 100, /* temporary: the client tries again */
    REPLY_UNKNOWN_CHANNEL = 102,
    REPLY_PERMISSION_DENIED = 103,
    REPLY_METHOD_NOT_FOUND = 104,
    REPLY_ALREADY_SUBSCRIBED = 105,
    REPLY_LIMIT_EXCEEDED = 106,
    REPLY_NOT_AVAILABLE = 108,
    REPLY_TOO_MANY = 111, /* temporary */
    REPLY_UNRECOVERABLE = 112,
};

/* A subscription that begins: the client has, or is given with it, all up to `last`. */
struct reply_subscription {
    bool was_recovering, is_recovered;
    int64_t offset; /* where the client is */
    int64_t last;   /* > offset only when recovered: the events between are in the reply */
};

/* Newest events first or oldest first, from `first` to `last`, which are kept; none when first > last. */
struct reply_history {
    int64_t first, last;
    bool is_reverse;
};

/* Where a client of a stream sends what it has to say. */
struct reply_stream {
    const char *session, *node;
};

/* `data` is JSON, that of a subscription may be NULL. `subscription`: the one to the channel, or NULL.
 * `way`: NULL where the client answers pings on the way they come. */
void reply_connect(struct frame *frame, uint32_t id, const struct stream *stream, const uint8_t *data,
                   size_t length, const struct reply_subscription *subscription, int64_t ping_seconds,
                   const struct reply_stream *way);
void reply_subscribe(struct frame *frame, uint32_t id, const struct stream *stream,
                     const struct reply_subscription *subscription, const uint8_t *data, size_t length);
void reply_history(struct frame *frame, uint32_t id, const struct stream *stream,
                   const struct reply_history *history);

/* {"id":7,"<method>":{}} */
void reply_done(struct frame *frame, uint32_t id, const char *method);
void reply_error(struct frame *frame, uint32_t id, enum reply_error error);
const char *reply_error_text(enum reply_error error);

#endif
