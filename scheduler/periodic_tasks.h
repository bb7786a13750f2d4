/* SPDX-License-Identifier: MIT */
/* What the leader does between transitions: scheduler.pulse() publishes sales to the private channels and expires old
 * claims. It runs on the leader's own connection, so that only the leader does it and the two never wait for each
 * other's locks; and within a time budget that ends before the next transition is due. */
#ifndef HIPPO_SCHEDULER_PERIODIC_TASKS_H
#define HIPPO_SCHEDULER_PERIODIC_TASKS_H

#include <stdbool.h>
#include <stdint.h>

#include "log_throttle.h"
#include "pg.h"

#define PERIODIC_TASKS_INTERVAL_MS 400
#define PERIODIC_TASKS_BUDGET_MIN_MS                                                                         \
    25 /* with less time than this before a transition it waits until after it */
#define PERIODIC_TASKS_BUDGET_MAX_MS 200 /* enough, however slow the last run was */
#define PERIODIC_TASKS_MARGIN_MS 5    /* kept free for the cancelled call to return before the transition */
#define PERIODIC_TASKS_TIMEOUT_MS 500 /* of one run; doubled each time that it was too short */
#define PERIODIC_TASKS_TIMEOUT_MAX_MS 4000

struct periodic_tasks { /* all zero: never run */
    int64_t next_ms;
    int64_t took_ms;    /* of the last run, also when it was cancelled */
    int64_t timeout_ms; /* 0: PERIODIC_TASKS_TIMEOUT_MS */
    struct log_throttle failure_log;
};

/* How long a run may take that begins at `now_ms`, `left_ms` before the next transition; 0: do not run now. */
int64_t periodic_tasks_budget_ms(const struct periodic_tasks *tasks, int64_t now_ms, int64_t left_ms);

/* What the database wants to be done on a connection of its own. */
struct periodic_tasks_due {
    bool check, export; /* integrity_check_start, export_job_start */
};

/* One run of at most `budget_ms`. *due: nothing when the run failed.
 * PG_DONE also when it was cancelled or failed: that is logged, and must not delay a round. Otherwise leadership is lost:
 * PG_REFUSED (HP401) or PG_LOST. */
enum pg_outcome periodic_tasks_run(struct periodic_tasks *tasks, struct pg *pg, int64_t budget_ms,
                                   struct periodic_tasks_due *due) __attribute__((warn_unused_result));

#endif
