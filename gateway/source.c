/* SPDX-License-Identifier: MIT */
/* A row of steps after each connect, then pull after pull. Whatever goes wrong ends in one place, lose(). */
#include "source.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "database.h"
#include "hub.h"
#include "log.h"

#define CHANNEL "race"
#define SCHEMA_NEEDED 1
#define PULL_LIMIT "1024"

#define ANSWER_MS 5000   /* a step unanswered for so long means that the connection is lost */
#define POLL_MS 1000     /* at most between two pulls */
#define SELFTEST_MS 2000 /* for our own NOTIFY to come back */
#define RETRY_FIRST_MS 100
#define RETRY_MOST_MS 5000

#define PULL_SQL                                                                                             \
    "select kind, \"offset\", epoch, data, now_ms "                                                          \
    "from gateway.stream_pull($1::text, $2::text, $3::bigint, $4::integer)"
enum pull_column { PULL_KIND, PULL_OFFSET, PULL_EPOCH, PULL_DATA, PULL_NOW_MS, PULL_COLUMNS };

/* In the order they are taken after a connect. */
enum source_step { STEP_LISTEN, STEP_SCHEMA, STEP_PREPARE, STEP_SELFTEST, STEP_PULL };

struct source {
    struct hub *hub;
    struct database *database;
    enum source_step step;
    bool is_wanted;         /* a NOTIFY came while a pull was under way */
    int64_t asked_ms;       /* when the request under way was sent, or the last one */
    int64_t connect_ms;     /* of the attempt under way */
    int64_t retry_ms;       /* when closed: the next attempt */
    int64_t retry_delay_ms; /* grows with each failure */
    int64_t selftest_ms;    /* deadline of the self-test; 0: none runs */
    char selftest[48];
    bool has_round; /* logged the first one */
};

static void on_up(void *context);
static void on_result(void *context, const PGresult *result);
static void on_notify(void *context, const char *payload);
static void on_down(void *context, const char *reason);
static void ask(struct source *source, enum source_step step);
static void ask_selftest(struct source *source);
static void ask_pull(struct source *source);
static bool check_schema(const PGresult *result);
static void take_pull(struct source *source, const PGresult *result);
static bool take_head(struct source *source, const PGresult *result);
static bool take_event(struct source *source, const PGresult *result, int row);
static bool take_snapshot(struct source *source, const PGresult *result, int row);
static void caught_up(struct source *source);
static int64_t integer_at(const PGresult *result, int row, enum pull_column column);
static bool is_kind(const PGresult *result, int row, const char *kind);
static void lose(struct source *source, const char *reason);
static int64_t random_up_to(int64_t most);

struct source *source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url, struct hub *hub)
{
    struct source *source = calloc(1, sizeof *source);
    if (!source) fatal("reason=\"out of memory\"");
    struct database_listener listener = {.on_up = on_up,
                                         .on_result = on_result,
                                         .on_notify = on_notify,
                                         .on_down = on_down,
                                         .context = source};
    *source = (struct source){.hub = hub, .database = database_new(loop, vhost, url, listener)};
    return source;
}

void source_turn(struct source *source, int64_t now_ms)
{
    if (source->selftest_ms && now_ms >= source->selftest_ms) {
        source->selftest_ms = 0;
        log_error("listen_failed",
                  "reason=\"a NOTIFY to ourselves did not come back: DATABASE_URL probably goes "
                  "through a pooler (transaction pooling breaks LISTEN); polling each second\"");
    }
    if (database_is_closed(source->database)) {
        if (now_ms < source->retry_ms) return;
        source->connect_ms = now_ms;
        database_connect(source->database);
    } else if (database_is_idle(source->database)) {
        if (source->step == STEP_PULL && now_ms - source->asked_ms >= POLL_MS) ask(source, STEP_PULL);
    } else if (now_ms - source->connect_ms >= ANSWER_MS && now_ms - source->asked_ms >= ANSWER_MS) {
        lose(source, "no answer in time");
    }
}

static void on_up(void *context)
{
    ask(context, STEP_LISTEN);
}

