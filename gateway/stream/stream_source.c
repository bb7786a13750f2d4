/* SPDX-License-Identifier: MIT */
/* Steps in a fixed order after each connect, then fetch after fetch. Whatever goes wrong ends in on_down(). */
#include "stream/stream_source.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "loop/metrics.h"
#include "pooling.h"
#include "stream/channel_source.h"
#include "stream/fetch.h"
#include "stream/frame.h"
#include "stream/live_state.h"
#include "stream/pg_connection.h"
#include "stream/protocol.h"

#define CHANNEL PROTOCOL_CHANNEL
#define SCHEMA_NEEDED 33
#define FETCH_LIMIT "1024"

#define POLL_MS 1000     /* at most between two fetches */
#define SELFTEST_MS 2000 /* for our own NOTIFY to come back */
#define TELL_MS 10000    /* between two words about who is here */

/* In the order they are taken after a connect. */
enum stream_source_step {
    STEP_LISTEN,
    STEP_SCHEMA,
    STEP_PREPARE,
    STEP_PREPARE_TELL,
    STEP_SELFTEST,
    STEP_FETCH,
    STEP_TELL, /* now and then, between two fetches */
};

struct stream_source {
    const char *url;
    bool is_pooler_looked_at;
    struct live_state *live;
    struct channel_source *channel_source;
    struct pg_connection *database;
    enum stream_source_step step;
    bool is_poll;        /* no notification asked for the fetch under way */
    bool is_wanted;      /* a notification came while a fetch was under way */
    int64_t tell_ms;     /* when was told last who is here */
    int64_t selftest_ms; /* deadline of the self-test; 0: none runs */
    char selftest[48];
    bool has_round; /* logged the first one */
};

static void on_up(void *context);
static void on_result(void *context, const PGresult *result);
static bool on_error(void *context, const char *sqlstate);
static void on_notify(void *context, const char *payload);
static void on_down(void *context, const char *reason, int64_t retry_ms);
static void ask(struct stream_source *source, enum stream_source_step step);
static void ask_selftest(struct stream_source *source);
static void ask_fetch(struct stream_source *source);
static void ask_tell(struct stream_source *source);
static bool check_schema(const PGresult *result);
static void look_for_pooler(struct stream_source *source, const PGresult *result);
static void apply_fetch(struct stream_source *source, const PGresult *result);
static void caught_up(struct stream_source *source);
static void told(struct stream_source *source);

struct stream_source *stream_source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                        struct live_state *live, struct channel_source *channel_source)
{
    struct stream_source *source = calloc(1, sizeof *source);
    if (!source) fatal("reason=\"out of memory\"");
    struct pg_connection_listener listener = {.on_up = on_up,
                                              .on_result = on_result,
                                              .on_error = on_error,
                                              .on_notify = on_notify,
                                              .on_down = on_down,
                                              .context = source};
    *source = (struct stream_source){.url = url,
                                     .live = live,
                                     .channel_source = channel_source,
                                     .database = pg_connection_new(loop, vhost, url, listener)};
    return source;
}

void stream_source_tick(struct stream_source *source, int64_t now_ms)
{
    if (source->selftest_ms && now_ms >= source->selftest_ms) {
        source->selftest_ms = 0;
        log_error("listen_failed",
                  "reason=\"a NOTIFY to ourselves did not come back: DATABASE_URL probably goes "
                  "through a pooler (transaction pooling breaks LISTEN); polling each second\"");
    }
    pg_connection_tick(source->database, now_ms, true);
    if (source->step != STEP_FETCH || !pg_connection_is_idle(source->database)) return;
    if (now_ms - source->tell_ms >= TELL_MS) {
        source->tell_ms = now_ms;
        ask(source, STEP_TELL);
    } else if (now_ms - pg_connection_asked_ms(source->database) >= POLL_MS) {
        metrics->pulls_polled++;
        source->is_poll = true;
        ask(source, STEP_FETCH);
    }
}

static void on_up(void *context)
{
    ask(context, STEP_LISTEN);
}

static void on_result(void *context, const PGresult *result)
{
    struct stream_source *source = context;
    if (source->step == STEP_SCHEMA && !check_schema(result)) {
        pg_connection_fail(source->database, "the schema is older than this gateway: migrate first");
        return;
    }
    if (source->step == STEP_SCHEMA) look_for_pooler(source, result);
    if (source->step == STEP_FETCH)
        apply_fetch(source, result);
    else if (source->step == STEP_TELL)
        told(source);
    else
        ask(source, source->step + 1);
}

/* Nobody needs to know who is here for the races to go on: a database that takes no writes does not take this one either. */
static bool on_error(void *context, const char *sqlstate)
{
    struct stream_source *source = context;
    (void)sqlstate;
    if (source->step != STEP_TELL) return false;
    told(source);
    return true;
}

static void told(struct stream_source *source)
{
    source->step = STEP_FETCH;
    if (source->is_wanted) ask(source, STEP_FETCH);
}

static void on_notify(void *context, const char *payload)
{
    struct stream_source *source = context;
    if (source->selftest_ms && strcmp(payload, source->selftest) == 0) source->selftest_ms = 0;
    if (strncmp(payload, CHANNEL ":", strlen(CHANNEL ":")) != 0) {
        channel_source_on_notify(source->channel_source, payload);
        return;
    }
    /* An earlier fetch brought it already. (A stream that was made anew is found by the next poll.) */
    if (strtoll(payload + strlen(CHANNEL ":"), NULL, 10) <= stream_top(live_state_stream(source->live)))
        return;
    metrics->pulls_woken++;
    if (source->step == STEP_FETCH && pg_connection_is_idle(source->database))
        ask(source, STEP_FETCH);
    else
        source->is_wanted = true;
}

