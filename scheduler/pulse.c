/* SPDX-License-Identifier: MIT */
/* The server's statement_timeout cuts a pulse that takes too long: nothing of it is done then, and the next one does
 * it all. */
#include "pulse.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "call.h"
#include "clock.h"
#include "log.h"

#define QUERY_CANCELED "57014"
#define RESTORE_TRIES 5

static enum pg_outcome call_pulse(struct pg *pg, int64_t room_ms, bool *is_proof_due);
static enum pg_outcome restore_patience(struct pg *pg);
static void tell(const char *text, bool *is_proof_due);
static enum pg_outcome note_failure(struct pulse *pulse, struct pg *pg, enum pg_outcome outcome,
                                    int64_t now_ms);
static int64_t patience_ms(const struct pulse *pulse);

int64_t pulse_room_ms(const struct pulse *pulse, int64_t now_ms, int64_t left_ms)
{
    int64_t wanted = 2 * pulse->took_ms, room = left_ms - PULSE_MARGIN_MS;
    if (wanted < PULSE_ROOM_MIN_MS) wanted = PULSE_ROOM_MIN_MS;
    if (wanted > PULSE_ROOM_MAX_MS) wanted = PULSE_ROOM_MAX_MS;
    if (now_ms < pulse->next_ms || room < wanted) return 0;
    return room < patience_ms(pulse) ? room : patience_ms(pulse);
}

enum pg_outcome pulse_beat(struct pulse *pulse, struct pg *pg, int64_t room_ms, bool *is_proof_due)
{
    int64_t start_ms = clock_mono_ms();
    *is_proof_due = false;
    pulse->next_ms = start_ms + PULSE_EVERY_MS;
    enum pg_outcome outcome = call_pulse(pg, room_ms, is_proof_due);
    pulse->took_ms = clock_mono_ms() - start_ms;
    if (outcome != PG_DONE) return note_failure(pulse, pg, outcome, start_ms);
    pulse->patience_ms = 0;
    repeat_forget(&pulse->trouble);
    return restore_patience(pg);
}

static enum pg_outcome call_pulse(struct pg *pg, int64_t room_ms, bool *is_proof_due)
{
    char room[24];
    (void)snprintf(room, sizeof room, "%" PRId64, room_ms);
    enum pg_outcome outcome = call_perform(pg, CALL_PATIENCE, (const char *const[]){room});
    if (outcome != PG_DONE) return outcome;
    PGresult *result;
    outcome = call_make(pg, CALL_PULSE, NULL, &result);
    if (outcome == PG_DONE) tell(PQgetvalue(result, 0, 0), is_proof_due);
    PQclear(result);
    return outcome;
}

/* The short patience is on this call too, so on a busy machine it may be cut itself. It must not stay: it would cut
 * the moves. */
static enum pg_outcome restore_patience(struct pg *pg)
{
    enum pg_outcome outcome = PG_FAILED;
    for (int i = 0; i < RESTORE_TRIES && outcome == PG_FAILED; i++)
        outcome = call_perform(pg, CALL_PATIENCE, (const char *const[]){CALL_PATIENCE_TEXT});
    if (outcome == PG_DONE) return PG_DONE;
    pg_disconnect(pg);
    return PG_LOST;
}

static void tell(const char *text, bool *is_proof_due)
{
    struct json_object *answer = json_tokener_parse(text), *due;
    if (!json_object_object_get_ex(answer, "proofDue", &due))
        fatal("reason=\"the pulse has a malformed answer\" answer=%s", text);
    *is_proof_due = json_object_get_boolean(due);
    int64_t tills = json_object_get_int64(json_object_object_get(answer, "tills"));
    int64_t expired = json_object_get_int64(json_object_object_get(answer, "expired"));
    if (tills) log_debug("pulse", "tills=%" PRId64, tills);
    if (expired) log_info("tickets_expired", "tickets=%" PRId64, expired);
    json_object_put(answer);
}

/* The message is the connection's last one: to be said before anything else is called. */
static enum pg_outcome note_failure(struct pulse *pulse, struct pg *pg, enum pg_outcome outcome,
                                    int64_t now_ms)
{
    const char *sqlstate = pg_sqlstate(pg);
    if (outcome == PG_LOST || strcmp(sqlstate, "HP401") == 0) return outcome;
    unsigned unsaid;
    bool is_cut = strcmp(sqlstate, QUERY_CANCELED) == 0;
    if (repeat_is_news(&pulse->trouble, sqlstate, now_ms, &unsaid)) {
        if (is_cut)
            log_warn("pulse_cut", "took_ms=%" PRId64 " unsaid=%u reason=\"%s\"", pulse->took_ms, unsaid,
                     pg_message(pg));
        else
            log_error("pulse_failed", "sqlstate=%s unsaid=%u reason=\"%s\" detail=\"%s\"", sqlstate, unsaid,
                      pg_message(pg), pg_detail(pg));
    }
    if (is_cut && pulse->took_ms >= patience_ms(pulse) && patience_ms(pulse) < PULSE_PATIENCE_MAX_MS)
        pulse->patience_ms = 2 * patience_ms(pulse);
    return restore_patience(pg);
}

static int64_t patience_ms(const struct pulse *pulse)
{
    return pulse->patience_ms ? pulse->patience_ms : PULSE_PATIENCE_MS;
}