static void on_result(void *context, const PGresult *result)
{
    struct source *source = context;
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        char reason[256];
        const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        (void)snprintf(reason, sizeof reason, "%s (%s)", message ? message : "error",
                       sqlstate ? sqlstate : "");
        lose(source, reason);
        return;
    }
    if (source->step == STEP_SCHEMA && !check_schema(result)) {
        lose(source, "the schema is older than this gateway: migrate first");
        return;
    }
    if (source->step == STEP_PULL)
        take_pull(source, result);
    else
        ask(source, source->step + 1);
}

static void on_notify(void *context, const char *payload)
{
    struct source *source = context;
    if (source->selftest_ms && strcmp(payload, source->selftest) == 0) source->selftest_ms = 0;
    if (strncmp(payload, CHANNEL ":", strlen(CHANNEL ":")) != 0) return;
    /* An earlier pull brought it already. (Of a stream made anew the next poll tells.) */
    if (strtoll(payload + strlen(CHANNEL ":"), NULL, 10) <= stream_top(hub_stream(source->hub))) return;
    if (source->step == STEP_PULL && database_is_idle(source->database))
        ask(source, STEP_PULL);
    else
        source->is_wanted = true;
}

static void on_down(void *context, const char *reason)
{
    lose(context, reason);
}

static void ask(struct source *source, enum source_step step)
{
    source->step = step;
    source->asked_ms = clock_mono_ms();
    switch (step) {
    case STEP_LISTEN:
        database_query(source->database, "listen hippo");
        return;
    case STEP_SCHEMA:
        database_query(source->database, "select gateway.schema_version()");
        return;
    case STEP_PREPARE:
        database_prepare(source->database, "pull", PULL_SQL);
        return;
    case STEP_SELFTEST:
        ask_selftest(source);
        return;
    case STEP_PULL:
        ask_pull(source);
        return;
    }
    fatal("reason=\"unknown step\"");
}

/* Other gateways hear it too, and ignore it: it names no channel of the stream. */
static void ask_selftest(struct source *source)
{
    char sql[96];
    (void)snprintf(source->selftest, sizeof source->selftest, "selftest:%d:%" PRId64, (int)getpid(),
                   source->asked_ms);
    (void)snprintf(sql, sizeof sql, "select pg_notify('hippo', '%s')", source->selftest);
    source->selftest_ms = source->asked_ms + SELFTEST_MS;
    database_query(source->database, sql);
}

static void ask_pull(struct source *source)
{
    char after[24];
    const struct stream *stream = hub_stream(source->hub);
    const char *epoch = stream_epoch(stream);
    (void)snprintf(after, sizeof after, "%" PRId64, stream_top(stream));
    bool is_first = !*epoch || !hub_has_snapshot(source->hub);
    const char *parameters[] = {CHANNEL, is_first ? NULL : epoch, is_first ? NULL : after, PULL_LIMIT};
    source->is_wanted = false;
    database_execute(source->database, "pull", 4, parameters);
}

static bool check_schema(const PGresult *result)
{
    long version = PQntuples(result) == 1 ? strtol(PQgetvalue(result, 0, 0), NULL, 10) : 0;
    log_info("database_ready", "schema=%ld", version);
    return version >= SCHEMA_NEEDED;
}

/* The rows come in order: head, events, and the snapshot when they reach the top and anything is new. */
static void take_pull(struct source *source, const PGresult *result)
{
    int rows = PQntuples(result), events = 0;
    bool is_good = PQnfields(result) == PULL_COLUMNS && rows > 0 && is_kind(result, 0, "head");
    if (is_good)
        hub_note_time(source->hub, source->asked_ms, clock_mono_ms(), integer_at(result, 0, PULL_NOW_MS));
    bool has_snapshot = false;
    for (int row = 1; is_good && row < rows; row++) {
        if (is_kind(result, row, "event")) {
            is_good = take_event(source, result, row);
            events++;
        } else {
            is_good = take_snapshot(source, result, row);
            has_snapshot = true;
        }
    }
    if (is_good && events == 0 && !has_snapshot) is_good = take_head(source, result);
    if (!is_good) {
        lose(source, "the stream contradicts itself");
        return;
    }
    bool is_at_top = stream_top(hub_stream(source->hub)) == integer_at(result, 0, PULL_OFFSET);
    if (is_at_top && hub_has_snapshot(source->hub)) caught_up(source);
    hub_publish(source->hub);
    if (!is_at_top || source->is_wanted) ask(source, STEP_PULL);
}

