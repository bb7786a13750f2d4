/* SPDX-License-Identifier: MIT */
/* One PostgreSQL connection in the event loop: nothing in here ever waits. It connects by itself, gives up on a request that
 * is not answered in time, and tries again, later after each failure; its owner hears what happened. */
#ifndef HIPPO_GATEWAY_STREAM_PG_CONNECTION_H
#define HIPPO_GATEWAY_STREAM_PG_CONNECTION_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

struct pg_connection;
struct lws_context;
struct lws_vhost;

struct pg_connection_listener {
    /* The connection is up. */
    void (*on_up)(void *context);
    /* The request is done; the result is cleared after the call. */
    void (*on_result)(void *context, const PGresult *result);
    /* The request failed in PostgreSQL. False: the connection is of no use any more. NULL: it never is. */
    bool (*on_error)(void *context, const char *sqlstate);
    void (*on_notify)(void *context, const char *payload);
    /* The connection, or the attempt, is over; all is closed, and tried again in `retry_ms`. */
    void (*on_down)(void *context, const char *reason, int64_t retry_ms);
    void *context;
};

struct pg_connection *pg_connection_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                        struct pg_connection_listener listener);

/* Connects when it is due and `is_wanted`, and gives up on what takes too long. Call about every 100 ms with
 * clock_mono_ms. */
void pg_connection_tick(struct pg_connection *database, int64_t now_ms, bool is_wanted);

/* One request at a time: only while idle. on_result, on_error or on_down follows. */
void pg_connection_query(struct pg_connection *database, const char *sql);
void pg_connection_prepare(struct pg_connection *database, const char *name, const char *sql);
void pg_connection_execute(struct pg_connection *database, const char *name, int count,
                           const char *const *parameters);

/* Up, and no request under way. */
bool pg_connection_is_idle(const struct pg_connection *database);

/* The process of the server that said hello. */
int pg_connection_server(const struct pg_connection *database);

/* When the last request was sent, monotonic. */
int64_t pg_connection_asked_ms(const struct pg_connection *database);

/* All is well: the next failure is the first. */
void pg_connection_settle(struct pg_connection *database);

/* Drops the connection, and tries again later; on_down is called. */
void pg_connection_fail(struct pg_connection *database, const char *reason);

#endif
