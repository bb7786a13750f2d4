/* SPDX-License-Identifier: MIT */
/* A thread with its own connection, because the pool would only report that some function is missing. */
#include "schema.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bootstrap.h"
#include "clock.h"
#include "log.h"
#include "pg.h"
#include "pooling.h"

#define CHECK_TIMEOUT_MS 2000
#define RETRY_MS 500
#define STOP_STEP_MS 50

struct schema_check {
    const char *url;
    pthread_t thread;
    atomic_bool is_stopping;
    struct pg *pg;
    const char *admin_password_file;
};

static void *poll_until_ready(void *argument);
static bool check_schema(const struct schema_check *check);

#define SCHEMA_VERSION BOOTSTRAP_COUNT

static const struct pg_statement statements[] = {
    BOOTSTRAP_STATEMENTS,
    [SCHEMA_VERSION] = {"schema_version", "select api.schema_version()", 0},
};

struct schema_check *schema_check_start(const char *url, const char *admin_password_file)
{
    struct schema_check *check = calloc(1, sizeof *check);
    if (!check) fatal("reason=\"out of memory\"");
    check->pg = pg_new(url, "hippo-api", statements, sizeof statements / sizeof *statements);
    pg_prepare_lazily(check->pg);
    check->url = url;
    check->admin_password_file = admin_password_file;
    if (pthread_create(&check->thread, NULL, poll_until_ready, check) != 0)
        fatal("reason=\"no thread to be had\"");
    return check;
}

void schema_check_stop(struct schema_check *check)
{
    check->is_stopping = true;
    (void)pthread_join(check->thread, NULL);
    pg_free(check->pg);
    free(check);
}

static void *poll_until_ready(void *argument)
{
    struct schema_check *check = argument;
    bool has_warned = false;
    bool is_schema_good = false;
    while (!check->is_stopping) {
        is_schema_good = is_schema_good || check_schema(check);
        if (is_schema_good && bootstrap_admin(check->pg, check->admin_password_file)) break;
        if (!has_warned) log_warn("database_awaited", "reason=\"%s\"", pg_message(check->pg));
        has_warned = true;
        int64_t again = clock_mono_ms() + RETRY_MS;
        while (!check->is_stopping && clock_mono_ms() < again)
            clock_sleep_until(clock_mono_ms() + STOP_STEP_MS);
    }
    pg_disconnect(check->pg);
    return NULL;
}

static bool check_schema(const struct schema_check *check)
{
    struct pg *pg = check->pg;
    PGresult *result;
    /* Before anything is prepared, which fails on such a connection or not. */
    if (pg_is_pooled(pg, CHECK_TIMEOUT_MS)) pooling_refuse("DATABASE_URL", check->url);
    if (pg_call(pg, SCHEMA_VERSION, NULL, CHECK_TIMEOUT_MS, &result) != PG_DONE) {
        /* Undefined function, schema or table, or no right to it: the database is not migrated. */
        const char *state = pg_sqlstate(pg);
        if (strncmp(state, "42", 2) == 0 || strcmp(state, "3F000") == 0)
            die("reason=\"the database lacks our schema (%s); run sql/migrate\"", pg_message(pg));
        return false;
    }
    long schema = strtol(PQgetvalue(result, 0, 0), NULL, 10); /* null, if no migration has run, reads as 0 */
    PQclear(result);
    if (schema < SCHEMA_OLDEST)
        die("reason=\"the database has schema %ld, this program needs at least %d; run sql/migrate\"", schema,
            SCHEMA_OLDEST);
    log_info("database_ready", "schema=%ld", schema);
    return true;
}
