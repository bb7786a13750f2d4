/* SPDX-License-Identifier: MIT */
/* Each event is encoded once for each protocol, when it arrives. */
#include "stream.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "log.h"
#include "tape.h"

#define EPOCH_MAX 64

struct stream {
    char epoch[EPOCH_MAX];
    char *epoch_json;
    struct tape *tapes[PROTOCOLS];
    struct frame push; /* an event in Centrifuge's envelope */
    char *line;        /* the event without line breaks */
    size_t line_capacity;
};

static char *quote(const char *text);
static const char *clean_line(struct stream *stream, const char *json, size_t length);

struct stream *stream_new(void)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream) fatal("reason=\"out of memory\"");
    for (int i = 0; i < PROTOCOLS; i++)
        stream->tapes[i] = tape_new(STREAM_KEEP);
    stream->epoch_json = quote("");
    return stream;
}

void stream_free(struct stream *stream)
{
    if (!stream) return;
    for (int i = 0; i < PROTOCOLS; i++)
        tape_free(stream->tapes[i]);
    frame_free(&stream->push);
    free(stream->epoch_json);
    free(stream->line);
    free(stream);
}

void stream_restart(struct stream *stream, const char *epoch, int64_t top)
{
    (void)snprintf(stream->epoch, sizeof stream->epoch, "%s", epoch);
    free(stream->epoch_json);
    stream->epoch_json = quote(stream->epoch);
    for (int i = 0; i < PROTOCOLS; i++)
        tape_clear(stream->tapes[i], top + 1);
}

enum stream_append_result stream_append(struct stream *stream, int64_t offset, const char *json,
                                        size_t length)
{
    if (offset <= stream_top(stream)) return STREAM_KNOWN;
    if (offset != stream_top(stream) + 1) return STREAM_HOLE;
    const char *line = clean_line(stream, json, length);
    uint8_t header[FRAME_HEADER_MAX];
    size_t header_length = frame_header(header, FRAME_TEXT, length);
    tape_append(stream->tapes[PROTOCOL_PLAIN], header, header_length, line, length);
    frame_begin(&stream->push);
    frame_append(&stream->push, PROTOCOL_PUSH_HEAD, strlen(PROTOCOL_PUSH_HEAD));
    frame_append(&stream->push, line, length);
    frame_print(&stream->push, ",\"offset\":%" PRId64 "}}}", offset);
    frame_finish(&stream->push, FRAME_TEXT);
    size_t push_length;
    const uint8_t *push = frame_bytes(&stream->push, &push_length);
    tape_append(stream->tapes[PROTOCOL_CENTRIFUGE], push, push_length, NULL, 0);
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

int64_t stream_top(const struct stream *stream)
{
    return tape_next(stream->tapes[PROTOCOL_PLAIN]) - 1;
}

int64_t stream_first(const struct stream *stream)
{
    return tape_first(stream->tapes[PROTOCOL_PLAIN]);
}

const struct tape *stream_tape(const struct stream *stream, enum protocol protocol)
{
    return stream->tapes[protocol];
}

/* It lies on the plain tape, behind its frame's header. */
const char *stream_event(const struct stream *stream, int64_t offset, size_t *length)
{
    const struct tape *tape = stream->tapes[PROTOCOL_PLAIN];
    uint64_t start = tape_position(tape, offset), end = tape_position(tape, offset + 1);
    size_t behind;
    const uint8_t *frame = tape_read(tape, start, &behind);
    size_t header = frame_header_size(frame);
    *length = (size_t)(end - start) - header;
    return (const char *)frame + header;
}

bool stream_can_resume(const struct stream *stream, const char *epoch, int64_t offset)
{
    if (epoch && *epoch && strcmp(epoch, stream->epoch) != 0) return false;
    return offset >= stream_first(stream) - 1 && offset <= stream_top(stream);
}

static char *quote(const char *text)
{
    json_object *string = json_object_new_string(text);
    char *quoted = string ? strdup(json_object_to_json_string(string)) : NULL;
    if (!quoted) fatal("reason=\"out of memory\"");
    json_object_put(string);
    return quoted;
}

static const char *clean_line(struct stream *stream, const char *json, size_t length)
{
    if (!memchr(json, '\n', length) && !memchr(json, '\r', length)) return json;
    if (length > stream->line_capacity) {
        free(stream->line);
        stream->line = malloc(length);
        if (!stream->line) fatal("reason=\"out of memory\"");
        stream->line_capacity = length;
    }
    memcpy(stream->line, json, length);
    for (size_t i = 0; i < length; i++)
        if (stream->line[i] == '\n' || stream->line[i] == '\r') stream->line[i] = ' ';
    return stream->line;
}
