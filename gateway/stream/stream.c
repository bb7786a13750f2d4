/* SPDX-License-Identifier: MIT */
/* Each event is encoded once for each protocol, when it arrives. */
#include "stream/stream.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "stream/frame.h"
#include "stream/frame_log.h"
#include "stream/json_compact.h"

struct stream {
    char *plain_head,
        *push_head; /* what comes before an event; plain_head is "" where events go as they are */
    char epoch[STREAM_EPOCH_MAX];
    char *epoch_json;
    struct frame_log **logs; /* by protocol; those of streams (protocol.h) NULL until they are asked for */
    struct frame_log **deflated_logs; /* all NULL until they are asked for */
    size_t capacity;
};

static void append(const struct stream *stream, enum protocol protocol, const char *line, size_t length);
static void append_frame(struct frame_log *log, const struct frame *frame);
static void make_log(const struct stream *stream, enum protocol protocol);
static void make_deflated_log(const struct stream *stream, enum protocol protocol);
static char *quote(const char *text);

struct stream *stream_new(const char *channel, size_t capacity)
{
    struct stream *stream = calloc(1, sizeof *stream);
    bool is_public = strcmp(channel, PROTOCOL_CHANNEL) == 0;
    const char *plain_end = is_public ? "" : "\",\"data\":";
    if (!stream ||
        asprintf(&stream->plain_head, "%s%s%s", is_public ? "" : "{\"channel\":\"", is_public ? "" : channel,
                 plain_end) < 0 ||
        asprintf(&stream->push_head, PROTOCOL_PUSH_HEAD, channel) < 0)
        fatal("reason=\"out of memory\"");
    stream->capacity = capacity;
    stream->logs = calloc(PROTOCOLS, sizeof(struct frame_log *));
    stream->deflated_logs = calloc(PROTOCOLS, sizeof(struct frame_log *));
    if (!stream->logs || !stream->deflated_logs) fatal("reason=\"out of memory\"");
    for (int i = 0; i < PROTOCOLS; i++)
        if (!protocol_is_stream((enum protocol)i)) stream->logs[i] = frame_log_new(capacity);
    stream->epoch_json = quote("");
    return stream;
}

void stream_free(struct stream *stream)
{
    if (!stream) return;
    for (int i = 0; i < PROTOCOLS; i++) {
        frame_log_free(stream->logs[i]);
        frame_log_free(stream->deflated_logs[i]);
    }
    free(stream->logs);
    free(stream->deflated_logs);
    free(stream->plain_head);
    free(stream->push_head);
    free(stream->epoch_json);
    free(stream);
}

void stream_restart(struct stream *stream, const char *epoch, int64_t top)
{
    (void)snprintf(stream->epoch, sizeof stream->epoch, "%s", epoch);
    free(stream->epoch_json);
    stream->epoch_json = quote(stream->epoch);
    for (int i = 0; i < PROTOCOLS; i++) {
        if (stream->logs[i]) frame_log_clear(stream->logs[i], top + 1);
        if (stream->deflated_logs[i]) frame_log_clear(stream->deflated_logs[i], top + 1);
    }
}

enum stream_append_result stream_append(struct stream *stream, int64_t offset, const char *json,
                                        size_t length)
{
    if (offset <= stream_top(stream)) return STREAM_KNOWN;
    if (offset != stream_top(stream) + 1) return STREAM_HOLE;
    json_object *event = json_compact_read(json, length);
    if (!json_object_is_type(event, json_type_object)) {
        json_object_put(event);
        return STREAM_NO_EVENT;
    }
    const char *line = json_compact_text(event, &length);
    for (int i = 0; i < PROTOCOLS; i++)
        if (stream->logs[i]) append(stream, (enum protocol)i, line, length);
    json_object_put(event);
    return STREAM_APPENDED;
}

const char *stream_epoch(const struct stream *stream)
{
    return stream->epoch;
}

const char *stream_epoch_json(const struct stream *stream)
{
    return stream->epoch_json;
}

void stream_id(const struct stream *stream, int64_t offset, char id[STREAM_ID_MAX])
{
    (void)snprintf(id, STREAM_ID_MAX, "%s:%" PRId64, stream->epoch, offset);
}

int64_t stream_top(const struct stream *stream)
{
    return frame_log_next(stream->logs[PROTOCOL_PLAIN]) - 1;
}

int64_t stream_first(const struct stream *stream)
{
    return frame_log_first(stream->logs[PROTOCOL_PLAIN]);
}

