/* SPDX-License-Identifier: MIT */
/* One request at a time: authorisations before fetches, fetches before polls. */
#include "stream/channel_source.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"
#include "loop/list.h"
#include "stream/channel.h"
#include "stream/fetch.h"
#include "stream/frame.h"
#include "stream/pg_connection.h"
#include "stream/stream.h"

#define POLL_MS 1000

#define AUTHORISE_SQL "select gateway.channel_authorise($1::bytea, $2::text)"
#define TOPS_SQL "select channel, epoch, \"offset\" from gateway.stream_tops($1::text[])"

/* The first three in the order they are taken after a connect. */
enum channel_source_step {
    STEP_PREPARE_FETCH,
    STEP_PREPARE_AUTHORISE,
    STEP_PREPARE_TOPS,
    STEP_IDLE,
    STEP_FETCH,
    STEP_AUTHORISE,
    STEP_TOPS,
};

struct channel_source {
    struct pg_connection *database;
    enum channel_source_step step;
    int64_t check_ms;
    int64_t poll_ms;
    struct list channels;         /* all */
    struct list wanted;           /* to be fetched */
    struct list queue;            /* readers to be asked about now */
    struct list authorised;       /* those to be asked about again, by check_ms */
    struct channel *fetched;      /* STEP_FETCH: which; NULL: forgotten in the meantime */
    struct channel_reader *asked; /* STEP_AUTHORISE: likewise */
};

static void on_up(void *context);
static void on_result(void *context, const PGresult *result);
static void on_notify(void *context, const char *payload);
static bool on_error(void *context, const char *sqlstate);
static void on_down(void *context, const char *reason, int64_t retry_ms);
static void go_on(struct channel_source *source);
static bool ask_authorise(struct channel_source *source);
static bool ask_fetch(struct channel_source *source);
static void ask_tops(struct channel_source *source, int64_t now_ms);
static void apply_authorisation(struct channel_source *source, const PGresult *result);
static void apply_fetch(struct channel_source *source, const PGresult *result);
static void apply_tops(struct channel_source *source, const PGresult *result);
static void tell_readers(struct channel *channel, bool is_there);
static void expire_requests(struct channel_source *source, int64_t now_ms);
static struct channel_reader *find_late(const struct channel_source *source, int64_t now_ms);
static struct channel *find(const struct channel_source *source, const char *name, size_t length);
static void to_list(struct channel_source *source, struct channel_reader *reader,
                    enum channel_reader_list list);

struct channel_source *channel_source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                          int64_t check_ms)
{
    struct channel_source *source = calloc(1, sizeof *source);
    if (!source) fatal("reason=\"out of memory\"");
    struct pg_connection_listener listener = {.on_up = on_up,
                                              .on_result = on_result,
                                              .on_error = on_error,
                                              .on_notify = on_notify,
                                              .on_down = on_down,
                                              .context = source};
    *source = (struct channel_source){.database = pg_connection_new(loop, vhost, url, listener),
                                      .check_ms = check_ms};
    list_init(&source->channels);
    list_init(&source->wanted);
    list_init(&source->queue);
    list_init(&source->authorised);
    return source;
}

void channel_source_tick(struct channel_source *source, int64_t now_ms)
{
    expire_requests(source, now_ms);
    pg_connection_tick(source->database, now_ms, !list_is_empty(&source->channels));
    go_on(source);
}

void channel_source_on_notify(struct channel_source *source, const char *payload)
{
    const char *colon = strrchr(payload, ':');
    struct channel *channel = colon ? find(source, payload, (size_t)(colon - payload)) : NULL;
    if (!channel) return;
    if (channel->state) {
        /* An earlier fetch may have brought it. */
        if (strtoll(colon + 1, NULL, 10) > stream_top(channel->stream)) channel_source_fetch(source, channel);
    } else if (channel == source->fetched) {
        channel->is_wanted_again = true;
    }
}

void channel_source_join(struct channel_source *source, struct channel_reader *reader, const char *name)
{
    struct channel *channel = find(source, name, strlen(name));
    if (!channel) {
        channel = channel_new(name);
        list_append(&source->channels, &channel->of_all);
    }
    reader->channel = channel;
    list_append(&channel->readers, &reader->of_channel);
    if (!reader->token_hash) return;
    to_list(source, reader, CHANNEL_READER_QUEUED);
    go_on(source);
}

