/* SPDX-License-Identifier: MIT */
/* Memory only; channel_source.c talks to the database. */
#include "stream/channel.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "stream/fetch.h"
#include "stream/json_compact.h"
#include "stream/stream.h"

#define ID_DIGITS_MAX 9

/* Of what has an id after the colon. */
static const char *const prefixes[] = {"till:", "display:"};

static bool is_id(const char *text, size_t length);
static void on_restarted(void *context);
static bool on_snapshot(void *context, const char *json);

bool channel_is_private(const char *name, size_t length)
{
    if (length == strlen("admin") && memcmp(name, "admin", length) == 0) return true;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t prefix = strlen(prefixes[i]);
        if (length > prefix && memcmp(name, prefixes[i], prefix) == 0)
            return is_id(name + prefix, length - prefix);
    }
    return false;
}

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
    return (struct fetch_target){
        .stream = channel->stream, .restarted = on_restarted, .snapshot = on_snapshot, .context = channel};
}

static bool is_id(const char *text, size_t length)
{
    if (length > ID_DIGITS_MAX) return false;
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9') return false;
    return text[0] != '0';
}

static void on_restarted(void *context)
{
    struct channel *channel = context;
    free(channel->state);
    channel->state = NULL;
    for (struct list *at = list_first(&channel->readers); at; at = list_after(&channel->readers, at)) {
        struct channel_reader *reader = LIST_ITEM(at, struct channel_reader, of_channel);
        reader->events->restarted(reader);
    }
}

static bool on_snapshot(void *context, const char *json)
{
    struct channel *channel = context;
    size_t length;
    json_object *state = json_compact_read(json, strlen(json));
    if (!state) return false;
    free(channel->state);
    channel->state = strdup(json_compact_text(state, &length));
    if (!channel->state) fatal("reason=\"out of memory\"");
    json_object_put(state);
    channel->state_offset = stream_top(channel->stream);
    return true;
}
