/* SPDX-License-Identifier: MIT */
/* Every statement that this daemon's main connection runs. */
#include "call.h"

#include <stdbool.h>
#include <stddef.h>

const struct pg_statement call_statements[CALL_COUNT] = {
    [CALL_SET_TIMEOUT] = {"set_timeout", "select set_config('statement_timeout', $1, false)", 1},
    [CALL_SCHEMA_VERSION] = {"schema_version", "select scheduler.schema_version()", 0},
    [CALL_SETTINGS_INIT] = {"settings_init", "select scheduler.settings_init($1, $2, $3, $4)", 4},
    [CALL_KEY_WANTED] = {"key_wanted", "select scheduler.key_wanted()", 0},
    [CALL_LEAD_TAKE] = {"lead_take", "select scheduler.lead_take()", 0},
    [CALL_HOUSE_LOOK] = {"house_look", "select scheduler.house_look($1)", 1},
    [CALL_HOUSE_CONFIRM] = {"house_confirm", "select scheduler.house_confirm($1)", 1},
    [CALL_STATE] = {"state", "select * from scheduler.state()", 0},
    [CALL_SESSION_OPEN] = {"session_open", "select scheduler.session_open($1, $2, $3, $4)", 4},
    [CALL_ROUND_OPEN] = {"round_open", "select scheduler.round_open()", 0},
    [CALL_ROUND_LOCK] = {"round_lock", "select scheduler.round_lock($1)", 1},
    [CALL_ROUND_RACE] = {"round_race", "select scheduler.round_race($1, $2, $3)", 3},
    [CALL_FILM_PUBLISH] = {"film_publish", "select scheduler.film_publish($1, $2, $3)", 3},
    [CALL_ROUND_FINISH] = {"round_finish", "select scheduler.round_finish($1, $2, $3, $4, $5)", 5},
    [CALL_ROUND_SETTLE] = {"round_settle", "select scheduler.round_settle($1)", 1},
    [CALL_ROUND_VOID] = {"round_void", "select scheduler.round_void($1, $2)", 2},
    [CALL_ROUND_ABANDON] = {"round_abandon", "select scheduler.round_abandon($1)", 1},
    [CALL_PULSE] = {"pulse", "select scheduler.pulse()", 0},
    [CALL_CLOCK_TELL] = {"clock_tell", "select scheduler.clock_tell($1, $2, $3)", 3},
    [CALL_SIGNING_KEY] = {"signing_key", "select scheduler.signing_key($1, $2)", 2},
};

enum pg_outcome call_query(struct pg *pg, enum call call, const char *const *parameters, PGresult **result)
{
    bool is_long = call == CALL_ROUND_SETTLE || call == CALL_ROUND_VOID || call == CALL_ROUND_ABANDON;
    return pg_call(pg, call, parameters, is_long ? CALL_SETTLE_TIMEOUT_MS : CALL_TIMEOUT_MS, result);
}

enum pg_outcome call_execute(struct pg *pg, enum call call, const char *const *parameters)
{
    PGresult *result;
    enum pg_outcome outcome = call_query(pg, call, parameters, &result);
    PQclear(result);
    return outcome;
}
