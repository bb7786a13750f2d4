/* SPDX-License-Identifier: MIT */
/* One request at a time: first who may, then what is new. */
#include "desk.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoff.h"
#include "channel.h"
#include "clock.h"
#include "database.h"
#include "frame.h"
#include "list.h"
#include "log.h"
#include "pull.h"
#include "reply.h"
#include "session.h"
#include "stream.h"
#include "subscription.h"

#define ANSWER_MS 5000 /* as in source.c */
#define POLL_MS 1000
#define PATIENCE_MS 4000 /* a Centrifuge client waits 5 s for the reply to subscribe */

#define AUTHORISE_SQL "select gateway.channel_authorise($1::bytea, $2::text)"
#define TOPS_SQL "select channel, epoch, \"offset\" from gateway.stream_tops($1::text[])"

/* The first three in the order they are taken after a connect. */
enum desk_step {
    STEP_PREPARE_PULL,
    STEP_PREPARE_AUTHORISE,
    STEP_PREPARE_TOPS,
    STEP_IDLE,
    STEP_PULL,
    STEP_AUTHORISE,
    STEP_TOPS,
};

struct desk {
    struct session_shared *shared;
    struct database *database;
    struct backoff backoff;
    enum desk_step step;
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
static void go_on(struct desk *desk);
static bool ask_authorise(struct desk *desk);
static bool ask_pull(struct desk *desk);
static bool ask_tops(struct desk *desk);
static void take_verdict(struct desk *desk, const PGresult *result);
static void take_pull(struct desk *desk, const PGresult *result);
static void take_tops(struct desk *desk, const PGresult *result);
static void flush_readers(struct desk *desk, struct channel *channel);
static void lose_patience(struct desk *desk, int64_t now_ms);
static struct subscription *find_late(const struct desk *desk, int64_t now_ms);
static struct channel *find(const struct desk *desk, const char *name, size_t length);
static void to_list(struct desk *desk, struct subscription *subscription, enum subscription_list list);
static void lose(struct desk *desk, const char *reason);

struct desk *desk_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url, int64_t check_ms,
                      struct session_shared *shared)
{
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) fatal("reason=\"out of memory\"");
    struct database_listener listener = {
        .on_up = on_up, .on_result = on_result, .on_notify = on_notify, .on_down = on_down, .context = desk};
    *desk = (struct desk){
        .shared = shared, .database = database_new(loop, vhost, url, listener), .check_ms = check_ms};
    list_init(&desk->channels);
    list_init(&desk->wanted);
    list_init(&desk->queue);
    list_init(&desk->rest);
    return desk;
}

void desk_turn(struct desk *desk, int64_t now_ms)
{
    lose_patience(desk, now_ms);
    if (database_is_closed(desk->database)) {
        if (now_ms < desk->backoff.retry_ms || list_is_empty(&desk->channels)) return;
        desk->connect_ms = now_ms;
        database_connect(desk->database);
    } else if (database_is_idle(desk->database)) {
        go_on(desk);
    } else if (now_ms - desk->connect_ms >= ANSWER_MS && now_ms - desk->asked_ms >= ANSWER_MS) {
        lose(desk, "no answer in time");
    }
}

void desk_note(struct desk *desk, const char *payload)
{
    const char *colon = strrchr(payload, ':');
    struct channel *channel = colon ? find(desk, payload, (size_t)(colon - payload)) : NULL;
    if (!channel) return;
    if (channel->state) {
        /* An earlier pull may have brought it. */
        if (strtoll(colon + 1, NULL, 10) > stream_top(channel->stream)) desk_pull(desk, channel);
    } else if (channel == desk->pulled) {
        channel->is_wanted_again = true;
    }
}

void desk_enter(struct desk *desk, struct subscription *subscription, const char *name, bool is_asked)
{
    struct channel *channel = find(desk, name, strlen(name));
    if (!channel) {
        channel = channel_new(name);
        list_append(&desk->channels, &channel->of_all);
    }
    subscription->channel = channel;
    subscription->asked_ms = desk->shared->now_ms;
    list_append(&channel->readers, &subscription->of_channel);
    if (!is_asked) return;
    to_list(desk, subscription, SUBSCRIPTION_IN_QUEUE);
    go_on(desk);
}

void desk_leave(struct desk *desk, struct subscription *subscription)
{
    struct channel *channel = subscription->channel;
    to_list(desk, subscription, SUBSCRIPTION_NOWHERE);
    if (desk->asked == subscription) desk->asked = NULL;
    list_remove(&subscription->of_channel);
    if (!list_is_empty(&channel->readers)) return;
    if (channel->is_queued) list_remove(&channel->of_queue);
    if (desk->pulled == channel) desk->pulled = NULL;
    list_remove(&channel->of_all);
    channel_free(channel);
}

