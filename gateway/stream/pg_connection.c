/* SPDX-License-Identifier: MIT */
/* While connecting the socket is polled by a short timer, because libpq may change its socket at each step; once the connection
 * is up, its socket is watched by the loop. */
#include "stream/pg_connection.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"
#include "loop/backoff.h"
#include "loop/fd_watch.h"
#include "pg_dial.h"

#define CONNECT_STEP_US 5000
#define ANSWER_MS 5000 /* a request unanswered for so long means that the connection is lost */
#define REASON_MAX 256

enum pg_connection_state { PG_CONNECTION_CLOSED, PG_CONNECTION_CONNECTING, PG_CONNECTION_UP };

struct pg_connection {
    lws_sorted_usec_list_t timer; /* first: the callback gets it */
    struct lws_context *loop;
    struct lws_vhost *vhost;
    struct pg_dial *dial;
    struct pg_connection_listener listener;
    enum pg_connection_state state;
    bool is_busy;
    int64_t asked_ms; /* when the last request began */
    struct backoff backoff;
    PGconn *connection;
    PGresult *result; /* the last one of the request under way */
    struct fd_watch watch;
};

static void on_timer(lws_sorted_usec_list_t *timer);
static void come_up(struct pg_connection *database);
static void on_socket(void *context, enum fd_watch_event event);
static void sent(struct pg_connection *database, int is_good);
static void flush(struct pg_connection *database);
static void read_input(struct pg_connection *database);
static bool read_results(struct pg_connection *database);
static void read_notifications(struct pg_connection *database);
static void check_result(struct pg_connection *database, const PGresult *result);
static void close_all(struct pg_connection *database);

struct pg_connection *pg_connection_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                        struct pg_connection_listener listener)
{
    struct pg_connection *database = calloc(1, sizeof *database);
    if (!database) fatal("reason=\"out of memory\"");
    *database = (struct pg_connection){
        .loop = loop, .vhost = vhost, .listener = listener, .dial = pg_dial_new(url, "hippo-gateway")};
    return database;
}

void pg_connection_tick(struct pg_connection *database, int64_t now_ms, bool is_wanted)
{
    if (database->is_busy && now_ms - database->asked_ms >= ANSWER_MS)
        pg_connection_fail(database, "no answer in time");
    if (database->state != PG_CONNECTION_CLOSED || !is_wanted || now_ms < database->backoff.retry_ms) return;
    database->state = PG_CONNECTION_CONNECTING;
    pg_dial_start(database->dial, now_ms);
    lws_sul_schedule(database->loop, 0, &database->timer, on_timer, 1);
}

void pg_connection_query(struct pg_connection *database, const char *sql)
{
    sent(database, PQsendQuery(database->connection, sql));
}

void pg_connection_prepare(struct pg_connection *database, const char *name, const char *sql)
{
    sent(database, PQsendPrepare(database->connection, name, sql, 0, NULL));
}

void pg_connection_execute(struct pg_connection *database, const char *name, int count,
                           const char *const *parameters)
{
    sent(database, PQsendQueryPrepared(database->connection, name, count, parameters, NULL, NULL, 0));
}

bool pg_connection_is_idle(const struct pg_connection *database)
{
    return database->state == PG_CONNECTION_UP && !database->is_busy;
}

int pg_connection_server(const struct pg_connection *database)
{
    return PQbackendPID(database->connection);
}

int64_t pg_connection_asked_ms(const struct pg_connection *database)
{
    return database->asked_ms;
}

void pg_connection_settle(struct pg_connection *database)
{
    database->backoff = (struct backoff){0};
}

void pg_connection_fail(struct pg_connection *database, const char *reason)
{
    char text[REASON_MAX];
    (void)snprintf(text, sizeof text, "%s", reason);
    text[strcspn(text, "\r\n")] = '\0';
    close_all(database);
    database->listener.on_down(database->listener.context, text,
                               backoff_fail(&database->backoff, clock_mono_ms()));
}

