/* SPDX-License-Identifier: MIT */
/* One active scheduler at a time: the one whose database session holds the lead. Nothing is remembered from
 * turn to turn but that session: each turn reads the state and acts on it, or sleeps. Losing the session is
 * losing the lead, so a scheduler that was frozen finds out with its first call and can do no harm. */
#include "lead.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "clock.h"
#include "log.h"
#include "move.h"
#include "notify.h"
#include "pg.h"
#include "proof.h"
#include "pulse.h"
#include "repeat.h"
#include "state.h"

#define CONNECT_TIMEOUT_MS 3000
#define LOOK_MS 400 /* longest silence of a leader (the database allows 2 s), and a standby's patience */
#define RETRY_MIN_MS INT64_C(100)
#define RETRY_MAX_MS INT64_C(1000)
#define REFUSED_MIN_MS 2     /* doubled with each refusal in a row, up to LOOK_MS */
#define WRONG_RESULT "HP500" /* the house's draw and this program's do not agree */

struct lead {
    const struct lead_settings *settings;
    struct pg *pg;
    struct mover mover;
    struct pulse pulse;
    uint64_t generation; /* of the connection that was made ready */
    bool is_leading;
    bool is_standby_said;
    int64_t retry_ms;   /* the wait before the last try to connect */
    int64_t refused_ms; /* the wait after the last refusal; 0: the last move was made */
    struct repeat refusal;
};

static bool is_ready(const struct lead *lead);
static int64_t make_ready(struct lead *lead);
static enum pg_outcome greet(struct lead *lead, int *schema);
static enum pg_outcome read_schema(struct lead *lead, int *schema);
static enum pg_outcome init_settings(struct lead *lead);
static int64_t stand_by(struct lead *lead);
static int64_t move_on(struct lead *lead);
static int64_t pass_time(struct lead *lead, const struct state *state, int64_t left_ms);
static int64_t fall_back(struct lead *lead, enum pg_outcome outcome, const char *call);
static void say_refusal(struct lead *lead, enum pg_outcome outcome, const char *call);
static void drop_lead(struct lead *lead, const char *reason);
static int64_t next_retry_ms(struct lead *lead);

void lead_run(const struct lead_settings *settings, const struct vault *vault,
              const volatile sig_atomic_t *is_stopping)
{
    struct lead *lead = calloc(1, sizeof *lead);
    if (!lead) fatal("reason=\"out of memory\"");
    lead->settings = settings;
    lead->pg = pg_new(settings->database_url, "hippo-scheduler", call_statements, CALL_COUNT);
    lead->mover =
        (struct mover){.pg = lead->pg, .vault = vault, .session_rounds = (uint32_t)settings->session_rounds};
    while (!*is_stopping) {
        notify_alive(clock_mono_ms());
        int64_t next_turn; /* on clock_mono_ms; past: at once */
        if (!is_ready(lead))
            next_turn = make_ready(lead);
        else if (!lead->is_leading)
            next_turn = stand_by(lead);
        else
            next_turn = move_on(lead);
        if (!*is_stopping) clock_sleep_until(next_turn);
    }
    move_forget(&lead->mover);
    pg_free(lead->pg);
    free(lead);
}

static bool is_ready(const struct lead *lead)
{
    return pg_is_connected(lead->pg) && lead->generation == pg_generation(lead->pg);
}

static int64_t make_ready(struct lead *lead)
{
    drop_lead(lead, "the connection is gone");
    int schema = 0;
    bool is_connected = pg_connect(lead->pg, CONNECT_TIMEOUT_MS);
    uint64_t generation = pg_generation(lead->pg);
    if (!is_connected || greet(lead, &schema) != PG_DONE) {
        int64_t retry_ms = next_retry_ms(lead);
        log_warn("database_away", "retry_ms=%lld sqlstate=%s reason=\"%s\"", (long long)retry_ms,
                 pg_sqlstate(lead->pg), pg_message(lead->pg));
        pg_disconnect(lead->pg);
        return clock_mono_ms() + retry_ms;
    }
    log_info("database_ready", "schema=%d", schema);
    lead->generation = generation;
    lead->retry_ms = 0;
    lead->is_standby_said = false;
    return 0;
}

static enum pg_outcome greet(struct lead *lead, int *schema)
{
    enum pg_outcome outcome =
        call_perform(lead->pg, CALL_PATIENCE, (const char *const[]){CALL_PATIENCE_TEXT});
    if (outcome == PG_DONE) outcome = read_schema(lead, schema);
    if (outcome == PG_DONE) outcome = init_settings(lead);
    return outcome;
}

static enum pg_outcome read_schema(struct lead *lead, int *schema)
{
    PGresult *result;
    enum pg_outcome outcome = call_make(lead->pg, CALL_SCHEMA_VERSION, NULL, &result);
    if (outcome != PG_DONE) return outcome;
    *schema = (int)strtol(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    if (*schema < LEAD_SCHEMA_MINIMUM)
        die("schema=%d wanted=%d reason=\"the database is older than this program: run sql/migrate\"",
            *schema, LEAD_SCHEMA_MINIMUM);
    return PG_DONE;
}

/* Only the very first start takes; the database says no to times that make no round. */
static enum pg_outcome init_settings(struct lead *lead)
{
    const struct lead_settings *settings = lead->settings;
    const long long values[] = {settings->betting_ms, settings->lock_ms, settings->film_ms,
                                settings->finish_ms};
    char texts[4][24];
    const char *parameters[4];
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(texts[i], sizeof texts[i], "%lld", values[i]);
        parameters[i] = texts[i];
    }
    enum pg_outcome outcome = call_perform(lead->pg, CALL_SETTINGS_INIT, parameters);
    if (outcome == PG_REFUSED || (outcome == PG_FAILED && strncmp(pg_sqlstate(lead->pg), "23", 2) == 0))
        die("setting=BETTING_MS,LOCK_MS,FILM_MS,FINISH_MS reason=\"%s\"", pg_message(lead->pg));
    return outcome;
}