void desk_pull(struct desk *desk, struct channel *channel)
{
    if (channel == desk->pulled) {
        channel->is_wanted_again = true;
    } else if (!channel->is_queued) {
        channel->is_queued = true;
        list_append(&desk->wanted, &channel->of_queue);
    }
    go_on(desk);
}

static void on_up(void *context)
{
    struct desk *desk = context;
    desk->step = STEP_PREPARE_PULL;
    desk->asked_ms = clock_mono_ms();
    database_prepare(desk->database, "pull", PULL_SQL);
}

static void on_result(void *context, const PGresult *result)
{
    struct desk *desk = context;
    ExecStatusType status = PQresultStatus(result);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    enum desk_step step = desk->step;
    bool is_no_channel = step == STEP_PULL && sqlstate && strcmp(sqlstate, "HP404") == 0;
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && !is_no_channel) {
        const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        lose(desk, message ? message : "error");
        return;
    }
    desk->shared->now_ms = clock_mono_ms();
    desk->asked_ms = desk->shared->now_ms;
    desk->step = step < STEP_IDLE ? step + 1 : STEP_IDLE;
    if (desk->step == STEP_PREPARE_AUTHORISE) {
        database_prepare(desk->database, "authorise", AUTHORISE_SQL);
        return;
    }
    if (desk->step == STEP_PREPARE_TOPS) {
        database_prepare(desk->database, "tops", TOPS_SQL);
        return;
    }
    desk->backoff = (struct backoff){0};
    if (step == STEP_AUTHORISE) take_verdict(desk, result);
    if (step == STEP_PULL) take_pull(desk, is_no_channel ? NULL : result);
    if (step == STEP_TOPS) take_tops(desk, result);
    go_on(desk);
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
static void go_on(struct desk *desk)
{
    int64_t now_ms = clock_mono_ms();
    struct subscription *due;
    if (desk->step != STEP_IDLE || !database_is_idle(desk->database)) return;
    /* Also when the process itself was away: nothing is pulled before all who are due have been asked about. */
    while ((due = LIST_ITEM(list_first(&desk->rest), struct subscription, of_desk)) &&
           due->check_ms <= now_ms)
        to_list(desk, due, SUBSCRIPTION_IN_QUEUE);
    if (ask_authorise(desk) || ask_pull(desk) || ask_tops(desk)) desk->asked_ms = now_ms;
}

static bool ask_authorise(struct desk *desk)
{
    struct subscription *subscription = LIST_ITEM(list_first(&desk->queue), struct subscription, of_desk);
    if (!subscription) return false;
    const char *parameters[] = {subscription->session->badge->token.hash, subscription->channel->name};
    to_list(desk, subscription, SUBSCRIPTION_NOWHERE);
    desk->asked = subscription;
    desk->step = STEP_AUTHORISE;
    database_execute(desk->database, "authorise", 2, parameters);
    return true;
}

static bool ask_pull(struct desk *desk)
{
    struct channel *channel = LIST_ITEM(list_first(&desk->wanted), struct channel, of_queue);
    if (!channel) return false;
    list_remove(&channel->of_queue);
    channel->is_queued = channel->is_wanted_again = false;
    desk->pulled = channel;
    desk->step = STEP_PULL;
    pull_ask(desk->database, "pull", channel->name, channel->stream, !channel->state, CHANNEL_KEEP_TEXT);
    return true;
}

/* Names are of our own pattern: they need no quotes in an array. */
static bool ask_tops(struct desk *desk)
{
    int64_t now_ms = clock_mono_ms();
    if (now_ms - desk->poll_ms < POLL_MS || list_is_empty(&desk->channels)) return false;
    struct frame names = {0};
    frame_begin(&names);
    for (struct list *at = list_first(&desk->channels); at; at = list_after(&desk->channels, at))
        frame_print(&names, "%s%s", at == list_first(&desk->channels) ? "{" : ",",
                    LIST_ITEM(at, struct channel, of_all)->name);
    frame_append(&names, "}", 2);
    size_t length;
    const char *text = (const char *)frame_payload(&names, &length);
    desk->poll_ms = now_ms;
    desk->step = STEP_TOPS;
    database_execute(desk->database, "tops", 1, &text);
    frame_free(&names);
    return true;
}

