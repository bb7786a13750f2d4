/* SPDX-License-Identifier: MIT */
/* The calls into schema `scheduler` of the database, one prepared statement each. */
#ifndef HIPPO_SCHEDULER_CALL_H
#define HIPPO_SCHEDULER_CALL_H

#include "pg.h"

enum call {
    CALL_SET_TIMEOUT,
    CALL_SCHEMA_VERSION,
    CALL_SETTINGS_INIT,
    CALL_KEY_WANTED,
    CALL_LEAD_TAKE,
    CALL_HOUSE_LOOK,
    CALL_HOUSE_CONFIRM,
    CALL_STATE,
    CALL_SESSION_OPEN,
    CALL_ROUND_OPEN,
    CALL_ROUND_LOCK,
    CALL_ROUND_RACE,
    CALL_FILM_PUBLISH,
    CALL_ROUND_FINISH,
    CALL_ROUND_SETTLE,
    CALL_ROUND_VOID,
    CALL_ROUND_ABANDON,
    CALL_PULSE,
    CALL_CLOCK_TELL,
    CALL_SIGNING_KEY,
    CALL_COUNT,
};

extern const struct pg_statement call_statements[CALL_COUNT];

/* The server's statement_timeout is a little shorter than this side's: a call that waits for a lock ends as PG_FAILED,
 * and its session does not stay the leader's after this side has dropped the connection. */
#define CALL_TIMEOUT_MS 5000
#define CALL_SETTLE_TIMEOUT_MS 30000 /* of what changes all tickets of a round: round_settle, round_void */
#define CALL_STATEMENT_TIMEOUT_TEXT "4500"
#define CALL_SETTLE_STATEMENT_TIMEOUT_TEXT "29000"

/* pg_call with the call's time limit: CALL_SETTLE_TIMEOUT_MS for round_settle and round_void, CALL_TIMEOUT_MS for all
 * others. */
enum pg_outcome call_query(struct pg *pg, enum call call, const char *const *parameters, PGresult **result)
    __attribute__((warn_unused_result));

/* The same for calls whose rows do not matter. */
enum pg_outcome call_execute(struct pg *pg, enum call call, const char *const *parameters)
    __attribute__((warn_unused_result));

#endif
