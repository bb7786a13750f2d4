/* SPDX-License-Identifier: MIT */
/* libpq's non-blocking functions driven with poll(2), so that no call outlives its deadline. */
#include "pg.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"
#include "pg_dial.h"

#define MESSAGE_MAX_BYTES 512

struct pg {
    struct pg_dial *dial;
    const struct pg_statement *statements;
    size_t count;
    bool prepares_lazily;
    const char *first; /* run on every new connection; NULL: nothing */
    bool *prepared;    /* of this connection, one for each statement */
    PGconn *connection;
    uint64_t generation;
    char sqlstate[6];
    char message[MESSAGE_MAX_BYTES];
    char *detail;      /* NULL: none */
    pg_on_row *on_row; /* during a call for rows; else NULL */
    void *row_context;
};

static bool open_connection(struct pg *pg, int64_t deadline);
static bool run_first(struct pg *pg, int64_t deadline);
static enum pg_outcome run(struct pg *pg, const char *sql, int64_t deadline, PGresult **result);
static bool prepare_all(struct pg *pg, int64_t deadline);
static enum pg_outcome prepare(struct pg *pg, size_t index, int64_t deadline);
static enum pg_outcome call(struct pg *pg, size_t index, const char *const *parameters, int64_t timeout_ms,
                            PGresult **result);
static bool wait_for_socket(struct pg *pg, short events, int64_t deadline);
static PGresult *read_result(struct pg *pg, int64_t deadline);
static enum pg_outcome classify_result(struct pg *pg, PGresult *answer, PGresult **result);
static void set_error(struct pg *pg, const char *sqlstate, const char *message, const char *detail);
static void copy_line(char target[MESSAGE_MAX_BYTES], const char *text);

struct pg *pg_new(const char *url, const char *application, const struct pg_statement *statements,
                  size_t count)
{
    struct pg *pg = calloc(1, sizeof *pg);
    if (!pg) fatal("reason=\"out of memory\"");
    bool *prepared = calloc(count ? count : 1, sizeof *prepared);
    if (!prepared) fatal("reason=\"out of memory\"");
    *pg = (struct pg){.dial = pg_dial_new(url, application),
                      .statements = statements,
                      .count = count,
                      .prepared = prepared};
    return pg;
}

void pg_free(struct pg *pg)
{
    if (!pg) return;
    pg_disconnect(pg);
    pg_dial_free(pg->dial);
    free(pg->detail);
    free(pg->prepared);
    free(pg);
}

void pg_prepare_lazily(struct pg *pg)
{
    pg->prepares_lazily = true;
}

void pg_begin_with(struct pg *pg, const char *sql)
{
    pg->first = sql;
}

void pg_want_standby(struct pg *pg)
{
    pg_dial_want_standby(pg->dial);
}

bool pg_connect(struct pg *pg, int64_t timeout_ms)
{
    if (pg_is_connected(pg)) return true;
    pg_disconnect(pg);
    int64_t deadline = clock_mono_ms() + timeout_ms;
    memset(pg->prepared, 0, pg->count * sizeof *pg->prepared);
    if (open_connection(pg, deadline) && run_first(pg, deadline) &&
        (pg->prepares_lazily || prepare_all(pg, deadline))) {
        pg->generation++;
        return true;
    }
    pg_disconnect(pg);
    return false;
}

void pg_disconnect(struct pg *pg)
{
    if (pg->connection) PQfinish(pg->connection);
    pg->connection = NULL;
}

bool pg_is_connected(const struct pg *pg)
{
    return pg->connection && PQstatus(pg->connection) == CONNECTION_OK;
}

bool pg_is_pooled(struct pg *pg, int64_t timeout_ms)
{
    PGresult *result;
    if (pg_run(pg, "select pg_backend_pid()", timeout_ms, &result) != PG_DONE) return false;
    bool is_same = strtol(PQgetvalue(result, 0, 0), NULL, 10) == PQbackendPID(pg->connection);
    PQclear(result);
    return !is_same;
}

