/* SPDX-License-Identifier: MIT */
/* One request at a time: first whether those who follow still may, then in turns whether others may begin, and what is to
 * be pulled, fetches before polls. */
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

/* Asked about at once. */
#define ASK_MAX 64
#define QUEUE_MAX 4096
#define BUCKETS 256

#define AUTHORISE_SQL                                                                                        \
    "select gateway.channel_authorise(q.token_hash, q.channel) "                                             \
    "from unnest($1::bytea[], $2::text[]) with ordinality q (token_hash, channel, place) order by q.place"
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
    struct list channels; /* all */
    struct list buckets[BUCKETS];
    struct list wanted;     /* to be fetched */
    struct list queue;      /* readers to be asked about for the first time */
    struct list authorised; /* those to be asked about again, by check_ms */
    struct list awaited;    /* those with a deadline, about in its order */
    size_t queued;
    struct channel *fetched;               /* STEP_FETCH: which; NULL: forgotten in the meantime */
    struct channel_reader *asked[ASK_MAX]; /* STEP_AUTHORISE: likewise */
    size_t asked_count;
    bool is_pulls_turn;
};

static void on_up(void *context);
static void on_result(void *context, const PGresult *result);
static void on_notify(void *context, const char *payload);
static bool on_error(void *context, const char *sqlstate);
static void on_down(void *context, const char *reason, int64_t retry_ms);
static void go_on(struct channel_source *source);
static bool ask_authorise(struct channel_source *source, const struct list *list, int64_t now_ms);
static struct channel_reader *first_due(const struct list *list, int64_t now_ms);
static void send_question(struct channel_source *source, struct frame *hashes, struct frame *names);
static bool ask_fetch(struct channel_source *source);
static bool ask_tops(struct channel_source *source, int64_t now_ms);
static void apply_authorisation(struct channel_source *source, const PGresult *result);
static void apply_fetch(struct channel_source *source, const PGresult *result);
static void apply_tops(struct channel_source *source, const PGresult *result);
static void tell_readers(struct channel *channel, bool is_there);
static void expire_requests(struct channel_source *source, int64_t now_ms);
static void attach(struct channel_source *source, struct channel_reader *reader);
static struct channel *find(struct channel_source *source, const char *name, size_t length);
static struct list *bucket_of(struct channel_source *source, const char *name, size_t length);
static void move_to(struct channel_source *source, struct channel_reader *reader,
                    enum channel_reader_place place);

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
    list_init(&source->awaited);
    for (size_t i = 0; i < BUCKETS; i++)
        list_init(&source->buckets[i]);
    return source;
}