/* Nothing came with it, so we must be where the stream is. */
static bool take_head(struct source *source, const PGresult *result)
{
    const struct stream *stream = hub_stream(source->hub);
    return strcmp(PQgetvalue(result, 0, PULL_EPOCH), stream_epoch(stream)) == 0 &&
           integer_at(result, 0, PULL_OFFSET) == stream_top(stream);
}

/* An event that is not the next one: the stream was made anew, or events were lost (trimmed while we were away for
 * very long, or cut out by hand). Clients cannot go on across that, and are sent away to start again. */
static bool take_event(struct source *source, const PGresult *result, int row)
{
    const struct stream *stream = hub_stream(source->hub);
    int64_t offset = integer_at(result, row, PULL_OFFSET);
    const char *epoch = PQgetvalue(result, row, PULL_EPOCH);
    if (strcmp(epoch, stream_epoch(stream)) != 0 || offset != stream_top(stream) + 1) {
        if (*stream_epoch(stream))
            log_warn("stream_restart", "epoch=%s after=%" PRId64 " known_epoch=%s known_top=%" PRId64, epoch,
                     offset - 1, stream_epoch(stream), stream_top(stream));
        hub_restart(source->hub, epoch, offset - 1);
    }
    return hub_append(source->hub, offset, PQgetvalue(result, row, PULL_DATA),
                      (size_t)PQgetlength(result, row, PULL_DATA)) == STREAM_APPENDED;
}

static bool take_snapshot(struct source *source, const PGresult *result, int row)
{
    const struct stream *stream = hub_stream(source->hub);
    const char *epoch = PQgetvalue(result, row, PULL_EPOCH);
    int64_t offset = integer_at(result, row, PULL_OFFSET);
    /* A stream without any event brings only this row. */
    if (strcmp(epoch, stream_epoch(stream)) != 0 || offset != stream_top(stream))
        hub_restart(source->hub, epoch, offset);
    return hub_take_snapshot(source->hub, offset, PQgetvalue(result, row, PULL_DATA));
}

static void caught_up(struct source *source)
{
    source->retry_delay_ms = 0;
    hub_set_degraded(source->hub, false, clock_mono_ms());
    if (source->has_round || hub_round(source->hub) < 0) return;
    source->has_round = true;
    log_info("round_seen", "round=%" PRId64 " offset=%" PRId64 " epoch=%s", hub_round(source->hub),
             hub_snapshot_offset(source->hub), stream_epoch(hub_stream(source->hub)));
}

static int64_t integer_at(const PGresult *result, int row, enum pull_column column)
{
    return strtoll(PQgetvalue(result, row, column), NULL, 10);
}

static bool is_kind(const PGresult *result, int row, const char *kind)
{
    return strcmp(PQgetvalue(result, row, PULL_KIND), kind) == 0;
}

/* Clients stay: they are told once, and get all that they missed when the database is back. */
static void lose(struct source *source, const char *reason)
{
    database_close(source->database);
    source->selftest_ms = 0;
    source->is_wanted = false;
    source->step = STEP_LISTEN;
    int64_t delay_ms = source->retry_delay_ms * 2;
    if (delay_ms < RETRY_FIRST_MS) delay_ms = RETRY_FIRST_MS;
    if (delay_ms > RETRY_MOST_MS) delay_ms = RETRY_MOST_MS;
    source->retry_delay_ms = delay_ms;
    /* Jitter, so that gateways that lost the same database do not come back as one. */
    int64_t now_ms = clock_mono_ms(), wait_ms = delay_ms / 2 + random_up_to(delay_ms / 2);
    source->retry_ms = now_ms + wait_ms;
    log_warn("database_lost", "retry_ms=%" PRId64 " reason=\"%s\"", wait_ms, reason);
    if (hub_has_snapshot(source->hub)) hub_set_degraded(source->hub, true, now_ms);
    hub_publish(source->hub);
}

static int64_t random_up_to(int64_t most)
{
    uint64_t number = 0;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != sizeof number) number = (uint64_t)clock_mono_ms();
    return (int64_t)(number % (uint64_t)(most + 1));
}