const struct frame_log *stream_log(const struct stream *stream, enum protocol protocol)
{
    if (!stream->logs[protocol]) make_log(stream, protocol);
    return stream->logs[protocol];
}

const struct frame_log *stream_deflated_log(const struct stream *stream, enum protocol protocol)
{
    if (!stream->deflated_logs[protocol]) make_deflated_log(stream, protocol);
    return stream->deflated_logs[protocol];
}

/* It lies on the plain log, behind its frame's header and in its envelope. */
const char *stream_event(const struct stream *stream, int64_t offset, size_t *length)
{
    const struct frame_log *log = stream->logs[PROTOCOL_PLAIN];
    uint64_t start = frame_log_position(log, offset), end = frame_log_position(log, offset + 1);
    size_t behind;
    const uint8_t *frame = frame_log_read(log, start, &behind);
    size_t before = frame_header_size(frame) + strlen(stream->plain_head), after = 0;
    if (*stream->plain_head) after = (size_t)snprintf(NULL, 0, ",\"offset\":%" PRId64 "}", offset);
    *length = (size_t)(end - start) - before - after;
    return (const char *)frame + before;
}

bool stream_has_epoch(const struct stream *stream, const struct stream_position *position)
{
    return position->is_good && (!*position->epoch || strcmp(position->epoch, stream->epoch) == 0);
}

bool stream_can_resume(const struct stream *stream, const struct stream_position *position)
{
    return position->is_given && stream_has_epoch(stream, position) &&
           position->offset >= stream_first(stream) - 1 && position->offset <= stream_top(stream);
}

/* To plain clients a public event goes as it is; otherwise its channel comes before it, and its offset behind. */
static void append(const struct stream *stream, enum protocol protocol, const char *line, size_t length)
{
    char id[STREAM_ID_MAX];
    struct frame envelope = {0};
    struct frame_log *log = stream->logs[protocol];
    bool is_plain = protocol_is_plain(protocol), is_public = !*stream->plain_head;
    const char *head = is_plain ? stream->plain_head : stream->push_head;
    int64_t offset = frame_log_next(log);
    frame_begin(&envelope);
    frame_append(&envelope, head, strlen(head));
    frame_append(&envelope, line, length);
    if (!is_plain || !is_public)
        frame_print(&envelope, ",\"offset\":%" PRId64 "%s", offset, is_plain ? "}" : "}}}");
    stream_id(stream, offset, id);
    frame_wrap(&envelope, protocol, is_plain && is_public ? id : NULL);
    append_frame(log, &envelope);
    if (stream->deflated_logs[protocol]) {
        struct frame deflated = {0};
        frame_deflate(&envelope, &deflated);
        append_frame(stream->deflated_logs[protocol], &deflated);
        frame_free(&deflated);
    }
    frame_free(&envelope);
}

static void append_frame(struct frame_log *log, const struct frame *frame)
{
    size_t length;
    const uint8_t *bytes = frame_bytes(frame, &length);
    frame_log_append(log, bytes, length);
}

/* The log of a protocol that nobody spoke before. */
static void make_log(const struct stream *stream, enum protocol protocol)
{
    stream->logs[protocol] = frame_log_new(stream->capacity);
    frame_log_clear(stream->logs[protocol], stream_first(stream));
    for (int64_t offset = stream_first(stream); offset <= stream_top(stream); offset++) {
        size_t length;
        const char *event = stream_event(stream, offset, &length);
        append(stream, protocol, event, length);
    }
}

/* Some thousand events are not deflated at once: that would hold the loop for as many times 20 us. */
static void make_deflated_log(const struct stream *stream, enum protocol protocol)
{
    const struct frame_log *log = stream->logs[protocol];
    struct frame_log *deflated = frame_log_new(stream->capacity);
    frame_log_clear(deflated, frame_log_first(log));
    for (int64_t number = frame_log_first(log); number < frame_log_next(log); number++) {
        size_t behind;
        uint64_t start = frame_log_position(log, number);
        const uint8_t *frame = frame_log_read(log, start, &behind);
        frame_log_append(deflated, frame, (size_t)(frame_log_position(log, number + 1) - start));
    }
    stream->deflated_logs[protocol] = deflated;
}

static char *quote(const char *text)
{
    json_object *string = json_object_new_string(text);
    char *quoted = string ? strdup(json_object_to_json_string(string)) : NULL;
    if (!quoted) fatal("reason=\"out of memory\"");
    json_object_put(string);
    return quoted;
}
