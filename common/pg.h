/* SPDX-License-Identifier: MIT */
/* One PostgreSQL connection: prepared statements, a deadline on every call, reconnects before a call but never within
 * one. Used by one thread at a time; the event-driven gateway has a client of its own. */
#ifndef HIPPO_PG_H
#define HIPPO_PG_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pg;

/* Prepared on every new connection, in this order, or when first called (pg_prepare_lazily); pg_call takes the index. */
struct pg_statement {
    const char *name;
    const char *sql;
    int parameters;
};

enum pg_outcome {
    PG_DONE,    /* rows in *result */
    PG_REFUSED, /* a rule in SQL raised an error: SQLSTATE class HP; see pg_sqlstate and pg_message */
    PG_FAILED,  /* any other error of the statement; the connection is still good */
    PG_LOST,    /* no connection, or it broke or timed out: whether the call had effect is unknown */
};

/* Does not connect yet. `url` is any libpq connection string; `application` shows in pg_stat_activity.
 * The statements must outlive the connection. Never fails. */
struct pg *pg_new(const char *url, const char *application, const struct pg_statement *statements,
                  size_t count);
void pg_free(struct pg *pg);

/* From the next connection on, each statement is prepared when it is first called. For a long table: connecting then
 * does not cost a round trip for each statement. */
void pg_prepare_lazily(struct pg *pg);

/* From the next connection on, `sql` is run first on each new one (a SET). It must outlive the connection. */
void pg_begin_with(struct pg *pg, const char *sql);

/* Reads only: unless the string says something else, a hot standby is wanted, and no primary will do. */
void pg_want_standby(struct pg *pg);

/* Connects and prepares when not connected. False: not possible within `timeout_ms`; pg_message says why. */
bool pg_connect(struct pg *pg, int64_t timeout_ms) __attribute__((warn_unused_result));
void pg_disconnect(struct pg *pg);
bool pg_is_connected(const struct pg *pg);

/* Whether a pooler stands between: the server that answers is not the one that said hello. False also when it does not answer
 * within `timeout_ms`. */
bool pg_is_pooled(struct pg *pg, int64_t timeout_ms);

/* Runs `sql` as it is, without preparing it; as pg_call, but several statements may stand in it, and *result is the last one's. */
enum pg_outcome pg_run(struct pg *pg, const char *sql, int64_t timeout_ms, PGresult **result)
    __attribute__((warn_unused_result));

/* Incremented with every connection made, so that the owner of session state (a lock) notices a new one. */
uint64_t pg_generation(const struct pg *pg);

/* Runs statement number `index` with text parameters (NULL: SQL null). Connects first when it must.
 * On PG_DONE the caller owns *result (PQclear); otherwise *result is NULL. */
enum pg_outcome pg_call(struct pg *pg, size_t index, const char *const *parameters, int64_t timeout_ms,
                        PGresult **result) __attribute__((warn_unused_result));

/* The same for a statement of many rows: `on_row` is called with each as it comes, and nothing of them is kept. When the outcome is
 * not PG_DONE, the rows before it were none, or not all. */
typedef void pg_on_row(void *context, const PGresult *row);
enum pg_outcome pg_call_rows(struct pg *pg, size_t index, const char *const *parameters, int64_t timeout_ms,
                             pg_on_row *on_row, void *context) __attribute__((warn_unused_result));

/* Of the last call that did not end in PG_DONE: five characters or "", the message (one line, of up to 511 bytes) and its
 * detail (whole; "" when none). Valid until the next call. */
const char *pg_sqlstate(const struct pg *pg);
const char *pg_message(const struct pg *pg);
const char *pg_detail(const struct pg *pg);

#endif
