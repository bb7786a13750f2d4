/* SPDX-License-Identifier: MIT */
/* One PostgreSQL connection in the event loop: nothing in here ever waits. The owner decides when to connect and how
 * long to be patient; this tells it what happened. */
#ifndef HIPPO_GATEWAY_DATABASE_H
#define HIPPO_GATEWAY_DATABASE_H

#include <libpq-fe.h>
#include <stdbool.h>

struct database;
struct lws_context;
struct lws_vhost;

struct database_listener {
    /* The connection is up. */
    void (*on_up)(void *context);
    /* The request is done; the result is cleared after the call. */
    void (*on_result)(void *context, const PGresult *result);
    void (*on_notify)(void *context, const char *payload);
    /* The connection, or the attempt, is over; all is closed. Not called for database_close. */
    void (*on_down)(void *context, const char *reason);
    void *context;
};

struct database *database_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                              struct database_listener listener);

/* Starts an attempt; on_up or on_down follows. Only while closed. */
void database_connect(struct database *database);

/* One request at a time: only while up and not busy. on_result or on_down follows. */
void database_query(struct database *database, const char *sql);
void database_prepare(struct database *database, const char *name, const char *sql);
void database_execute(struct database *database, const char *name, int count, const char *const *parameters);

bool database_is_closed(const struct database *database);

/* Up, and no request under way. */
bool database_is_idle(const struct database *database);

/* Drops connection or attempt at once. */
void database_close(struct database *database);

#endif
