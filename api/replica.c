/* SPDX-License-Identifier: MIT */
/* A replica that was away is left alone for a while: a report must not wait for it each time. */
#include "replica.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"

#define ASK_MS                                                                                               \
    1500 /* for connecting, and for its standing; the report's own time is the main database's then */
#define AWAY_MS 2000

struct replica {
    long long lag_max_ms;
    pthread_mutex_t lock; /* guards all below */
    const char *because;  /* what the log said last; NULL: that it answers */
    bool was_logged;
    int64_t next_try_ms;
};

static const char *word_of(const struct pg *pg, enum pg_outcome outcome);
static void note(struct replica *replica, const char *because, const char *reason);

struct replica *replica_new(int64_t lag_max_ms)
{
    struct replica *replica = calloc(1, sizeof *replica);
    if (!replica) fatal("reason=\"out of memory\"");
    replica->lag_max_ms = lag_max_ms;
    (void)pthread_mutex_init(&replica->lock, NULL);
    return replica;
}

void replica_free(struct replica *replica)
{
    if (!replica) return;
    (void)pthread_mutex_destroy(&replica->lock);
    free(replica);
}

const char *replica_ask(struct replica *replica, struct pg *pg, size_t standing, const char *token,
                        const char *terms, struct arena *arena, const char **because)
{
    char lag_max[24];
    (void)snprintf(lag_max, sizeof lag_max, "%lld", replica->lag_max_ms);
    const char *const parameters[] = {token, terms, lag_max};
    (void)pthread_mutex_lock(&replica->lock);
    bool is_left_alone = !pg_is_connected(pg) && clock_mono_ms() < replica->next_try_ms;
    (void)pthread_mutex_unlock(&replica->lock);
    *because = "away";
    if (is_left_alone) return NULL;
    PGresult *result;
    bool was_connected = pg_is_connected(pg);
    enum pg_outcome outcome = pg_call(pg, standing, parameters, ASK_MS, &result);
    /* It, or a pooler before it, may have started anew since the last report. */
    if (outcome == PG_LOST && was_connected) outcome = pg_call(pg, standing, parameters, ASK_MS, &result);
    *because = word_of(pg, outcome);
    if (*because) {
        note(replica, *because, pg_message(pg));
        /* One that was made a primary, or that hangs, is not what is wanted any more: the next connection looks for another. */
        if (strcmp(*because, "standby") == 0) pg_disconnect(pg);
        return NULL;
    }
    const char *as_of = arena_copy(arena, PQgetvalue(result, 0, 0), (size_t)PQgetlength(result, 0, 0));
    PQclear(result);
    return as_of;
}

const char *replica_judge(struct replica *replica, const struct pg *pg, enum pg_outcome outcome, bool is_late)
{
    bool is_timeout = outcome == PG_FAILED && strcmp(pg_sqlstate(pg), "57014") == 0;
    bool stands = outcome == PG_DONE || outcome == PG_REFUSED || is_timeout || is_late;
    const char *because = stands ? NULL : word_of(pg, outcome);
    note(replica, because, because ? pg_message(pg) : "");
    return because;
}

bool replica_answers(struct replica *replica, const char **because)
{
    (void)pthread_mutex_lock(&replica->lock);
    *because = replica->because;
    (void)pthread_mutex_unlock(&replica->lock);
    return !*because;
}

/* NULL: none is needed. */
static const char *word_of(const struct pg *pg, enum pg_outcome outcome)
{
    static const char *const standings[] = {"standby", "schema", "person", "lag"};
    const char *state = pg_sqlstate(pg);
    if (outcome == PG_DONE) return NULL;
    if (outcome == PG_REFUSED) return "person"; /* whom the main database knows, and this one not yet */
    for (size_t i = 0; i < sizeof standings / sizeof *standings; i++)
        if (strcmp(state, "55000") == 0 && strcmp(pg_detail(pg), standings[i]) == 0) return standings[i];
    /* Rows that the report still wanted were removed on the main database; with FATAL the connection is gone, too. */
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0) return "conflict";
    if (outcome == PG_LOST) return "away";
    /* A function or view that is not there, or has other parameters. */
    return strncmp(state, "42", 2) == 0 || strcmp(state, "3F000") == 0 ? "schema" : "failed";
}

/* Somebody who has just signed in is no news of the replica. */
static void note(struct replica *replica, const char *because, const char *reason)
{
    if (because && strcmp(because, "person") == 0) return;
    (void)pthread_mutex_lock(&replica->lock);
    bool is_news = !replica->was_logged || (!because != !replica->because) ||
                   (because && strcmp(because, replica->because) != 0);
    replica->because = because;
    replica->was_logged = true;
    if (because && strcmp(because, "away") == 0) replica->next_try_ms = clock_mono_ms() + AWAY_MS;
    (void)pthread_mutex_unlock(&replica->lock);
    if (is_news && because) log_warn("reports_on_main", "because=%s reason=\"%s\"", because, reason);
    if (is_news && !because) log_info("reports_on_replica", "");
}
