/* SPDX-License-Identifier: MIT */
/* A connection pool in which only one thread at a time tries to reach an unavailable database, so that the others do not
 * wait for it. */
#include "database.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "answer.h"
#include "clock.h"
#include "log.h"
#include "pg.h"
#include "replica.h"

#define QUERY_MS 2000
#define LONG_QUERY_MS 12000 /* less than the proxy's timeout */
/* The server gives up a little earlier than this side, undoes all and says so; the connection lives on. */
#define STATEMENT_MS 1800
#define LONG_STATEMENT_MS 11800
#define SET_TIMEOUT(ms) "set statement_timeout = " #ms
#define SET_TIMEOUT_TO(ms) SET_TIMEOUT(ms)
#define LONG_QUERIES_MAX 2    /* at a time, on connections of their own: reports must not delay sales */
#define PROBE_INTERVAL_MS 250 /* between two tries to reach an unavailable database */
#define RETRY_LEFT_MIN_MS 20  /* with less time left there is no retry */
#define CONNECT_MIN_MS                                                                                       \
    500 /* with less time left, one that did not connect in time says nothing of the database */
#define REASON_MAX 256
#define REPORT_PARAMETERS_MAX 8

struct connection {
    struct pg *pg;
    struct pg
        *replica; /* of a long one: a report's, so that no more of them run at a time; NULL: there is none */
};

/* Free connections, all with the same time limit; a stack: the one used last is used next. */
struct stack {
    struct connection *idle;
    size_t count;
};

struct database {
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t released;
    struct stack ordinary, lengthy;
    struct replica *replica; /* NULL: there is none */
    bool is_unavailable, is_probing;
    int64_t next_probe_ms; /* no probe before */
    char reason[REASON_MAX];
};

/* Hands rows on, and counts them. */
struct row_reader {
    database_on_row *on_row; /* NULL: the statement has one row */
    void *context;
    size_t count;
};

static void fill(struct stack *stack, const char *url, size_t connections, const char *first);
static struct pg *connection_to(const char *url, const char *first);
static void empty(struct stack *stack);
static void query_on(struct database *database, struct pg *pg, int64_t deadline,
                     enum database_statement statement, const char *const *parameters, struct arena *arena,
                     struct database_answer *answer, struct row_reader *reader);
static void query_report(struct database *database, const struct connection *connection, int64_t deadline,
                         enum database_statement statement, const char *const *parameters,
                         struct arena *arena, struct database_answer *answer, struct row_reader *reader);
static bool query_replica(struct database *database, const struct connection *connection, int64_t deadline,
                          enum database_statement statement, const char **parameters, struct arena *arena,
                          struct database_answer *answer, struct row_reader *reader);
static enum pg_outcome call(struct pg *pg, enum database_statement statement, const char *const *parameters,
                            int64_t deadline, struct arena *arena, struct database_answer *answer,
                            struct row_reader *reader);
static void on_row_of(void *context, const PGresult *row);
static void note_late(enum database_statement statement, int64_t left, struct database_answer *answer);
static bool is_long(enum database_statement statement);
static bool is_report(enum database_statement statement);
static bool acquire(struct database *database, bool lasts, int64_t deadline, struct connection *connection);
static void release(struct database *database, bool lasts, struct connection connection);
static bool connect_through_gate(struct database *database, struct pg *pg, int64_t deadline);
static bool was_rolled_back(const struct pg *pg);
static void answer_unavailable(struct database *database, struct arena *arena,
                               struct database_answer *answer);

struct database *database_open(const char *url, const char *replica_url, int64_t lag_max_ms,
                               size_t connections)
{
    struct database *database = calloc(1, sizeof *database);
    if (!database) fatal("reason=\"out of memory\"");
    fill(&database->ordinary, url, connections, SET_TIMEOUT_TO(STATEMENT_MS));
    fill(&database->lengthy, url, LONG_QUERIES_MAX, SET_TIMEOUT_TO(LONG_STATEMENT_MS));
    if (*replica_url) database->replica = replica_new(lag_max_ms);
    for (size_t i = 0; database->replica && i < LONG_QUERIES_MAX; i++) {
        struct pg *pg = connection_to(replica_url, SET_TIMEOUT_TO(LONG_STATEMENT_MS));
        pg_want_standby(pg);
        database->lengthy.idle[i].replica = pg;
    }
    clock_init_condition(&database->released);
    (void)pthread_mutex_init(&database->lock, NULL);
    return database;
}

void database_close(struct database *database)
{
    if (!database) return;
    empty(&database->ordinary);
    empty(&database->lengthy);
    replica_free(database->replica);
    (void)pthread_cond_destroy(&database->released);
    (void)pthread_mutex_destroy(&database->lock);
    free(database);
}

struct replica *database_replica(const struct database *database)
{
    return database->replica;
}

