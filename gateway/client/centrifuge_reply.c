/* SPDX-License-Identifier: MIT */
/* Events go in as the stream has them; nothing is parsed to be printed again. */
#include "client/centrifuge_reply.h"

#include <inttypes.h>
#include <sys/random.h>

#include "log.h"
#include "stream/frame.h"
#include "stream/protocol.h"
#include "stream/stream.h"

#define VERSION "hippodrome/1"

static void print_client(struct frame *frame);
static void print_subscription(struct frame *frame, const struct stream *stream,
                               const struct reply_subscription *subscription, const uint8_t *data,
                               size_t length);
static void print_publication(struct frame *frame, const struct stream *stream, int64_t offset,
                              bool is_first);

void reply_connect(struct frame *frame, uint32_t id, const struct stream *stream, const uint8_t *data,
                   size_t length, const struct reply_subscription *subscription, int64_t ping_seconds,
                   const struct reply_stream *way)
{
    frame_begin(frame);
    frame_print(frame, "{\"id\":%" PRIu32 ",\"connect\":{\"client\":\"", id);
    print_client(frame);
    frame_print(frame, "\",\"version\":\"" VERSION "\",\"data\":");
    frame_append(frame, data, length);
    if (subscription) {
        frame_print(frame, ",\"subs\":{\"" PROTOCOL_CHANNEL "\":");
        print_subscription(frame, stream, subscription, NULL, 0);
        frame_print(frame, "}");
    }
    frame_print(frame, ",\"ping\":%" PRId64, ping_seconds);
    if (way)
        frame_print(frame, ",\"session\":\"%s\",\"node\":\"%s\"}}", way->session, way->node);
    else
        frame_print(frame, ",\"pong\":true}}");
    frame_finish(frame);
}

void reply_subscribe(struct frame *frame, uint32_t id, const struct stream *stream,
                     const struct reply_subscription *subscription, const uint8_t *data, size_t length)
{
    frame_begin(frame);
    frame_print(frame, "{\"id\":%" PRIu32 ",\"subscribe\":", id);
    print_subscription(frame, stream, subscription, data, length);
    frame_print(frame, "}");
    frame_finish(frame);
}

void reply_history(struct frame *frame, uint32_t id, const struct stream *stream,
                   const struct reply_history *history)
{
    frame_begin(frame);
    frame_print(frame, "{\"id\":%" PRIu32 ",\"history\":{\"publications\":[", id);
    int64_t count = history->last - history->first + 1;
    for (int64_t i = 0; i < count; i++)
        print_publication(frame, stream, history->is_reverse ? history->last - i : history->first + i,
                          i == 0);
    frame_print(frame, "],\"epoch\":%s,\"offset\":%" PRId64 "}}", stream_epoch_json(stream),
                stream_top(stream));
    frame_finish(frame);
}

void reply_done(struct frame *frame, uint32_t id, const char *method)
{
    frame_begin(frame);
    frame_print(frame, "{\"id\":%" PRIu32 ",\"%s\":{}}", id, method);
    frame_finish(frame);
}

void reply_error(struct frame *frame, uint32_t id, enum reply_error error)
{
    bool is_temporary = error == REPLY_INTERNAL || error == REPLY_TOO_MANY;
    frame_begin(frame);
    frame_print(frame, "{\"id\":%" PRIu32 ",\"error\":{\"code\":%d,\"message\":\"%s\"%s}}", id, error,
                reply_error_text(error), is_temporary ? ",\"temporary\":true" : "");
    frame_finish(frame);
}

const char *reply_error_text(enum reply_error error)
{
    switch (error) {
    case REPLY_INTERNAL:
        return "internal server error";
    case REPLY_UNKNOWN_CHANNEL:
        return "unknown channel";
    case REPLY_PERMISSION_DENIED:
        return "permission denied";
    case REPLY_METHOD_NOT_FOUND:
        return "method not found";
    case REPLY_ALREADY_SUBSCRIBED:
        return "already subscribed";
    case REPLY_LIMIT_EXCEEDED:
        return "limit exceeded";
    case REPLY_NOT_AVAILABLE:
        return "not available";
    case REPLY_TOO_MANY:
        return "too many requests";
    case REPLY_UNRECOVERABLE:
        return "unrecoverable position";
    }
    fatal("reason=\"unknown error\" code=%d", error);
}

/* A random UUID: nobody can tell from one client's name how many others there are. */
static void print_client(struct frame *frame)
{
    uint8_t b[16];
    if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b) fatal("reason=\"getrandom: %m\"");
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof b; i++)
        frame_print(frame, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", b[i]);
}

static void print_subscription(struct frame *frame, const struct stream *stream,
                               const struct reply_subscription *subscription, const uint8_t *data,
                               size_t length)
{
    frame_print(frame, "{\"recoverable\":true,\"positioned\":true,\"epoch\":%s,\"offset\":%" PRId64,
                stream_epoch_json(stream), subscription->offset);
    if (subscription->was_recovering)
        frame_print(frame, ",\"was_recovering\":true,\"recovered\":%s",
                    subscription->is_recovered ? "true" : "false");
    if (data) {
        frame_append(frame, ",\"data\":", 8);
        frame_append(frame, data, length);
    }
    if (subscription->last > subscription->offset) {
        frame_print(frame, ",\"publications\":[");
        for (int64_t offset = subscription->offset + 1; offset <= subscription->last; offset++)
            print_publication(frame, stream, offset, offset == subscription->offset + 1);
        frame_print(frame, "]");
    }
    frame_print(frame, "}");
}

static void print_publication(struct frame *frame, const struct stream *stream, int64_t offset, bool is_first)
{
    size_t length;
    const char *json = stream_event(stream, offset, &length);
    frame_print(frame, "%s{\"data\":", is_first ? "" : ",");
    frame_append(frame, json, length);
    frame_print(frame, ",\"offset\":%" PRId64 "}", offset);
}