enum pg_outcome pg_run(struct pg *pg, const char *sql, int64_t timeout_ms, PGresult **result)
{
    *result = NULL;
    int64_t deadline = clock_mono_ms() + timeout_ms;
    pg->on_row = NULL;
    if (!pg_connect(pg, timeout_ms)) return PG_LOST;
    enum pg_outcome outcome = run(pg, sql, deadline, result);
    if (outcome == PG_LOST) pg_disconnect(pg);
    return outcome;
}

uint64_t pg_generation(const struct pg *pg)
{
    return pg->generation;
}

enum pg_outcome pg_call(struct pg *pg, size_t index, const char *const *parameters, int64_t timeout_ms,
                        PGresult **result)
{
    pg->on_row = NULL;
    return call(pg, index, parameters, timeout_ms, result);
}

enum pg_outcome pg_call_rows(struct pg *pg, size_t index, const char *const *parameters, int64_t timeout_ms,
                             pg_on_row *on_row, void *context)
{
    PGresult *rest;
    pg->on_row = on_row;
    pg->row_context = context;
    enum pg_outcome outcome = call(pg, index, parameters, timeout_ms, &rest);
    pg->on_row = NULL;
    PQclear(rest);
    return outcome;
}

const char *pg_sqlstate(const struct pg *pg)
{
    return pg->sqlstate;
}

const char *pg_message(const struct pg *pg)
{
    return pg->message;
}

const char *pg_detail(const struct pg *pg)
{
    return pg->detail ? pg->detail : "";
}

static bool open_connection(struct pg *pg, int64_t deadline)
{
    enum pg_dial_state state = PG_DIAL_RUNNING;
    for (pg_dial_start(pg->dial, clock_mono_ms()); state == PG_DIAL_RUNNING;) {
        state = pg_dial_step(pg->dial, clock_mono_ms());
        int64_t left = deadline - clock_mono_ms();
        if (state == PG_DIAL_RUNNING && left <= 0) {
            pg_dial_stop(pg->dial);
            set_error(pg, "", "no answer in time", "");
            return false;
        }
        if (state == PG_DIAL_RUNNING) pg_dial_wait(pg->dial, left);
    }
    if (state == PG_DIAL_FAILED) {
        set_error(pg, "", pg_dial_reason(pg->dial), "");
        return false;
    }
    pg->connection = pg_dial_take(pg->dial);
    if (PQsetnonblocking(pg->connection, 1) == 0) return true;
    set_error(pg, "", PQerrorMessage(pg->connection), "");
    return false;
}

static bool run_first(struct pg *pg, int64_t deadline)
{
    PGresult *unused = NULL;
    enum pg_outcome outcome = pg->first ? run(pg, pg->first, deadline, &unused) : PG_DONE;
    PQclear(unused);
    return outcome == PG_DONE;
}

static enum pg_outcome run(struct pg *pg, const char *sql, int64_t deadline, PGresult **result)
{
    PGresult *answer = NULL;
    if (PQsendQuery(pg->connection, sql))
        answer = read_result(pg, deadline);
    else
        set_error(pg, "", PQerrorMessage(pg->connection), "");
    return classify_result(pg, answer, result);
}

static bool prepare_all(struct pg *pg, int64_t deadline)
{
    for (size_t i = 0; i < pg->count; i++)
        if (prepare(pg, i, deadline) != PG_DONE) return false;
    return true;
}

static enum pg_outcome prepare(struct pg *pg, size_t index, int64_t deadline)
{
    if (pg->prepared[index]) return PG_DONE;
    const struct pg_statement *statement = &pg->statements[index];
    PGresult *answer = NULL, *unused = NULL;
    if (PQsendPrepare(pg->connection, statement->name, statement->sql, statement->parameters, NULL))
        answer = read_result(pg, deadline);
    else
        set_error(pg, "", PQerrorMessage(pg->connection), "");
    enum pg_outcome outcome = classify_result(pg, answer, &unused);
    PQclear(unused);
    pg->prepared[index] = outcome == PG_DONE;
    return outcome;
}

