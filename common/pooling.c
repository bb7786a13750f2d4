/* SPDX-License-Identifier: MIT */
/* While a first connection is open and idle, a second one holds a transaction open: only in transaction mode can that have the
 * server of the first, or the first another one from then on. */
#include "pooling.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "log.h"
#include "pg.h"

#define ANSWER_MS 2000
#define TRIES 5 /* others' transactions may come in between */

struct question {
    const char *setting, *url;
    bool is_standby;
};

static void refuse(const struct question *question);
static bool is_shared(const struct question *question);
static struct pg *connection_for(const struct question *question);
static long server_of(struct pg *pg, const char *sql);
static void *ask(void *argument);

void pooling_refuse(const char *setting, const char *url)
{
    refuse(&(struct question){.setting = setting, .url = url});
}

void pooling_refuse_later(const char *setting, const char *url, bool is_standby)
{
    struct question *question = malloc(sizeof *question);
    if (!question) fatal("reason=\"out of memory\"");
    *question = (struct question){.setting = setting, .url = url, .is_standby = is_standby};
    pthread_t thread;
    if (pthread_create(&thread, NULL, ask, question) != 0) fatal("reason=\"no thread to be had\"");
    (void)pthread_detach(thread);
}

static void refuse(const struct question *question)
{
    for (int i = 0; i < TRIES; i++)
        if (is_shared(question))
            die("setting=%s reason=\"a pooler in transaction mode stands before PostgreSQL, which loses "
                "prepared statements, time limits, LISTEN and locks: give the direct address, or set "
                "pool_mode=session\"",
                question->setting);
}

static bool is_shared(const struct question *question)
{
    static const char here[] = "select pg_backend_pid()";
    struct pg *first = connection_for(question), *second = connection_for(question);
    long before = pg_is_pooled(first, ANSWER_MS) ? server_of(first, here) : 0;
    uint64_t connection = pg_generation(first);
    long other = before ? server_of(second, "begin; select pg_backend_pid()") : 0;
    long after = other ? server_of(first, here) : 0;
    /* One that had to be made anew has another server in any mode. */
    bool is_same = pg_is_connected(first) && pg_generation(first) == connection;
    pg_free(first);
    pg_free(second);
    return other != 0 && (other == before || (is_same && after != 0 && after != before));
}

static struct pg *connection_for(const struct question *question)
{
    struct pg *pg = pg_new(question->url, "hippo-pooling", NULL, 0);
    if (question->is_standby) pg_want_standby(pg);
    return pg;
}

/* 0: no answer. */
static long server_of(struct pg *pg, const char *sql)
{
    PGresult *result;
    if (pg_run(pg, sql, ANSWER_MS, &result) != PG_DONE) return 0;
    long server = strtol(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return server;
}

static void *ask(void *argument)
{
    struct question question = *(struct question *)argument;
    free(argument);
    refuse(&question);
    return NULL;
}