void channel_source_leave(struct channel_source *source, struct channel_reader *reader)
{
    struct channel *channel = reader->channel;
    to_list(source, reader, CHANNEL_READER_NOWHERE);
    if (source->asked == reader) source->asked = NULL;
    list_remove(&reader->of_channel);
    if (!list_is_empty(&channel->readers)) return;
    if (channel->is_queued) list_remove(&channel->of_queue);
    if (source->fetched == channel) source->fetched = NULL;
    list_remove(&channel->of_all);
    channel_free(channel);
}

void channel_source_fetch(struct channel_source *source, struct channel *channel)
{
    if (channel == source->fetched) {
        channel->is_wanted_again = true;
    } else if (!channel->is_queued) {
        channel->is_queued = true;
        list_append(&source->wanted, &channel->of_queue);
    }
    go_on(source);
}

static void on_up(void *context)
{
    struct channel_source *source = context;
    source->step = STEP_PREPARE_FETCH;
    pg_connection_prepare(source->database, "fetch", FETCH_SQL);
}

static void on_result(void *context, const PGresult *result)
{
    struct channel_source *source = context;
    enum channel_source_step step = source->step;
    source->step = step < STEP_IDLE ? step + 1 : STEP_IDLE;
    if (source->step == STEP_PREPARE_AUTHORISE) {
        pg_connection_prepare(source->database, "authorise", AUTHORISE_SQL);
        return;
    }
    if (source->step == STEP_PREPARE_TOPS) {
        pg_connection_prepare(source->database, "tops", TOPS_SQL);
        return;
    }
    pg_connection_settle(source->database);
    if (step == STEP_AUTHORISE) apply_authorisation(source, result);
    if (step == STEP_FETCH) apply_fetch(source, result);
    if (step == STEP_TOPS) apply_tops(source, result);
    go_on(source);
}

/* There may be no such channel; nothing else is expected to fail. */
static bool on_error(void *context, const char *sqlstate)
{
    struct channel_source *source = context;
    if (source->step != STEP_FETCH || strcmp(sqlstate, "HP404") != 0) return false;
    on_result(source, NULL);
    return true;
}

static void on_notify(void *context, const char *payload)
{
    (void)context, (void)payload; /* it listens to nothing: stream_source.c does */
}

/* What was under way is asked again, before anything else: no new event reaches a reader that may have lost its leave. */
static void on_down(void *context, const char *reason, int64_t retry_ms)
{
    struct channel_source *source = context;
    if (source->asked) {
        list_prepend(&source->queue, &source->asked->of_source);
        source->asked->list = CHANNEL_READER_QUEUED;
    }
    if (source->fetched) {
        source->fetched->is_queued = true;
        list_prepend(&source->wanted, &source->fetched->of_queue);
    }
    source->asked = NULL;
    source->fetched = NULL;
    source->step = STEP_PREPARE_FETCH;
    log_warn("desk_lost", "retry_ms=%" PRId64 " reason=\"%s\"", retry_ms, reason);
}

/* May be called at any time, also from within a reader's event: sending a request moves the step. */
static void go_on(struct channel_source *source)
{
    int64_t now_ms = clock_mono_ms();
    struct channel_reader *due;
    if (source->step != STEP_IDLE || !pg_connection_is_idle(source->database)) return;
    /* Also when the process itself was away: nothing is fetched before all who are due have been asked about. */
    while ((due = LIST_ITEM(list_first(&source->authorised), struct channel_reader, of_source)) &&
           due->check_ms <= now_ms)
        to_list(source, due, CHANNEL_READER_QUEUED);
    if (!ask_authorise(source) && !ask_fetch(source)) ask_tops(source, now_ms);
}

static bool ask_authorise(struct channel_source *source)
{
    struct channel_reader *reader = LIST_ITEM(list_first(&source->queue), struct channel_reader, of_source);
    if (!reader) return false;
    const char *parameters[] = {reader->token_hash, reader->channel->name};
    to_list(source, reader, CHANNEL_READER_NOWHERE);
    source->asked = reader;
    source->step = STEP_AUTHORISE;
    pg_connection_execute(source->database, "authorise", 2, parameters);
    return true;
}

static bool ask_fetch(struct channel_source *source)
{
    struct channel *channel = LIST_ITEM(list_first(&source->wanted), struct channel, of_queue);
    if (!channel) return false;
    list_remove(&channel->of_queue);
    channel->is_queued = channel->is_wanted_again = false;
    source->fetched = channel;
    source->step = STEP_FETCH;
    fetch_send(source->database, "fetch", channel->name, channel->stream, !channel->state,
               CHANNEL_CAPACITY_TEXT);
    return true;
}

