/* SPDX-License-Identifier: MIT */
/* One detached thread per try. The two threads share an atomic flag and what it guards: the url and the time of the
 * next try. */
#include "integrity_check.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "clock.h"
#include "log.h"
#include "pg.h"
#include "thread.h"

#define TIMEOUT_MS INT64_C(1800000)
#define TIMEOUT_TEXT "1790000"
#define SETTING_TIMEOUT_MS 5000
#define RETRY_MS 60000     /* after a failure */
#define ELSEWHERE_MS 10000 /* after another scheduler's was found running */

/* Static, because a thread may outlive main. */
static struct {
    const char *url;
    atomic_bool is_running;
    int64_t next_ms; /* earliest next try; the thread's while is_running, else the caller's */
} check;

enum call { CALL_SET_TIMEOUT, CALL_DAY_SEAL, CALL_PROOF_RUN, CALL_COUNT };
static const struct pg_statement statements[CALL_COUNT] = {
    [CALL_SET_TIMEOUT] = {"set_timeout", "select set_config('statement_timeout', $1, false)", 1},
    [CALL_DAY_SEAL] = {"day_seal", "select scheduler.day_seal()", 0},
    [CALL_PROOF_RUN] = {"proof_run", "select scheduler.proof_run()", 0},
};

static void *on_thread(void *unused);
static int64_t run(struct pg *pg);
static enum pg_outcome seal_days(struct pg *pg, bool *worked);
static enum pg_outcome prove(struct pg *pg, bool *worked);
static bool log_sealed(const char *text, int64_t took_ms);
static bool log_proven(const char *text, int64_t took_ms);

void integrity_check_start(const char *url, int64_t now_ms)
{
    if (atomic_load(&check.is_running) || now_ms < check.next_ms) return;
    check.url = url;
    atomic_store(&check.is_running, true);
    if (thread_start(on_thread, NULL)) return;
    log_error("proof_failed", "reason=\"no thread\" retry_ms=%d", RETRY_MS);
    check.next_ms = now_ms + RETRY_MS;
    atomic_store(&check.is_running, false);
}

static void *on_thread(void *unused)
{
    (void)unused;
    struct pg *pg = pg_new(check.url, "hippo-scheduler-proof", statements, CALL_COUNT);
    int64_t pause_ms = run(pg);
    pg_free(pg);
    check.next_ms = clock_mono_ms() + pause_ms;
    atomic_store(&check.is_running, false);
    return NULL;
}

/* Returns the wait before the next try. */
static int64_t run(struct pg *pg)
{
    bool worked = false;
    PGresult *result;
    enum pg_outcome outcome =
        pg_call(pg, CALL_SET_TIMEOUT, (const char *const[]){TIMEOUT_TEXT}, SETTING_TIMEOUT_MS, &result);
    PQclear(result);
    if (outcome == PG_DONE) outcome = seal_days(pg, &worked);
    if (outcome == PG_DONE) outcome = prove(pg, &worked);
    if (outcome != PG_DONE) {
        log_error("proof_failed", "sqlstate=%s reason=\"%s\" detail=\"%s\" retry_ms=%d", pg_sqlstate(pg),
                  pg_message(pg), pg_detail(pg), RETRY_MS);
        return RETRY_MS;
    }
    if (worked) return 0;
    log_debug("proof_elsewhere", "retry_ms=%d", ELSEWHERE_MS);
    return ELSEWHERE_MS;
}

/* A day a call, each its own transaction, until none is due. */
static enum pg_outcome seal_days(struct pg *pg, bool *worked)
{
    for (;;) {
        int64_t start_ms = clock_mono_ms();
        PGresult *result;
        enum pg_outcome outcome = pg_call(pg, CALL_DAY_SEAL, NULL, TIMEOUT_MS, &result);
        bool sealed = outcome == PG_DONE && log_sealed(PQgetvalue(result, 0, 0), clock_mono_ms() - start_ms);
        PQclear(result);
        if (!sealed) return outcome;
        *worked = true;
    }
}

/* A part of the proof a call, until there is no more. */
static enum pg_outcome prove(struct pg *pg, bool *worked)
{
    for (;;) {
        int64_t start_ms = clock_mono_ms();
        PGresult *result;
        enum pg_outcome outcome = pg_call(pg, CALL_PROOF_RUN, NULL, TIMEOUT_MS, &result);
        bool proven = outcome == PG_DONE && log_proven(PQgetvalue(result, 0, 0), clock_mono_ms() - start_ms);
        PQclear(result);
        if (!proven) return outcome;
        *worked = true;
    }
}

static bool log_sealed(const char *text, int64_t took_ms)
{
    struct json_object *answer = json_tokener_parse(text), *day = NULL;
    if (!json_object_object_get_ex(answer, "sealed", &day))
        fatal("reason=\"the seal has a malformed answer\" answer=%s", text);
    if (day)
        log_info("day_sealed", "day=%s entries=%" PRId64 " took_ms=%" PRId64 " hash=%s",
                 json_object_get_string(day),
                 json_object_get_int64(json_object_object_get(answer, "entries")), took_ms,
                 json_object_get_string(json_object_object_get(answer, "hash")));
    json_object_put(answer);
    return day != NULL;
}

static bool log_proven(const char *text, int64_t took_ms)
{
    struct json_object *answer = json_tokener_parse(text), *violations = NULL;
    bool ran = json_object_get_boolean(json_object_object_get(answer, "ran"));
    if (ran && !json_object_object_get_ex(answer, "violations", &violations))
        fatal("reason=\"the proof has a malformed answer\" answer=%s", text);
    int64_t count = json_object_get_int64(violations);
    const char *first = json_object_get_string(json_object_object_get(answer, "first"));
    if (count > 0)
        log_error("proof_violated", "violations=%" PRId64 " took_ms=%" PRId64 " first=\"%s\"", count, took_ms,
                  first ? first : "");
    else if (ran)
        log_info("proof", "violations=0 took_ms=%" PRId64, took_ms);
    json_object_put(answer);
    return ran;
}