void database_query(struct database *database, enum database_statement statement,
                    const char *const *parameters, struct arena *arena, struct database_answer *answer)
{
    database_query_rows(database, statement, parameters, arena, answer, NULL, NULL);
}

void database_query_rows(struct database *database, enum database_statement statement,
                         const char *const *parameters, struct arena *arena, struct database_answer *answer,
                         database_on_row *on_row, void *context)
{
    bool lasts = is_long(statement);
    struct row_reader reader = {.on_row = on_row, .context = context};
    int64_t deadline = clock_mono_ms() + (lasts ? LONG_QUERY_MS : QUERY_MS);
    struct connection connection;
    if (!acquire(database, lasts, deadline, &connection)) {
        *answer = (struct database_answer){.kind = DATABASE_BUSY,
                                           .message = lasts ? "too many reports at a time"
                                                            : "no connection came free in time",
                                           .detail = ""};
        return;
    }
    if (is_report(statement))
        query_report(database, &connection, deadline, statement, parameters, arena, answer, &reader);
    else
        query_on(database, connection.pg, deadline, statement, parameters, arena, answer, &reader);
    release(database, lasts, connection);
}

static void fill(struct stack *stack, const char *url, size_t connections, const char *first)
{
    stack->idle = calloc(connections, sizeof *stack->idle);
    if (!stack->idle) fatal("reason=\"out of memory\"");
    for (; stack->count < connections; stack->count++)
        stack->idle[stack->count].pg = connection_to(url, first);
}

static struct pg *connection_to(const char *url, const char *first)
{
    struct pg *pg = pg_new(url, "hippo-api", statements, statements_count);
    pg_prepare_lazily(pg);
    pg_begin_with(pg, first);
    return pg;
}

static void empty(struct stack *stack)
{
    for (size_t i = 0; i < stack->count; i++) {
        pg_free(stack->idle[i].pg);
        pg_free(stack->idle[i].replica);
    }
    free(stack->idle);
}

static void query_on(struct database *database, struct pg *pg, int64_t deadline,
                     enum database_statement statement, const char *const *parameters, struct arena *arena,
                     struct database_answer *answer, struct row_reader *reader)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        bool was_connected = pg_is_connected(pg);
        if (!was_connected && !connect_through_gate(database, pg, deadline)) {
            answer_unavailable(database, arena, answer);
            break;
        }
        enum pg_outcome outcome = call(pg, statement, parameters, deadline, arena, answer, reader);
        bool should_retry = outcome == PG_LOST ? was_connected : outcome == PG_FAILED && was_rolled_back(pg);
        if (!should_retry || reader->count > 0 || deadline - clock_mono_ms() < RETRY_LEFT_MIN_MS) break;
    }
}

/* The last two parameters say where its figures come from. */
static void query_report(struct database *database, const struct connection *connection, int64_t deadline,
                         enum database_statement statement, const char *const *parameters,
                         struct arena *arena, struct database_answer *answer, struct row_reader *reader)
{
    const char *with[REPORT_PARAMETERS_MAX] = {NULL};
    size_t own = (size_t)statements[statement].parameters - 2;
    memcpy(with, parameters, own * sizeof *with);
    if (connection->replica &&
        query_replica(database, connection, deadline, statement, with, arena, answer, reader))
        return;
    if (reader->count > 0) reader->on_row(reader->context, NULL, 0);
    reader->count = 0;
    query_on(database, connection->pg, deadline, statement, with, arena, answer, reader);
}

/* Who may read what, the main database says: a replica would still know who was sent away a moment ago. False: the replica does not
 * answer, and the last of the parameters says why. */
static bool query_replica(struct database *database, const struct connection *connection, int64_t deadline,
                          enum database_statement statement, const char **parameters, struct arena *arena,
                          struct database_answer *answer, struct row_reader *reader)
{
    struct row_reader one = {.on_row = NULL};
    const char **as_of = &parameters[statements[statement].parameters - 2], **because = as_of + 1;
    query_on(database, connection->pg, deadline, DATABASE_REPLICA_TERMS, parameters, arena, answer, &one);
    if (answer->kind != DATABASE_TEXT) return true;
    *as_of = replica_ask(database->replica, connection->replica, DATABASE_REPLICA_STANDING, parameters[0],
                         answer->text, arena, because);
    if (!*as_of) return false;
    *because = NULL;
    enum pg_outcome outcome =
        call(connection->replica, statement, parameters, deadline, arena, answer, reader);
    *because = replica_judge(database->replica, connection->replica, outcome, clock_mono_ms() >= deadline);
    *as_of = NULL;
    return !*because;
}

