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
};

static bool is_shared(const char *url);
static long server_of(struct pg *pg, const char *sql);
static void *ask(void *argument);

void pooling_refuse(const char *setting, const char *url)
{
    for (int i = 0; i < TRIES; i++)
        if (is_shared(url))
            die("setting=%s reason=\"a pooler in transaction mode stands before PostgreSQL, which loses "
                "prepared statements, time "
                "limits, LISTEN and locks: give the direct address, or set pool_mode=session\"",
                setting);
}

void pooling_refuse_later(const char *setting, const char *url)
{
    struct question *question = malloc(sizeof *question);
    if (!question) fatal("reason=\"out of memory\"");
    *question = (struct question){.setting = setting, .url = url};
    pthread_t thread;
    if (pthread_create(&thread, NULL, ask, question) != 0) fatal("reason=\"no thread to be had\"");
    (void)pthread_detach(thread);
}

static bool is_shared(const char *url)
{
    static const char here[] = "select pg_backend_pid()";
    struct pg *first = pg_new(url, "hippo-pooling", NULL, 0), *second = pg_new(url, "hippo-pooling", NULL, 0);
    long before = server_of(first, here);
    uint64_t connection = pg_generation(first);
    long other = before ? server_of(second, "begin; select pg_backend_pid()") : 0;
    long after = other ? server_of(first, here) : 0;
    /* One that had to be made anew has another server in any mode. */
    bool is_same = pg_is_connected(first) && pg_generation(first) == connection;
    pg_free(first);
    pg_free(second);
    return is_same && (other == before || (after != 0 && after != before)) && other != 0;
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
    pooling_refuse(question.setting, question.url);
    return NULL;
}
