/* SPDX-License-Identifier: MIT */
/* One request at a time: first who may, then what is new. */
#include "stream/channel_source.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/centrifuge_reply.h"
#include "client/session.h"
#include "client/subscription.h"
#include "clock.h"
#include "log.h"
#include "loop/backoff.h"
#include "loop/list.h"
#include "stream/channel.h"
#include "stream/fetch.h"
#include "stream/frame.h"
#include "stream/pg_connection.h"
#include "stream/stream.h"

#define ANSWER_MS 5000 /* as in source.c */
#define POLL_MS 1000
#define PATIENCE_MS 4000 /* a Centrifuge client waits 5 s for the reply to subscribe */

#define AUTHORISE_SQL "select gateway.channel_authorise($1::bytea, $2::text)"
#define TOPS_SQL "select channel, epoch, \"offset\" from gateway.stream_tops($1::text[])"

/* The first three in the order they are taken after a connect. */
enum channel_source_step {
    STEP_PREPARE_PULL,
    STEP_PREPARE_AUTHORISE,
    STEP_PREPARE_TOPS,
    STEP_IDLE,
    STEP_PULL,
    STEP_AUTHORISE,
    STEP_TOPS,
};

struct channel_source {
    struct client_shared *shared;
    struct pg_connection *database;
    struct backoff backoff;
    enum channel_source_step step;
    int64_t check_ms;
    int64_t asked_ms, connect_ms, poll_ms;
    struct list channels;       /* all */
    struct list wanted;         /* to be pulled */
    struct list queue;          /* subscriptions to be asked about now */
    struct list rest;           /* those to be asked about again, by check_ms */
    struct channel *pulled;     /* STEP_PULL: which; NULL: forgotten in the meantime */
    struct subscription *asked; /* STEP_AUTHORISE: likewise */
};

static void on_up(void *context);
static void on_result(void *context, const PGresult *result);
static void on_notify(void *context, const char *payload);
static void on_down(void *context, const char *reason);
static void go_on(struct channel_source *source);
static bool ask_authorise(struct channel_source *source);
static bool ask_pull(struct channel_source *source);
static bool ask_tops(struct channel_source *source);
static void apply_authorisation(struct channel_source *source, const PGresult *result);
static void take_pull(struct channel_source *source, const PGresult *result);
static void take_tops(struct channel_source *source, const PGresult *result);
static void flush_readers(struct channel_source *source, struct channel *channel);
static void expire_requests(struct channel_source *source, int64_t now_ms);
static struct subscription *find_late(const struct channel_source *source, int64_t now_ms);
static struct channel *find(const struct channel_source *source, const char *name, size_t length);
static void to_list(struct channel_source *source, struct subscription *subscription,
                    enum subscription_list list);
static void lose(struct channel_source *source, const char *reason);

struct channel_source *channel_source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                          int64_t check_ms, struct client_shared *shared)
{
    struct channel_source *source = calloc(1, sizeof *source);
    if (!source) fatal("reason=\"out of memory\"");
    struct pg_connection_listener listener = {.on_up = on_up,
                                              .on_result = on_result,
                                              .on_notify = on_notify,
                                              .on_down = on_down,
                                              .context = source};
    *source = (struct channel_source){
        .shared = shared, .database = pg_connection_new(loop, vhost, url, listener), .check_ms = check_ms};
    list_init(&source->channels);
    list_init(&source->wanted);
    list_init(&source->queue);
    list_init(&source->rest);
    return source;
}

void channel_source_tick(struct channel_source *source, int64_t now_ms)
{
    expire_requests(source, now_ms);
    if (pg_connection_is_closed(source->database)) {
        if (now_ms < source->backoff.retry_ms || list_is_empty(&source->channels)) return;
        source->connect_ms = now_ms;
        pg_connection_connect(source->database);
    } else if (pg_connection_is_idle(source->database)) {
        go_on(source);
    } else if (now_ms - source->connect_ms >= ANSWER_MS && now_ms - source->asked_ms >= ANSWER_MS) {
        lose(source, "no answer in time");
    }
}

void channel_source_note(struct channel_source *source, const char *payload)
{
    const char *colon = strrchr(payload, ':');
    struct channel *channel = colon ? find(source, payload, (size_t)(colon - payload)) : NULL;
    if (!channel) return;
    if (channel->state) {
        /* An earlier pull may have brought it. */
        if (strtoll(colon + 1, NULL, 10) > stream_top(channel->stream)) channel_source_pull(source, channel);
    } else if (channel == source->pulled) {
        channel->is_wanted_again = true;
    }
}

