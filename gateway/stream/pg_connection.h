/* SPDX-License-Identifier: MIT */
/* One PostgreSQL connection in the event loop: nothing in here ever waits. The owner decides when to connect and how
 * long to be patient; this tells it what happened. */
#ifndef HIPPO_GATEWAY_STREAM_PG_CONNECTION_H
#define HIPPO_GATEWAY_STREAM_PG_CONNECTION_H

#include <libpq-fe.h>
#include <stdbool.h>

struct pg_connection;
struct lws_context;
struct lws_vhost;

struct pg_connection_listener {
    /* The connection is up. */
    void (*on_up)(void *context);
    /* The request is done; the result is cleared after the call. */
    void (*on_result)(void *context, const PGresult *result);
    void (*on_notify)(void *context, const char *payload);
    /* The connection, or the attempt, is over; all is closed. Not called for pg_connection_close. */
    void (*on_down)(void *context, const char *reason);
    void *context;
};

struct pg_connection *pg_connection_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                        struct pg_connection_listener listener);

/* Starts an attempt; on_up or on_down follows. Only while closed. */
void pg_connection_connect(struct pg_connection *database);

/* One request at a time: only while up and not busy. on_result or on_down follows. */
void pg_connection_query(struct pg_connection *database, const char *sql);
void pg_connection_prepare(struct pg_connection *database, const char *name, const char *sql);
void pg_connection_execute(struct pg_connection *database, const char *name, int count,
                           const char *const *parameters);

bool pg_connection_is_closed(const struct pg_connection *database);

/* Up, and no request under way. */
bool pg_connection_is_idle(const struct pg_connection *database);

/* Drops connection or attempt at once. */
void pg_connection_close(struct pg_connection *database);

#endif