static void take_verdict(struct desk *desk, const PGresult *result)
{
    struct subscription *subscription = desk->asked;
    desk->asked = NULL;
    if (!subscription) return;
    bool is_allowed = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    if (is_allowed) {
        subscription->check_ms = desk->shared->now_ms + desk->check_ms;
        to_list(desk, subscription, SUBSCRIPTION_AT_REST);
    }
    subscription_on_verdict(desk->shared, subscription, is_allowed);
    session_flush(desk->shared, subscription->session);
}

/* `result` NULL: there is no such channel. */
static void take_pull(struct desk *desk, const PGresult *result)
{
    struct channel *channel = desk->pulled;
    desk->pulled = NULL;
    if (!channel) return;
    struct pull_target target = channel_target(channel);
    struct pull_outcome outcome = {.is_at_top = true};
    if (!result) {
        for (struct list *at = list_first(&channel->readers); at; at = list_after(&channel->readers, at))
            subscription_refuse(LIST_ITEM(at, struct subscription, of_channel), REPLY_UNKNOWN_CHANNEL);
    } else if (!pull_take(result, &target, &outcome)) {
        lose(desk, "a stream contradicts itself");
        return;
    }
    if (!outcome.is_at_top || channel->is_wanted_again) desk_pull(desk, channel);
    flush_readers(desk, channel);
}

static void take_tops(struct desk *desk, const PGresult *result)
{
    for (int row = 0; row < PQntuples(result); row++) {
        const char *name = PQgetvalue(result, row, 0);
        struct channel *channel = find(desk, name, strlen(name));
        if (!channel || !channel->state) continue;
        if (strcmp(PQgetvalue(result, row, 1), stream_epoch(channel->stream)) != 0 ||
            strtoll(PQgetvalue(result, row, 2), NULL, 10) != stream_top(channel->stream))
            desk_pull(desk, channel);
    }
}

/* A session that ends on the way takes its own subscription with it, and with the last one the channel. */
static void flush_readers(struct desk *desk, struct channel *channel)
{
    bool is_complete = channel_is_complete(channel);
    for (struct list *at = list_first(&channel->readers), *next; at; at = next) {
        struct subscription *reader = LIST_ITEM(at, struct subscription, of_channel);
        next = list_after(&channel->readers, at);
        if (is_complete) subscription_on_loaded(reader);
        session_flush(desk->shared, reader->session);
    }
}

/* Who waits for a reply is told to try again; plain clients wait for the database. */
static void lose_patience(struct desk *desk, int64_t now_ms)
{
    desk->shared->now_ms = now_ms;
    for (struct subscription *late; (late = find_late(desk, now_ms)) != NULL;) {
        subscription_refuse(late, REPLY_INTERNAL);
        session_flush(desk->shared, late->session);
    }
}

static struct subscription *find_late(const struct desk *desk, int64_t now_ms)
{
    for (struct list *at = list_first(&desk->channels); at; at = list_after(&desk->channels, at)) {
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

static struct channel *find(const struct desk *desk, const char *name, size_t length)
{
    for (struct list *at = list_first(&desk->channels); at; at = list_after(&desk->channels, at)) {
        struct channel *channel = LIST_ITEM(at, struct channel, of_all);
        if (strlen(channel->name) == length && memcmp(channel->name, name, length) == 0) return channel;
    }
    return NULL;
}

static void to_list(struct desk *desk, struct subscription *subscription, enum subscription_list list)
{
    struct list *lists[] = {NULL, &desk->queue, &desk->rest};
    if (subscription->list != SUBSCRIPTION_NOWHERE) list_remove(&subscription->of_desk);
    if (list != SUBSCRIPTION_NOWHERE) list_append(lists[list], &subscription->of_desk);
    subscription->list = (uint8_t)list;
}

/* What was under way is asked again; leave first, before anything new is told. */
static void lose(struct desk *desk, const char *reason)
{
    database_close(desk->database);
    if (desk->asked) {
        list_prepend(&desk->queue, &desk->asked->of_desk);
        desk->asked->list = SUBSCRIPTION_IN_QUEUE;
    }
    if (desk->pulled) {
        desk->pulled->is_queued = true;
        list_prepend(&desk->wanted, &desk->pulled->of_queue);
    }
    desk->asked = NULL;
    desk->pulled = NULL;
    desk->step = STEP_PREPARE_PULL;
    int64_t wait_ms = backoff_fail(&desk->backoff, clock_mono_ms());
    log_warn("desk_lost", "retry_ms=%" PRId64 " reason=\"%s\"", wait_ms, reason);
}