static enum pg_outcome call(struct pg *pg, enum database_statement statement, const char *const *parameters,
                            int64_t deadline, struct arena *arena, struct database_answer *answer,
                            struct row_reader *reader)
{
    PGresult *result = NULL;
    int64_t left = deadline - clock_mono_ms();
    enum pg_outcome outcome = reader->on_row
                                  ? pg_call_rows(pg, statement, parameters, left, on_row_of, reader)
                                  : pg_call(pg, statement, parameters, left, &result);
    answer_of_outcome(pg, outcome, result, arena, answer);
    if (outcome == PG_LOST && clock_mono_ms() >= deadline) note_late(statement, left, answer);
    return outcome;
}

static void on_row_of(void *context, const PGresult *row)
{
    struct row_reader *reader = context;
    reader->count++;
    reader->on_row(reader->context, PQgetvalue(row, 0, 0), (size_t)PQgetlength(row, 0, 0));
}

/* The connection was there, and no answer in time. With less time left than the server gives a statement, it was others
 * that took too long. */
static void note_late(enum database_statement statement, int64_t left, struct database_answer *answer)
{
    bool had_waited = left < (is_long(statement) ? LONG_STATEMENT_MS : STATEMENT_MS);
    answer->kind = had_waited ? DATABASE_BUSY : DATABASE_FAILED;
    (void)snprintf(answer->sqlstate, sizeof answer->sqlstate, "57014"); /* as when the server gives up */
}

static bool is_long(enum database_statement statement)
{
    return is_report(statement) || statement == DATABASE_PROOF;
}

/* A proof is of the main database's own books, and those are read. */
static bool is_report(enum database_statement statement)
{
    return statement == DATABASE_REPORT || statement == DATABASE_REPORT_LINES;
}

/* A long query does not wait for another one. False: no connection came free in time. */
static bool acquire(struct database *database, bool lasts, int64_t deadline, struct connection *connection)
{
    struct timespec until = clock_timespec(deadline);
    (void)pthread_mutex_lock(&database->lock);
    struct stack *stack = lasts ? &database->lengthy : &database->ordinary;
    while (stack->count == 0 && !lasts)
        if (pthread_cond_timedwait(&database->released, &database->lock, &until) != 0) break;
    bool is_free = stack->count > 0;
    if (is_free) *connection = stack->idle[--stack->count];
    (void)pthread_mutex_unlock(&database->lock);
    return is_free;
}

static void release(struct database *database, bool lasts, struct connection connection)
{
    (void)pthread_mutex_lock(&database->lock);
    struct stack *stack = lasts ? &database->lengthy : &database->ordinary;
    stack->idle[stack->count++] = connection;
    if (!lasts) (void)pthread_cond_signal(&database->released);
    (void)pthread_mutex_unlock(&database->lock);
}

/* Any thread may connect while the database is thought to be available; else one at a time, every PROBE_INTERVAL_MS. */
static bool connect_through_gate(struct database *database, struct pg *pg, int64_t deadline)
{
    int64_t now = clock_mono_ms();
    (void)pthread_mutex_lock(&database->lock);
    bool is_prober = database->is_unavailable && !database->is_probing && now >= database->next_probe_ms;
    bool may_pass = !database->is_unavailable || is_prober;
    if (is_prober) database->is_probing = true;
    (void)pthread_mutex_unlock(&database->lock);
    if (!may_pass) return false;

    bool is_connected = pg_connect(pg, deadline - now);
    bool had_time = deadline - now >= CONNECT_MIN_MS || clock_mono_ms() < deadline;
    (void)pthread_mutex_lock(&database->lock);
    bool is_away = !is_connected && (had_time || database->is_unavailable);
    bool is_news = database->is_unavailable != is_away;
    database->is_unavailable = is_away;
    database->next_probe_ms = clock_mono_ms() + PROBE_INTERVAL_MS;
    if (is_prober) database->is_probing = false;
    if (!is_connected) (void)snprintf(database->reason, sizeof database->reason, "%s", pg_message(pg));
    (void)pthread_mutex_unlock(&database->lock);
    if (is_news && is_connected) log_info("database_back", "");
    if (is_news && !is_connected) log_warn("database_away", "reason=\"%s\"", pg_message(pg));
    return is_connected;
}

/* The statement had no effect, and a retry sees what the concurrent one committed. */
static bool was_rolled_back(const struct pg *pg)
{
    static const char *const states[] = {
        "40001", /* serialization failure */
        "40P01", /* deadlock */
        "23505", /* unique violation, of an idempotency key: the retry returns the other's answer */
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(pg_sqlstate(pg), states[i]) == 0) return true;
    return false;
}

static void answer_unavailable(struct database *database, struct arena *arena, struct database_answer *answer)
{
    (void)pthread_mutex_lock(&database->lock);
    *answer =
        (struct database_answer){.kind = database->is_unavailable ? DATABASE_UNAVAILABLE : DATABASE_BUSY,
                                 .message = answer_copy(arena, database->reason),
                                 .detail = ""};
    (void)pthread_mutex_unlock(&database->lock);
}