void channel_source_tick(struct channel_source *source, int64_t now_ms)
{
    expire_requests(source, now_ms);
    bool is_wanted = !list_is_empty(&source->channels) || !list_is_empty(&source->queue);
    pg_connection_tick(source->database, now_ms, is_wanted);
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

bool channel_source_has_room(const struct channel_source *source, size_t readers)
{
    return source->queued + readers <= QUEUE_MAX;
}

void channel_source_join(struct channel_source *source, struct channel_reader *reader)
{
    move_to(source, reader, CHANNEL_READER_QUEUED);
    go_on(source);
}

void channel_source_leave(struct channel_source *source, struct channel_reader *reader)
{
    struct channel *channel = reader->channel;
    move_to(source, reader, CHANNEL_READER_NOWHERE);
    channel_source_await(source, reader, 0);
    if (!channel) return;
    list_remove(&reader->of_channel);
    if (!list_is_empty(&channel->readers)) return;
    if (channel->is_queued) list_remove(&channel->of_queue);
    if (source->fetched == channel) source->fetched = NULL;
    list_remove(&channel->of_all);
    list_remove(&channel->of_bucket);
    channel_free(channel);
}

void channel_source_await(struct channel_source *source, struct channel_reader *reader, int64_t deadline_ms)
{
    if (reader->deadline_ms != 0) list_remove(&reader->of_awaited);
    reader->deadline_ms = deadline_ms;
    if (deadline_ms != 0) list_append(&source->awaited, &reader->of_awaited);
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

void channel_source_print(const struct channel_source *source, struct frame *names, struct frame *readers)
{
    const char *before = "{";
    for (struct list *at = list_first(&source->channels); at; at = list_after(&source->channels, at)) {
        const struct channel *channel = LIST_ITEM(at, struct channel, of_all);
        frame_print(names, "%s%s", before, channel->name);
        if (readers) frame_print(readers, "%s%zu", before, list_length(&channel->readers));
        before = ",";
    }
    frame_print(names, *before == '{' ? "{}" : "}");
    if (readers) frame_print(readers, *before == '{' ? "{}" : "}");
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
    if (step == STEP_PREPARE_FETCH) {
        source->step = STEP_PREPARE_AUTHORISE;
        pg_connection_prepare(source->database, "authorise", AUTHORISE_SQL);
        return;
    }
    if (step == STEP_PREPARE_AUTHORISE) {
        source->step = STEP_PREPARE_TOPS;
        pg_connection_prepare(source->database, "tops", TOPS_SQL);
        return;
    }
    pg_connection_settle(source->database);
    /* The step stays meanwhile: whatever readers want then is asked for when all have been told. */
    if (step == STEP_AUTHORISE) apply_authorisation(source, result);
    source->step = STEP_IDLE;
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
    for (size_t i = source->asked_count; i-- > 0;) {
        struct channel_reader *reader = source->asked[i];
        if (!reader) continue;
        reader->place = reader->channel ? CHANNEL_READER_AUTHORISED : CHANNEL_READER_QUEUED;
        list_prepend(reader->channel ? &source->authorised : &source->queue, &reader->of_source);
        if (!reader->channel) source->queued++;
    }
    if (source->fetched) {
        source->fetched->is_queued = true;
        list_prepend(&source->wanted, &source->fetched->of_queue);
    }
    source->asked_count = 0;
    source->fetched = NULL;
    source->step = STEP_PREPARE_FETCH;
    log_warn("desk_lost", "retry_ms=%" PRId64 " reason=\"%s\"", retry_ms, reason);
}

/* May be called at any time, also from within a reader's event: sending a request moves the step. */
static void go_on(struct channel_source *source)
{
    int64_t now_ms = clock_mono_ms();
    if (source->step != STEP_IDLE || !pg_connection_is_idle(source->database)) return;
    /* Also when the process itself was away: nothing is fetched before all who are due have been asked about. */
    if (ask_authorise(source, &source->authorised, now_ms)) return;
    bool is_pulls_turn = source->is_pulls_turn;
    source->is_pulls_turn = !is_pulls_turn && ask_authorise(source, &source->queue, now_ms);
    if (source->is_pulls_turn || ask_fetch(source) || ask_tops(source, now_ms)) return;
    source->is_pulls_turn = is_pulls_turn && ask_authorise(source, &source->queue, now_ms);
}

/* About as many as fit of those of the list who are due. Hashes and names are of our own patterns: in an array they need no
 * more than a backslash quoted. */
static bool ask_authorise(struct channel_source *source, const struct list *list, int64_t now_ms)
{
    struct channel_reader *reader = first_due(list, now_ms);
    struct frame hashes = {0}, names = {0};
    if (!reader) return false;
    frame_begin(&hashes);
    frame_begin(&names);
    for (; reader && source->asked_count < ASK_MAX; reader = first_due(list, now_ms)) {
        const char *before = source->asked_count == 0 ? "{" : ",";
        frame_print(&hashes, "%s\\%s", before, reader->token_hash);
        frame_print(&names, "%s%s", before, reader->name);
        move_to(source, reader, CHANNEL_READER_ASKED);
        source->asked[source->asked_count++] = reader;
    }
    send_question(source, &hashes, &names);
    frame_free(&hashes);
    frame_free(&names);
    return true;
}

static struct channel_reader *first_due(const struct list *list, int64_t now_ms)
{
    struct channel_reader *reader = LIST_ITEM(list_first(list), struct channel_reader, of_source);
    return reader && reader->check_ms <= now_ms ? reader : NULL;
}

static void send_question(struct channel_source *source, struct frame *hashes, struct frame *names)
{
    size_t length;
    frame_append(hashes, "}", 2);
    frame_append(names, "}", 2);
    const char *parameters[] = {(const char *)frame_payload(hashes, &length),
                                (const char *)frame_payload(names, &length)};
    source->step = STEP_AUTHORISE;
    pg_connection_execute(source->database, "authorise", 2, parameters);
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

static bool ask_tops(struct channel_source *source, int64_t now_ms)
{
    if (now_ms - source->poll_ms < POLL_MS || list_is_empty(&source->channels)) return false;
    struct frame names = {0};
    frame_begin(&names);
    channel_source_print(source, &names, NULL);
    frame_append(&names, "", 1);
    size_t length;
    const char *text = (const char *)frame_payload(&names, &length);
    source->poll_ms = now_ms;
    source->step = STEP_TOPS;
    pg_connection_execute(source->database, "tops", 1, &text);
    frame_free(&names);
    return true;
}

/* Readers may leave on the way, also others than the one that is told. */
static void apply_authorisation(struct channel_source *source, const PGresult *result)
{
    for (size_t i = 0; i < source->asked_count; i++) {
        struct channel_reader *reader = source->asked[i];
        if (!reader) continue;
        bool is_allowed = (int)i < PQntuples(result) && strcmp(PQgetvalue(result, (int)i, 0), "t") == 0;
        reader->check_ms = clock_mono_ms() + source->check_ms;
        move_to(source, reader, is_allowed ? CHANNEL_READER_AUTHORISED : CHANNEL_READER_NOWHERE);
        if (is_allowed && !reader->channel) attach(source, reader);
        reader->events->authorised(reader, is_allowed);
    }
    source->asked_count = 0;
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
    struct channel_reader *late;
    while ((late = LIST_ITEM(list_first(&source->awaited), struct channel_reader, of_awaited)) &&
           late->deadline_ms <= now_ms) {
        channel_source_await(source, late, 0);
        late->events->failed(late, CHANNEL_TIMED_OUT);
    }
}

static void attach(struct channel_source *source, struct channel_reader *reader)
{
    size_t length = strlen(reader->name);
    reader->channel = find(source, reader->name, length);
    if (!reader->channel) {
        reader->channel = channel_new(reader->name);
        list_append(&source->channels, &reader->channel->of_all);
        list_append(bucket_of(source, reader->name, length), &reader->channel->of_bucket);
    }
    list_append(&reader->channel->readers, &reader->of_channel);
}

static struct channel *find(struct channel_source *source, const char *name, size_t length)
{
    const struct list *bucket = bucket_of(source, name, length);
    for (struct list *at = list_first(bucket); at; at = list_after(bucket, at)) {
        struct channel *channel = LIST_ITEM(at, struct channel, of_bucket);
        if (strlen(channel->name) == length && memcmp(channel->name, name, length) == 0) return channel;
    }
    return NULL;
}

/* FNV-1a; without a secret, since only channels that there are have a place here. */
static struct list *bucket_of(struct channel_source *source, const char *name, size_t length)
{
    uint32_t hash = 2166136261;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (uint8_t)name[i]) * 16777619;
    return &source->buckets[(hash ^ hash >> 16) % BUCKETS];
}

static void move_to(struct channel_source *source, struct channel_reader *reader,
                    enum channel_reader_place place)
{
    if (reader->place == CHANNEL_READER_QUEUED) source->queued--;
    if (reader->place == CHANNEL_READER_QUEUED || reader->place == CHANNEL_READER_AUTHORISED)
        list_remove(&reader->of_source);
    for (size_t i = 0; reader->place == CHANNEL_READER_ASKED && i < source->asked_count; i++)
        if (source->asked[i] == reader) source->asked[i] = NULL;
    reader->place = place;
    if (place == CHANNEL_READER_QUEUED) {
        source->queued++;
        list_append(&source->queue, &reader->of_source);
    } else if (place == CHANNEL_READER_AUTHORISED) {
        list_append(&source->authorised, &reader->of_source);
    }
}