void channel_source_enter(struct channel_source *source, struct subscription *subscription, const char *name,
                          bool is_asked)
{
    struct channel *channel = find(source, name, strlen(name));
    if (!channel) {
        channel = channel_new(name);
        list_append(&source->channels, &channel->of_all);
    }
    subscription->channel = channel;
    subscription->asked_ms = source->shared->now_ms;
    list_append(&channel->readers, &subscription->of_channel);
    if (!is_asked) return;
    to_list(source, subscription, SUBSCRIPTION_IN_QUEUE);
    go_on(source);
}

void channel_source_leave(struct channel_source *source, struct subscription *subscription)
{
    struct channel *channel = subscription->channel;
    to_list(source, subscription, SUBSCRIPTION_NOWHERE);
    if (source->asked == subscription) source->asked = NULL;
    list_remove(&subscription->of_channel);
    if (!list_is_empty(&channel->readers)) return;
    if (channel->is_queued) list_remove(&channel->of_queue);
    if (source->pulled == channel) source->pulled = NULL;
    list_remove(&channel->of_all);
    channel_free(channel);
}

void channel_source_pull(struct channel_source *source, struct channel *channel)
{
    if (channel == source->pulled) {
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
    source->step = STEP_PREPARE_PULL;
    source->asked_ms = clock_mono_ms();
    pg_connection_prepare(source->database, "pull", FETCH_SQL);
}

static void on_result(void *context, const PGresult *result)
{
    struct channel_source *source = context;
    ExecStatusType status = PQresultStatus(result);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    enum channel_source_step step = source->step;
    bool is_no_channel = step == STEP_PULL && sqlstate && strcmp(sqlstate, "HP404") == 0;
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && !is_no_channel) {
        const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        lose(source, message ? message : "error");
        return;
    }
    source->shared->now_ms = clock_mono_ms();
    source->asked_ms = source->shared->now_ms;
    source->step = step < STEP_IDLE ? step + 1 : STEP_IDLE;
    if (source->step == STEP_PREPARE_AUTHORISE) {
        pg_connection_prepare(source->database, "authorise", AUTHORISE_SQL);
        return;
    }
    if (source->step == STEP_PREPARE_TOPS) {
        pg_connection_prepare(source->database, "tops", TOPS_SQL);
        return;
    }
    source->backoff = (struct backoff){0};
    if (step == STEP_AUTHORISE) apply_authorisation(source, result);
    if (step == STEP_PULL) take_pull(source, is_no_channel ? NULL : result);
    if (step == STEP_TOPS) take_tops(source, result);
    go_on(source);
}

static void on_notify(void *context, const char *payload)
{
    (void)context, (void)payload; /* it listens to nothing: source.c does */
}

static void on_down(void *context, const char *reason)
{
    lose(context, reason);
}

/* May be called at any time, also from within what take_… do: sending a request moves the step. */
static void go_on(struct channel_source *source)
{
    int64_t now_ms = clock_mono_ms();
    struct subscription *due;
    if (source->step != STEP_IDLE || !pg_connection_is_idle(source->database)) return;
    /* Also when the process itself was away: nothing is pulled before all who are due have been asked about. */
    while ((due = LIST_ITEM(list_first(&source->rest), struct subscription, of_source)) &&
           due->check_ms <= now_ms)
        to_list(source, due, SUBSCRIPTION_IN_QUEUE);
    if (ask_authorise(source) || ask_pull(source) || ask_tops(source)) source->asked_ms = now_ms;
}

static bool ask_authorise(struct channel_source *source)
{
    struct subscription *subscription = LIST_ITEM(list_first(&source->queue), struct subscription, of_source);
    if (!subscription) return false;
    const char *parameters[] = {subscription->session->identity->token.hash, subscription->channel->name};
    to_list(source, subscription, SUBSCRIPTION_NOWHERE);
    source->asked = subscription;
    source->step = STEP_AUTHORISE;
    pg_connection_execute(source->database, "authorise", 2, parameters);
    return true;
}

static bool ask_pull(struct channel_source *source)
{
    struct channel *channel = LIST_ITEM(list_first(&source->wanted), struct channel, of_queue);
    if (!channel) return false;
    list_remove(&channel->of_queue);
    channel->is_queued = channel->is_wanted_again = false;
    source->pulled = channel;
    source->step = STEP_PULL;
    fetch_send(source->database, "pull", channel->name, channel->stream, !channel->state, CHANNEL_KEEP_TEXT);
    return true;
}

/* Names are of our own pattern: they need no quotes in an array. */
static bool ask_tops(struct channel_source *source)
{
    int64_t now_ms = clock_mono_ms();
    if (now_ms - source->poll_ms < POLL_MS || list_is_empty(&source->channels)) return false;
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
    return true;
}