static void on_timer(lws_sorted_usec_list_t *timer)
{
    struct pg_connection *database = (struct pg_connection *)timer;
    switch (pg_dial_step(database->dial, clock_mono_ms())) {
    case PG_DIAL_RUNNING:
        lws_sul_schedule(database->loop, 0, &database->timer, on_timer, CONNECT_STEP_US);
        return;
    case PG_DIAL_DONE:
        come_up(database);
        return;
    case PG_DIAL_FAILED:
        pg_connection_fail(database, pg_dial_reason(database->dial));
        return;
    }
}

static void come_up(struct pg_connection *database)
{
    database->connection = pg_dial_take(database->dial);
    if (PQsetnonblocking(database->connection, 1) != 0 ||
        !fd_watch_open(&database->watch, database->vhost, PQsocket(database->connection), on_socket,
                       database)) {
        pg_connection_fail(database, "no descriptor left");
        return;
    }
    database->state = PG_CONNECTION_UP;
    database->listener.on_up(database->listener.context);
}

static void on_socket(void *context, enum fd_watch_event event)
{
    struct pg_connection *database = context;
    switch (event) {
    case FD_WATCH_READABLE:
        read_input(database);
        return;
    case FD_WATCH_WRITABLE:
        flush(database);
        return;
    case FD_WATCH_BROKEN:
        pg_connection_fail(database, "the connection broke");
        return;
    }
}

/* A failure is not told from inside the request, but by the next look at the socket or the next tick: the caller's state
 * does not change under it. */
static void sent(struct pg_connection *database, int is_good)
{
    if (database->is_busy) fatal("reason=\"two requests at once\"");
    database->is_busy = true;
    database->asked_ms = clock_mono_ms();
    if (is_good) flush(database);
}

static void flush(struct pg_connection *database)
{
    if (PQflush(database->connection) == 1) fd_watch_want_write(&database->watch);
}

static void read_input(struct pg_connection *database)
{
    if (!PQconsumeInput(database->connection)) {
        pg_connection_fail(database, PQerrorMessage(database->connection));
        return;
    }
    flush(database);
    /* A callback may end the connection. */
    while (database->state == PG_CONNECTION_UP && read_results(database)) {
    }
    if (database->state == PG_CONNECTION_UP) read_notifications(database);
}

/* True when a request was completed: its callback may have sent the next one. */
static bool read_results(struct pg_connection *database)
{
    while (database->is_busy && !PQisBusy(database->connection)) {
        PGresult *next = PQgetResult(database->connection);
        if (next) {
            PQclear(database->result);
            database->result = next;
            continue;
        }
        PGresult *result = database->result;
        database->result = NULL;
        database->is_busy = false;
        if (result) check_result(database, result);
        PQclear(result);
        return true;
    }
    return false;
}

static void read_notifications(struct pg_connection *database)
{
    PGnotify *notify;
    while (database->state == PG_CONNECTION_UP && (notify = PQnotifies(database->connection)) != NULL) {
        database->listener.on_notify(database->listener.context, notify->extra);
        PQfreemem(notify);
    }
}

static void check_result(struct pg_connection *database, const PGresult *result)
{
    const struct pg_connection_listener *listener = &database->listener;
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        listener->on_result(listener->context, result);
        return;
    }
    char reason[REASON_MAX];
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!sqlstate) sqlstate = "";
    if (listener->on_error && listener->on_error(listener->context, sqlstate)) return;
    (void)snprintf(reason, sizeof reason, "%s (%s)", message ? message : "error", sqlstate);
    pg_connection_fail(database, reason);
}

static void close_all(struct pg_connection *database)
{
    lws_sul_cancel(&database->timer);
    pg_dial_stop(database->dial);
    fd_watch_close(&database->watch);
    PQclear(database->result);
    PQfinish(database->connection);
    database->result = NULL;
    database->connection = NULL;
    database->is_busy = false;
    database->state = PG_CONNECTION_CLOSED;
}
