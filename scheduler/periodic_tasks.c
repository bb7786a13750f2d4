/* SPDX-License-Identifier: MIT */
/* The server's statement_timeout cancels a run that takes too long: it is rolled back whole, and the next run does all
 * of it. */
#include "periodic_tasks.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "call.h"
#include "clock.h"
#include "log.h"

#define QUERY_CANCELED "57014"
#define RESTORE_ATTEMPTS 5

static enum pg_outcome call_with_timeout(struct pg *pg, int64_t budget_ms, struct periodic_tasks_due *due);
static enum pg_outcome restore_timeout(struct pg *pg);
static void log_answer(const char *text, struct periodic_tasks_due *due);
static enum pg_outcome handle_failure(struct periodic_tasks *tasks, struct pg *pg, enum pg_outcome outcome,
                                      int64_t now_ms);
static int64_t timeout_ms(const struct periodic_tasks *tasks);

int64_t periodic_tasks_budget_ms(const struct periodic_tasks *tasks, int64_t now_ms, int64_t left_ms)
{
    int64_t wanted = 2 * tasks->took_ms, room = left_ms - PERIODIC_TASKS_MARGIN_MS;
    if (wanted < PERIODIC_TASKS_BUDGET_MIN_MS) wanted = PERIODIC_TASKS_BUDGET_MIN_MS;
    if (wanted > PERIODIC_TASKS_BUDGET_MAX_MS) wanted = PERIODIC_TASKS_BUDGET_MAX_MS;
    if (now_ms < tasks->next_ms || room < wanted) return 0;
    return room < timeout_ms(tasks) ? room : timeout_ms(tasks);
}

enum pg_outcome periodic_tasks_run(struct periodic_tasks *tasks, struct pg *pg, int64_t budget_ms,
                                   struct periodic_tasks_due *due)
{
    int64_t start_ms = clock_mono_ms();
    *due = (struct periodic_tasks_due){0};
    tasks->next_ms = start_ms + PERIODIC_TASKS_INTERVAL_MS;
    enum pg_outcome outcome = call_with_timeout(pg, budget_ms, due);
    tasks->took_ms = clock_mono_ms() - start_ms;
    if (outcome != PG_DONE) return handle_failure(tasks, pg, outcome, start_ms);
    tasks->timeout_ms = 0;
    log_throttle_reset(&tasks->failure_log);
    return restore_timeout(pg);
}

static enum pg_outcome call_with_timeout(struct pg *pg, int64_t budget_ms, struct periodic_tasks_due *due)
{
    char room[24];
    (void)snprintf(room, sizeof room, "%" PRId64, budget_ms);
    enum pg_outcome outcome = call_execute(pg, CALL_SET_TIMEOUT, (const char *const[]){room});
    if (outcome != PG_DONE) return outcome;
    PGresult *result;
    outcome = call_query(pg, CALL_PULSE, NULL, &result);
    if (outcome == PG_DONE) log_answer(PQgetvalue(result, 0, 0), due);
    PQclear(result);
    return outcome;
}

/* The short timeout holds for this call too, so on a busy machine it may be cancelled itself. It must be restored, or
 * it would cancel the transitions. */
static enum pg_outcome restore_timeout(struct pg *pg)
{
    enum pg_outcome outcome = PG_FAILED;
    for (int i = 0; i < RESTORE_ATTEMPTS && outcome == PG_FAILED; i++)
        outcome = call_execute(pg, CALL_SET_TIMEOUT, (const char *const[]){CALL_STATEMENT_TIMEOUT_TEXT});
    if (outcome == PG_DONE) return PG_DONE;
    pg_disconnect(pg);
    return PG_LOST;
}

static void log_answer(const char *text, struct periodic_tasks_due *due)
{
    struct json_object *answer = json_tokener_parse(text), *proof;
    if (!json_object_object_get_ex(answer, "proofDue", &proof))
        fatal("reason=\"the pulse has a malformed answer\" answer=%s", text);
    due->check =
        json_object_get_boolean(proof) || json_object_get_boolean(json_object_object_get(answer, "sealDue"));
    due->export = json_object_get_boolean(json_object_object_get(answer, "exportDue"));
    int64_t tills = json_object_get_int64(json_object_object_get(answer, "tills"));
    int64_t expired = json_object_get_int64(json_object_object_get(answer, "expired"));
    if (tills) log_debug("pulse", "tills=%" PRId64, tills);
    if (expired) log_info("tickets_expired", "tickets=%" PRId64, expired);
    json_object_put(answer);
}

/* Logs first: the connection's message is valid only until the next call. */
static enum pg_outcome handle_failure(struct periodic_tasks *tasks, struct pg *pg, enum pg_outcome outcome,
                                      int64_t now_ms)
{
    const char *sqlstate = pg_sqlstate(pg);
    if (outcome == PG_LOST || strcmp(sqlstate, "HP401") == 0) return outcome;
    unsigned suppressed;
    bool is_cut = strcmp(sqlstate, QUERY_CANCELED) == 0;
    if (log_throttle_allows(&tasks->failure_log, sqlstate, now_ms, &suppressed)) {
        if (is_cut)
            log_warn("pulse_cut", "took_ms=%" PRId64 " unsaid=%u reason=\"%s\"", tasks->took_ms, suppressed,
                     pg_message(pg));
        else
            log_error("pulse_failed", "sqlstate=%s unsaid=%u reason=\"%s\" detail=\"%s\"", sqlstate,
                      suppressed, pg_message(pg), pg_detail(pg));
    }
    if (is_cut && tasks->took_ms >= timeout_ms(tasks) && timeout_ms(tasks) < PERIODIC_TASKS_TIMEOUT_MAX_MS)
        tasks->timeout_ms = 2 * timeout_ms(tasks);
    return restore_timeout(pg);
}

static int64_t timeout_ms(const struct periodic_tasks *tasks)
{
    return tasks->timeout_ms ? tasks->timeout_ms : PERIODIC_TASKS_TIMEOUT_MS;
}
