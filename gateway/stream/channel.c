/* SPDX-License-Identifier: MIT */
/* Memory only; channel_source.c talks to the database. */
#include "stream/channel.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "stream/fetch.h"
#include "stream/stream.h"

static const struct stream *get_stream(void *context);
static void on_restart(void *context, const char *epoch, int64_t top);
static bool on_event(void *context, int64_t offset, const char *json, size_t length);
static bool on_snapshot(void *context, int64_t offset, const char *json);

struct channel *channel_new(const char *name)
{
    struct channel *channel = calloc(1, sizeof *channel);
    size_t length = strlen(name);
    if (!channel) fatal("reason=\"out of memory\"");
    if (length >= sizeof channel->name) fatal("reason=\"no private channel\"");
    memcpy(channel->name, name, length + 1);
    channel->stream = stream_new(name, CHANNEL_CAPACITY);
    list_init(&channel->readers);
    return channel;
}

void channel_free(struct channel *channel)
{
    stream_free(channel->stream);
    free(channel->state);
    free(channel);
}

bool channel_is_complete(const struct channel *channel)
{
    return channel->state && channel->state_offset == stream_top(channel->stream);
}

struct fetch_target channel_target(struct channel *channel)
{
    return (struct fetch_target){.stream = get_stream,
                                 .restart = on_restart,
                                 .append = on_event,
                                 .snapshot = on_snapshot,
                                 .context = channel};
}

static const struct stream *get_stream(void *context)
{
    const struct channel *channel = context;
    return channel->stream;
}

static void on_restart(void *context, const char *epoch, int64_t top)
{
    struct channel *channel = context;
    stream_restart(channel->stream, epoch, top);
    free(channel->state);
    channel->state = NULL;
    for (struct list *at = list_first(&channel->readers); at; at = list_after(&channel->readers, at)) {
        struct channel_reader *reader = LIST_ITEM(at, struct channel_reader, of_channel);
        reader->events->restarted(reader);
    }
}

static bool on_event(void *context, int64_t offset, const char *json, size_t length)
{
    struct channel *channel = context;
    return stream_append(channel->stream, offset, json, length) == STREAM_APPENDED;
}

static bool on_snapshot(void *context, int64_t offset, const char *json)
{
    struct channel *channel = context;
    if (offset != stream_top(channel->stream)) return false;
    free(channel->state);
    channel->state = strdup(json);
    if (!channel->state) fatal("reason=\"out of memory\"");
    for (char *c = channel->state; *c; c++)
        if (*c == '\n' || *c == '\r') *c = ' ';
    channel->state_offset = offset;
    return true;
}
