/* SPDX-License-Identifier: MIT */
/* The event stream as far as this process knows it: epoch, offsets without gaps, and the newest events framed
 * once for all clients. PostgreSQL has the truth; this is its tail. */
#ifndef HIPPO_GATEWAY_STREAM_STREAM_H
#define HIPPO_GATEWAY_STREAM_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream/protocol.h"

/* Public events kept for clients that come back: 30 rounds of the default film have about 1 000. A power of two. */
#define STREAM_CAPACITY 2048

#define STREAM_EPOCH_MAX 64 /* with the NUL; PostgreSQL's are 12 characters */
#define STREAM_OFFSET_MAX ((INT64_C(1) << 53) - 1)

/* A place in a stream that a client names. */
struct stream_position {
    bool is_given;
    bool is_good;                 /* well formed; otherwise nothing can match it */
    int64_t offset;               /* 0 when it is not said */
    char epoch[STREAM_EPOCH_MAX]; /* "" when it is not said */
};

struct stream;
struct frame_log;

enum stream_append_result {
    STREAM_APPENDED,
    STREAM_KNOWN,    /* not after the top: nothing happened */
    STREAM_HOLE,     /* not the next one: nothing happened; the events between must come first */
    STREAM_NO_EVENT, /* no JSON object: nothing happened */
};

/* The stream of `channel` (a public name or a private one, see channel.h), of which the newest `capacity` events are kept,
 * a power of two. To plain clients events of PROTOCOL_CHANNEL go as they are, others as
 * {"channel":"till:3","data":EVENT,"offset":7}. */
struct stream *stream_new(const char *channel, size_t capacity);
void stream_free(struct stream *stream);

/* Forgets everything: from now on the stream is `epoch`, and its next event has the offset `top` + 1. */
void stream_restart(struct stream *stream, const char *epoch, int64_t top);

/* Adds one event, a JSON object. It goes out as one line without needless spaces (json_compact.h): newline-framed
 * transports depend on that. */
enum stream_append_result stream_append(struct stream *stream, int64_t offset, const char *json,
                                        size_t length) __attribute__((warn_unused_result));

const char *stream_epoch(const struct stream *stream);      /* "" before the first restart */
const char *stream_epoch_json(const struct stream *stream); /* the same as a JSON string */
int64_t stream_top(const struct stream *stream);

/* The position after event `offset` as one word, EPOCH:OFFSET: an EventSource remembers no more. */
#define STREAM_ID_MAX 96
void stream_id(const struct stream *stream, int64_t offset, char id[STREAM_ID_MAX]);

/* The events as `protocol` has them, numbered by offset. */
const struct frame_log *stream_log(const struct stream *stream, enum protocol protocol);

/* The same for clients that take deflated messages; a WebSocket's protocol. Events are deflated from the first call on, those
 * before it stay as they are. */
const struct frame_log *stream_deflated_log(const struct stream *stream, enum protocol protocol);

/* The JSON of event `offset`, which must be kept. Valid until the next append. */
const char *stream_event(const struct stream *stream, int64_t offset, size_t *length);

/* The oldest event kept; top + 1 when there is none. */
int64_t stream_first(const struct stream *stream);

/* Is the position, which is given, of this very stream, as far as it says? */
bool stream_has_epoch(const struct stream *stream, const struct stream_position *position);

/* Can a client that has everything up to there be given all that came after? False also for an offset that the stream
 * has not reached. Never partly. */
bool stream_can_resume(const struct stream *stream, const struct stream_position *position);

#endif