/* Names are of our own pattern: they need no quotes in an array. */
static void ask_tops(struct channel_source *source, int64_t now_ms)
{
    if (now_ms - source->poll_ms < POLL_MS || list_is_empty(&source->channels)) return;
    struct frame names = {0};
    frame_begin(&names);
    for (struct list *at = list_first(&source->channels); at; at = list_after(&source->channels, at))
        frame_print(&names, "%s%s", at == list_first(&source->channels) ? "{" : ",",
                    LIST_ITEM(at, struct channel, of_all)->name);
    frame_append(&names, "}", 2);
    size_t length;
    const char *text = (const char *)frame_payload(&names, &length);
    source->poll_ms = now_ms;
    source->step = STEP_TOPS;
    pg_connection_execute(source->database, "tops", 1, &text);
    frame_free(&names);
}

static void apply_authorisation(struct channel_source *source, const PGresult *result)
{
    struct channel_reader *reader = source->asked;
    source->asked = NULL;
    if (!reader) return;
    bool is_allowed = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    if (is_allowed) {
        reader->check_ms = clock_mono_ms() + source->check_ms;
        to_list(source, reader, CHANNEL_READER_AUTHORISED);
    }
    reader->events->authorised(reader, is_allowed);
}

/* `result` NULL: there is no such channel. */
static void apply_fetch(struct channel_source *source, const PGresult *result)
{
    struct channel *channel = source->fetched;
    source->fetched = NULL;
    if (!channel) return;
    struct fetch_target target = channel_target(channel);
    struct fetch_outcome outcome = {.is_at_top = true};
    bool is_there = result != NULL;
    if (is_there && !fetch_apply(result, &target, &outcome)) {
        pg_connection_fail(source->database, "a stream contradicts itself");
        return;
    }
    if (!outcome.is_at_top || channel->is_wanted_again) channel_source_fetch(source, channel);
    tell_readers(channel, is_there);
}

static void apply_tops(struct channel_source *source, const PGresult *result)
{
    for (int row = 0; row < PQntuples(result); row++) {
        const char *name = PQgetvalue(result, row, 0);
        struct channel *channel = find(source, name, strlen(name));
        if (!channel || !channel->state) continue;
        if (strcmp(PQgetvalue(result, row, 1), stream_epoch(channel->stream)) != 0 ||
            strtoll(PQgetvalue(result, row, 2), NULL, 10) != stream_top(channel->stream))
            channel_source_fetch(source, channel);
    }
}

/* A reader may end on the way, and the channel with the last one. */
static void tell_readers(struct channel *channel, bool is_there)
{
    bool is_complete = channel_is_complete(channel);
    for (struct list *at = list_first(&channel->readers), *next; at; at = next) {
        struct channel_reader *reader = LIST_ITEM(at, struct channel_reader, of_channel);
        next = list_after(&channel->readers, at);
        if (is_there)
            reader->events->updated(reader, is_complete);
        else
            reader->events->failed(reader, CHANNEL_UNKNOWN);
    }
}

static void expire_requests(struct channel_source *source, int64_t now_ms)
{
    for (struct channel_reader *late; (late = find_late(source, now_ms)) != NULL;) {
        late->deadline_ms = 0;
        late->events->failed(late, CHANNEL_TIMED_OUT);
    }
}

static struct channel_reader *find_late(const struct channel_source *source, int64_t now_ms)
{
    for (struct list *at = list_first(&source->channels); at; at = list_after(&source->channels, at)) {
        const struct list *readers = &LIST_ITEM(at, struct channel, of_all)->readers;
        for (struct list *place = list_first(readers); place; place = list_after(readers, place)) {
            struct channel_reader *reader = LIST_ITEM(place, struct channel_reader, of_channel);
            if (reader->deadline_ms != 0 && now_ms >= reader->deadline_ms) return reader;
        }
    }
    return NULL;
}

static struct channel *find(const struct channel_source *source, const char *name, size_t length)
{
    for (struct list *at = list_first(&source->channels); at; at = list_after(&source->channels, at)) {
        struct channel *channel = LIST_ITEM(at, struct channel, of_all);
        if (strlen(channel->name) == length && memcmp(channel->name, name, length) == 0) return channel;
    }
    return NULL;
}

static void to_list(struct channel_source *source, struct channel_reader *reader,
                    enum channel_reader_list list)
{
    struct list *lists[] = {NULL, &source->queue, &source->authorised};
    if (reader->list != CHANNEL_READER_NOWHERE) list_remove(&reader->of_source);
    if (list != CHANNEL_READER_NOWHERE) list_append(lists[list], &reader->of_source);
    reader->list = list;
}