static int64_t stand_by(struct lead *lead)
{
    PGresult *result;
    enum pg_outcome outcome = call_make(lead->pg, CALL_LEAD_TAKE, NULL, &result);
    if (outcome != PG_DONE) return fall_back(lead, outcome, "lead_take");
    lead->is_leading = *PQgetvalue(result, 0, 0) == 't';
    PQclear(result);
    if (lead->is_leading) {
        move_forget(&lead->mover);
        log_info("lead", "session_rounds=%u", lead->mover.session_rounds);
        return 0;
    }
    if (!lead->is_standby_said) log_info("standby", "look_ms=%d", LOOK_MS);
    lead->is_standby_said = true;
    return clock_mono_ms() + LOOK_MS;
}

static int64_t move_on(struct lead *lead)
{
    struct state state;
    enum pg_outcome outcome = state_read(&state, lead->pg);
    if (outcome != PG_DONE) return fall_back(lead, outcome, "state");
    int64_t left_ms = state_until_due(&state, state.received_mono_ms);
    if (left_ms > 0) return pass_time(lead, &state, left_ms);
    outcome = move_make(&lead->mover, &state);
    if (outcome != PG_DONE) return fall_back(lead, outcome, state.next_move);
    lead->refused_ms = 0;
    repeat_forget(&lead->refusal);
    return 0;
}

/* Nothing is due. */
static int64_t pass_time(struct lead *lead, const struct state *state, int64_t left_ms)
{
    int64_t room_ms = pulse_room_ms(&lead->pulse, state->received_mono_ms, left_ms);
    if (room_ms > 0) {
        bool is_proof_due;
        enum pg_outcome outcome = pulse_beat(&lead->pulse, lead->pg, room_ms, &is_proof_due);
        if (outcome != PG_DONE) return fall_back(lead, outcome, "pulse");
        if (is_proof_due) proof_begin(lead->settings->database_url, clock_mono_ms());
    }
    /* Both clocks are cut to whole milliseconds: one more, so as not to come too early. */
    int64_t wake_ms = state->received_mono_ms + (left_ms < LOOK_MS ? left_ms + 1 : LOOK_MS);
    bool is_pulse_first = lead->pulse.next_ms > state->received_mono_ms && lead->pulse.next_ms < wake_ms;
    return is_pulse_first ? lead->pulse.next_ms : wake_ms;
}

/* What was meant to be done is forgotten, whatever became of it: the next turn reads the state again. */
static int64_t fall_back(struct lead *lead, enum pg_outcome outcome, const char *call)
{
    if (outcome == PG_LOST) {
        log_warn("database_lost", "call=%s reason=\"%s\"", call, pg_message(lead->pg));
        drop_lead(lead, pg_message(lead->pg));
        return 0;
    }
    if (strcmp(pg_sqlstate(lead->pg), "HP401") == 0) drop_lead(lead, pg_message(lead->pg));
    lead->refused_ms = lead->refused_ms ? 2 * lead->refused_ms : REFUSED_MIN_MS;
    if (lead->refused_ms > LOOK_MS) lead->refused_ms = LOOK_MS;
    say_refusal(lead, outcome, call);
    return clock_mono_ms() + lead->refused_ms;
}

static void say_refusal(struct lead *lead, enum pg_outcome outcome, const char *call)
{
    const char *sqlstate = pg_sqlstate(lead->pg), *message = pg_message(lead->pg),
               *detail = pg_detail(lead->pg);
    char what[sizeof lead->refusal.what];
    unsigned unsaid;
    (void)snprintf(what, sizeof what, "%s %s", call, sqlstate);
    if (!repeat_is_news(&lead->refusal, what, clock_mono_ms(), &unsaid)) return;
    if (strcmp(sqlstate, WRONG_RESULT) == 0)
        log_error("alarm", "call=%s sqlstate=%s unsaid=%u reason=\"%s\" detail=\"%s\"", call, sqlstate,
                  unsaid, message, detail);
    else if (outcome == PG_REFUSED)
        log_warn("refused", "call=%s sqlstate=%s unsaid=%u reason=\"%s\" detail=\"%s\"", call, sqlstate,
                 unsaid, message, detail);
    else
        log_error("failed", "call=%s sqlstate=%s unsaid=%u reason=\"%s\" detail=\"%s\"", call, sqlstate,
                  unsaid, message, detail);
}

static void drop_lead(struct lead *lead, const char *reason)
{
    if (lead->is_leading) log_warn("lead_lost", "reason=\"%s\"", reason);
    lead->is_leading = false;
    lead->is_standby_said = false;
    move_forget(&lead->mover);
}

/* Decorrelated jitter: many schedulers that lost one database do not come back in step. */
static int64_t next_retry_ms(struct lead *lead)
{
    int64_t ceiling = 3 * lead->retry_ms;
    if (ceiling < 2 * RETRY_MIN_MS) ceiling = 2 * RETRY_MIN_MS;
    if (ceiling > RETRY_MAX_MS) ceiling = RETRY_MAX_MS;
    lead->retry_ms = RETRY_MIN_MS + randombytes_uniform((uint32_t)(ceiling - RETRY_MIN_MS) + 1);
    return lead->retry_ms;
}