static void apply_authorisation(struct channel_source *source, const PGresult *result)
{
    struct subscription *subscription = source->asked;
    source->asked = NULL;
    if (!subscription) return;
    bool is_allowed = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    if (is_allowed) {
        subscription->check_ms = source->shared->now_ms + source->check_ms;
        to_list(source, subscription, SUBSCRIPTION_AT_REST);
    }
    subscription_on_authorised(source->shared, subscription, is_allowed);
    session_flush(source->shared, subscription->session);
}

/* `result` NULL: there is no such channel. */
static void take_pull(struct channel_source *source, const PGresult *result)
{
    struct channel *channel = source->pulled;
    source->pulled = NULL;
    if (!channel) return;
    struct fetch_target target = channel_target(channel);
    struct fetch_outcome outcome = {.is_at_top = true};
    if (!result) {
        for (struct list *at = list_first(&channel->readers); at; at = list_after(&channel->readers, at))
            subscription_refuse(LIST_ITEM(at, struct subscription, of_channel), REPLY_UNKNOWN_CHANNEL);
    } else if (!fetch_apply(result, &target, &outcome)) {
        lose(source, "a stream contradicts itself");
        return;
    }
    if (!outcome.is_at_top || channel->is_wanted_again) channel_source_pull(source, channel);
    flush_readers(source, channel);
}

static void take_tops(struct channel_source *source, const PGresult *result)
{
    for (int row = 0; row < PQntuples(result); row++) {
        const char *name = PQgetvalue(result, row, 0);
        struct channel *channel = find(source, name, strlen(name));
        if (!channel || !channel->state) continue;
        if (strcmp(PQgetvalue(result, row, 1), stream_epoch(channel->stream)) != 0 ||
            strtoll(PQgetvalue(result, row, 2), NULL, 10) != stream_top(channel->stream))
            channel_source_pull(source, channel);
    }
}

/* A session that ends on the way takes its own subscription with it, and with the last one the channel. */
static void flush_readers(struct channel_source *source, struct channel *channel)
{
    bool is_complete = channel_is_complete(channel);
    for (struct list *at = list_first(&channel->readers), *next; at; at = next) {
        struct subscription *reader = LIST_ITEM(at, struct subscription, of_channel);
        next = list_after(&channel->readers, at);
        if (is_complete) subscription_on_loaded(reader);
        session_flush(source->shared, reader->session);
    }
}

/* Who waits for a reply is told to try again; plain clients wait for the database. */
static void expire_requests(struct channel_source *source, int64_t now_ms)
{
    source->shared->now_ms = now_ms;
    for (struct subscription *late; (late = find_late(source, now_ms)) != NULL;) {
        subscription_refuse(late, REPLY_INTERNAL);
        session_flush(source->shared, late->session);
    }
}

static struct subscription *find_late(const struct channel_source *source, int64_t now_ms)
{
    for (struct list *at = list_first(&source->channels); at; at = list_after(&source->channels, at)) {
        const struct list *readers = &LIST_ITEM(at, struct channel, of_all)->readers;
        for (struct list *place = list_first(readers); place; place = list_after(readers, place)) {
            struct subscription *reader = LIST_ITEM(place, struct subscription, of_channel);
            if (reader->state <= SUBSCRIPTION_LOADING && reader->command_id != 0 &&
                now_ms - reader->asked_ms >= PATIENCE_MS)
                return reader;
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

static void to_list(struct channel_source *source, struct subscription *subscription,
                    enum subscription_list list)
{
    struct list *lists[] = {NULL, &source->queue, &source->rest};
    if (subscription->list != SUBSCRIPTION_NOWHERE) list_remove(&subscription->of_source);
    if (list != SUBSCRIPTION_NOWHERE) list_append(lists[list], &subscription->of_source);
    subscription->list = (uint8_t)list;
}

/* What was under way is asked again; leave first, before anything new is told. */
static void lose(struct channel_source *source, const char *reason)
{
    pg_connection_close(source->database);
    if (source->asked) {
        list_prepend(&source->queue, &source->asked->of_source);
        source->asked->list = SUBSCRIPTION_IN_QUEUE;
    }
    if (source->pulled) {
        source->pulled->is_queued = true;
        list_prepend(&source->wanted, &source->pulled->of_queue);
    }
    source->asked = NULL;
    source->pulled = NULL;
    source->step = STEP_PREPARE_PULL;
    int64_t wait_ms = backoff_fail(&source->backoff, clock_mono_ms());
    log_warn("desk_lost", "retry_ms=%" PRId64 " reason=\"%s\"", wait_ms, reason);
}
