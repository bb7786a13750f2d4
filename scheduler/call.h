/* SPDX-License-Identifier: MIT */
/* The calls into the database: its door `scheduler`, one prepared statement each. */
#ifndef HIPPO_SCHEDULER_CALL_H
#define HIPPO_SCHEDULER_CALL_H

#include "pg.h"

enum call {
    CALL_PATIENCE,
    CALL_SCHEMA_VERSION,
    CALL_SETTINGS_INIT,
    CALL_LEAD_TAKE,
    CALL_STATE,
    CALL_SESSION_OPEN,
    CALL_ROUND_OPEN,
    CALL_ROUND_LOCK,
    CALL_ROUND_RACE,
    CALL_FILM_PUBLISH,
    CALL_ROUND_FINISH,
    CALL_ROUND_SETTLE,
    CALL_ROUND_VOID,
    CALL_PULSE,
    CALL_COUNT,
};

extern const struct pg_statement call_statements[CALL_COUNT];

/* The server gives a statement up shortly before this side does: a call that hangs on somebody's lock ends as
 * PG_FAILED, and does not go on holding the lead in a session that nobody listens to any more. */
#define CALL_TIMEOUT_MS 5000
#define CALL_SETTLE_TIMEOUT_MS 30000
#define CALL_PATIENCE_TEXT "4500"
#define CALL_SETTLE_PATIENCE_TEXT "29000"

/* A call within its time: CALL_SETTLE_TIMEOUT_MS for round_settle, CALL_TIMEOUT_MS for all others. Otherwise
 * as pg_call. */
enum pg_outcome call_make(struct pg *pg, enum call call, const char *const *parameters, PGresult **result)
    __attribute__((warn_unused_result));

/* For calls whose rows do not matter. */
enum pg_outcome call_perform(struct pg *pg, enum call call, const char *const *parameters)
    __attribute__((warn_unused_result));

#endif
