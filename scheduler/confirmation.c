/* SPDX-License-Identifier: MIT */
/* Hands the record to the database and keeps the one that it gives back. */
#include "confirmation.h"

#include <json-c/json.h>
#include <stddef.h>
#include <string.h>

#include "call.h"
#include "clock.h"
#include "log.h"

static enum pg_outcome ask(struct confirmation *confirmation, struct pg *pg, enum call call,
                           struct json_object **answer);
static bool keep(struct confirmation *confirmation, struct json_object *answer);
static const char *text_of(struct json_object *answer, const char *name);

bool confirmation_is_first(const struct confirmation *confirmation)
{
    return !confirmation->is_confirmed || confirmation->next_ms == 0;
}

bool confirmation_is_due(const struct confirmation *confirmation, int64_t now_ms)
{
    return confirmation_is_first(confirmation) || now_ms >= confirmation->next_ms;
}

void confirmation_want(struct confirmation *confirmation)
{
    confirmation->next_ms = 0;
}

void confirmation_reset(struct confirmation *confirmation)
{
    confirmation->is_confirmed = false;
    confirmation->is_doubtful = false;
    confirmation->next_ms = 0;
}

enum pg_outcome confirmation_run(struct confirmation *confirmation, struct pg *pg)
{
    struct json_object *answer;
    enum pg_outcome outcome = ask(confirmation, pg, CALL_HOUSE_CONFIRM, &answer);
    if (outcome != PG_DONE) return outcome;
    const char *reason = text_of(answer, "setBack");
    if (reason) log_error("set_back", "reason=\"%s\"", reason);
    bool was_confirmed = confirmation->is_confirmed;
    bool is_kept = keep(confirmation, answer);
    confirmation->is_confirmed = json_object_get_boolean(json_object_object_get(answer, "confirmed"));
    confirmation->next_ms = is_kept ? clock_mono_ms() + CONFIRMATION_INTERVAL_MS : 0;
    if (confirmation->is_confirmed && !was_confirmed)
        log_info("house_confirmed", "record=\"%s\"", house_record_path(confirmation->record));
    json_object_put(answer);
    return PG_DONE;
}

enum pg_outcome confirmation_look(struct confirmation *confirmation, struct pg *pg)
{
    struct json_object *answer;
    enum pg_outcome outcome = ask(confirmation, pg, CALL_HOUSE_LOOK, &answer);
    if (outcome != PG_DONE) return outcome;
    const char *doubt = text_of(answer, "doubt");
    if (doubt && !confirmation->is_doubtful) log_error("set_back_seen", "reason=\"%s\"", doubt);
    confirmation->is_doubtful = doubt != NULL;
    (void)keep(confirmation, answer); /* else another scheduler keeps it */
    confirmation->next_ms = clock_mono_ms() + CONFIRMATION_INTERVAL_MS;
    json_object_put(answer);
    return PG_DONE;
}

/* On PG_DONE the caller owns *answer. */
static enum pg_outcome ask(struct confirmation *confirmation, struct pg *pg, enum call call,
                           struct json_object **answer)
{
    PGresult *result;
    enum pg_outcome outcome =
        call_query(pg, call, (const char *const[]){house_record_read(confirmation->record)}, &result);
    if (outcome == PG_REFUSED && strcmp(pg_sqlstate(pg), "HP400") == 0)
        die("path=\"%s\" reason=\"%s\"", house_record_path(confirmation->record), pg_message(pg));
    if (outcome != PG_DONE) return outcome;
    *answer = json_tokener_parse(PQgetvalue(result, 0, 0));
    if (!json_object_object_get_ex(*answer, "record", NULL))
        fatal("reason=\"the confirmation has a malformed answer\" answer=%s", PQgetvalue(result, 0, 0));
    PQclear(result);
    return PG_DONE;
}

static bool keep(struct confirmation *confirmation, struct json_object *answer)
{
    struct json_object *record = json_object_object_get(answer, "record");
    return !record || house_record_keep(confirmation->record,
                                        json_object_to_json_string_ext(record, JSON_C_TO_STRING_PLAIN));
}

/* NULL for null. */
static const char *text_of(struct json_object *answer, const char *name)
{
    return json_object_get_string(json_object_object_get(answer, name));
}