static enum pg_outcome call(struct pg *pg, size_t index, const char *const *parameters, int64_t timeout_ms,
                            PGresult **result)
{
    *result = NULL;
    if (index >= pg->count) fatal("reason=\"no such statement\" index=%zu", index);
    int64_t deadline = clock_mono_ms() + timeout_ms;
    if (!pg_connect(pg, timeout_ms)) return PG_LOST;
    const struct pg_statement *statement = &pg->statements[index];
    enum pg_outcome outcome = prepare(pg, index, deadline);
    if (outcome == PG_LOST) pg_disconnect(pg);
    if (outcome != PG_DONE) return outcome;
    PGresult *answer = NULL;
    if (PQsendQueryPrepared(pg->connection, statement->name, statement->parameters, parameters, NULL, NULL,
                            0) &&
        (!pg->on_row || PQsetSingleRowMode(pg->connection)))
        answer = read_result(pg, deadline);
    else
        set_error(pg, "", PQerrorMessage(pg->connection), "");
    outcome = classify_result(pg, answer, result);
    /* The late answer would otherwise be read by the next call. */
    if (outcome == PG_LOST) pg_disconnect(pg);
    return outcome;
}

static bool wait_for_socket(struct pg *pg, short events, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline - clock_mono_ms();
        struct pollfd ready = {.fd = PQsocket(pg->connection), .events = events};
        int n = left <= 0 ? 0 : poll(&ready, 1, (int)left);
        if (n > 0) return true;
        if (n < 0 && errno == EINTR) continue;
        set_error(pg, "", n == 0 ? "no answer in time" : strerror(errno), "");
        return false;
    }
}

/* Flushes the request and reads its one result; NULL, with the error set, when the connection is lost. */
static PGresult *read_result(struct pg *pg, int64_t deadline)
{
    int unsent;
    while ((unsent = PQflush(pg->connection)) == 1)
        if (!wait_for_socket(pg, POLLIN | POLLOUT, deadline) || !PQconsumeInput(pg->connection)) return NULL;
    PGresult *last = NULL;
    while (unsent == 0) {
        while (PQisBusy(pg->connection)) {
            if (!wait_for_socket(pg, POLLIN, deadline)) {
                PQclear(last);
                return NULL;
            }
            if (!PQconsumeInput(pg->connection)) break;
        }
        PGresult *next = PQgetResult(pg->connection);
        if (!next) break;
        if (pg->on_row && PQresultStatus(next) == PGRES_SINGLE_TUPLE) pg->on_row(pg->row_context, next);
        PQclear(last);
        last = next;
    }
    if (last && PQstatus(pg->connection) == CONNECTION_OK) return last;
    set_error(pg, last ? PQresultErrorField(last, PG_DIAG_SQLSTATE) : "", PQerrorMessage(pg->connection), "");
    PQclear(last);
    return NULL;
}

/* Owns `answer`: moved to *result if the statement succeeded, else its error is set and it is freed. */
static enum pg_outcome classify_result(struct pg *pg, PGresult *answer, PGresult **result)
{
    if (!answer) return PG_LOST;
    ExecStatusType status = PQresultStatus(answer);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        *result = answer;
        return PG_DONE;
    }
    set_error(pg, PQresultErrorField(answer, PG_DIAG_SQLSTATE),
              PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY),
              PQresultErrorField(answer, PG_DIAG_MESSAGE_DETAIL));
    PQclear(answer);
    return strncmp(pg->sqlstate, "HP", 2) == 0 ? PG_REFUSED : PG_FAILED;
}

static void set_error(struct pg *pg, const char *sqlstate, const char *message, const char *detail)
{
    (void)snprintf(pg->sqlstate, sizeof pg->sqlstate, "%s", sqlstate ? sqlstate : "");
    copy_line(pg->message, message ? message : "");
    /* Not truncated: it may be JSON. */
    free(pg->detail);
    pg->detail = detail && *detail ? strdup(detail) : NULL;
}

static void copy_line(char target[MESSAGE_MAX_BYTES], const char *text)
{
    (void)snprintf(target, MESSAGE_MAX_BYTES, "%s", text);
    size_t length = strcspn(target, "\r\n");
    /* Not through the middle of a UTF-8 character. */
    if (length == MESSAGE_MAX_BYTES - 1)
        while (length > 0 && (text[length] & 0xc0) == 0x80)
            length--;
    target[length] = '\0';
}
