/* SPDX-License-Identifier: MIT */
/* Each event is encoded once, when it arrives. Another way of speaking (Centrifuge's envelope, SSE) is
 * another tape beside this one, fed here. */
#include "stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "log.h"
#include "tape.h"

#define EPOCH_MAX 64

struct stream {
    char epoch[EPOCH_MAX];
    struct tape *plain;
    char *line; /* the event without line breaks */
    size_t line_capacity;
};

static const char *clean_line(struct stream *stream, const char *json, size_t length);

struct stream *stream_new(void)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream) fatal("reason=\"out of memory\"");
    stream->plain = tape_new(STREAM_KEEP);
    return stream;
}

void stream_free(struct stream *stream)
{
    if (!stream) return;
    tape_free(stream->plain);
    free(stream->line);
    free(stream);
}

void stream_restart(struct stream *stream, const char *epoch, int64_t top)
{
    (void)snprintf(stream->epoch, sizeof stream->epoch, "%s", epoch);
    tape_clear(stream->plain, top + 1);
}

enum stream_append_result stream_append(struct stream *stream, int64_t offset, const char *json,
                                        size_t length)
{
    if (offset <= stream_top(stream)) return STREAM_KNOWN;
    if (offset != stream_top(stream) + 1) return STREAM_HOLE;
    const char *line = clean_line(stream, json, length);
    uint8_t header[FRAME_HEADER_MAX];
    size_t header_length = frame_header(header, FRAME_TEXT, length);
    tape_append(stream->plain, header, header_length, line, length);
    return STREAM_APPENDED;
}

const char *stream_epoch(const struct stream *stream)
{
    return stream->epoch;
}

int64_t stream_top(const struct stream *stream)
{
    return tape_next(stream->plain) - 1;
}

const struct tape *stream_plain(const struct stream *stream)
{
    return stream->plain;
}

bool stream_can_resume(const struct stream *stream, const char *epoch, int64_t offset)
{
    if (epoch && *epoch && strcmp(epoch, stream->epoch) != 0) return false;
    return offset >= tape_first(stream->plain) - 1 && offset <= stream_top(stream);
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