/* Clients stay connected: `degraded` is sent to them once, and what they missed when the database is back. */
static void on_down(void *context, const char *reason, int64_t retry_ms)
{
    struct stream_source *source = context;
    source->selftest_ms = 0;
    source->is_wanted = false;
    source->step = STEP_LISTEN;
    log_warn("database_lost", "retry_ms=%" PRId64 " reason=\"%s\"", retry_ms, reason);
    if (live_state_has_snapshot(source->live)) live_state_set_degraded(source->live, true, clock_mono_ms());
    live_state_publish(source->live);
}

static void ask(struct stream_source *source, enum stream_source_step step)
{
    source->step = step;
    switch (step) {
    case STEP_LISTEN:
        pg_connection_query(source->database, "listen hippo");
        return;
    case STEP_SCHEMA:
        pg_connection_query(source->database, "select gateway.schema_version(), pg_backend_pid()");
        return;
    case STEP_PREPARE:
        pg_connection_prepare(source->database, "fetch", FETCH_SQL);
        return;
    case STEP_PREPARE_TELL:
        pg_connection_prepare(source->database, "tell", "select gateway.presence_tell($1, $2, $3, $4)");
        return;
    case STEP_SELFTEST:
        ask_selftest(source);
        return;
    case STEP_FETCH:
        ask_fetch(source);
        return;
    case STEP_TELL:
        ask_tell(source);
        return;
    }
    fatal("reason=\"unknown step\"");
}

/* Other gateways hear it too, and ignore it: it names no channel of the stream. */
static void ask_selftest(struct stream_source *source)
{
    char sql[96];
    int64_t now_ms = clock_mono_ms();
    (void)snprintf(source->selftest, sizeof source->selftest, "selftest:%d:%" PRId64, (int)getpid(), now_ms);
    (void)snprintf(sql, sizeof sql, "select pg_notify('hippo', '%s')", source->selftest);
    source->selftest_ms = now_ms + SELFTEST_MS;
    pg_connection_query(source->database, sql);
}

static void ask_fetch(struct stream_source *source)
{
    const struct stream *stream = live_state_stream(source->live);
    bool is_first = !*stream_epoch(stream) || !live_state_has_snapshot(source->live);
    source->is_wanted = false;
    fetch_send(source->database, "fetch", CHANNEL, stream, is_first, FETCH_LIMIT);
}

/* Who is connected here. A process is known by its machine and its number there: whoever comes after it counts anew. */
static void ask_tell(struct stream_source *source)
{
    char machine[65] = "", process[80], clients[24];
    struct frame names = {0}, readers = {0};
    uint64_t count = 0;
    size_t length;
    for (size_t i = 0; i < METRICS_PROTOCOLS; i++)
        count += metrics->clients[i];
    (void)gethostname(machine, sizeof machine - 1);
    (void)snprintf(process, sizeof process, "%s:%d", machine, (int)getpid());
    (void)snprintf(clients, sizeof clients, "%" PRIu64, count);
    frame_begin(&names);
    frame_begin(&readers);
    channel_source_print(source->channel_source, &names, &readers);
    frame_append(&names, "", 1);
    frame_append(&readers, "", 1);
    const char *parameters[] = {process, clients, (const char *)frame_payload(&names, &length),
                                (const char *)frame_payload(&readers, &length)};
    pg_connection_execute(source->database, "tell", 4, parameters);
    frame_free(&names);
    frame_free(&readers);
}

static bool check_schema(const PGresult *result)
{
    long version = PQntuples(result) == 1 ? strtol(PQgetvalue(result, 0, 0), NULL, 10) : 0;
    log_info("database_ready", "schema=%ld", version);
    return version >= SCHEMA_NEEDED;
}

/* Once, and beside the loop: it takes some connections and their time. */
static void look_for_pooler(struct stream_source *source, const PGresult *result)
{
    bool is_direct = PQnfields(result) < 2 ||
                     strtol(PQgetvalue(result, 0, 1), NULL, 10) == pg_connection_server(source->database);
    if (!is_direct && !source->is_pooler_looked_at) pooling_refuse_later("DATABASE_URL", source->url, false);
    source->is_pooler_looked_at = !is_direct;
}

static void apply_fetch(struct stream_source *source, const PGresult *result)
{
    const struct fetch_target target = live_state_target(source->live);
    struct fetch_outcome outcome;
    int64_t top = stream_top(live_state_stream(source->live));
    bool is_good = fetch_apply(result, &target, &outcome);
    if (outcome.now_ms >= 0)
        live_state_note_time(source->live, pg_connection_asked_ms(source->database), clock_mono_ms(),
                             outcome.now_ms);
    if (!is_good) {
        pg_connection_fail(source->database, "the stream contradicts itself");
        return;
    }
    /* A notification that came during the fetch was not missed. */
    if (source->is_poll && !source->is_wanted && stream_top(live_state_stream(source->live)) > top)
        metrics->missed_notifications++;
    source->is_poll = false;
    if (outcome.is_at_top && live_state_has_snapshot(source->live)) caught_up(source);
    live_state_publish(source->live);
    if (!outcome.is_at_top || source->is_wanted) ask(source, STEP_FETCH);
}

static void caught_up(struct stream_source *source)
{
    pg_connection_settle(source->database);
    live_state_set_degraded(source->live, false, clock_mono_ms());
    if (source->has_round || live_state_round(source->live) < 0) return;
    source->has_round = true;
    log_info("round_seen", "round=%" PRId64 " offset=%" PRId64 " epoch=%s", live_state_round(source->live),
             live_state_snapshot_offset(source->live), stream_epoch(live_state_stream(source->live)));
}
