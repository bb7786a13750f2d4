/* SPDX-License-Identifier: MIT */
/* One active scheduler at a time: the one whose database session holds the leader's advisory lock. Only that session
 * is kept from one turn of the loop to the next: each turn reads the state and acts on it, or sleeps. A lost session is
 * lost leadership, so a scheduler that was frozen learns of it from its first call, before it can change anything. */
#include "leader.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "clock.h"
#include "clock_watch.h"
#include "confirmation.h"
#include "export_job.h"
#include "house_record.h"
#include "integrity_check.h"
#include "log.h"
#include "log_throttle.h"
#include "periodic_tasks.h"
#include "pg.h"
#include "pooling.h"
#include "sd_notify.h"
#include "signer.h"
#include "state.h"
#include "transition.h"

#define CONNECT_TIMEOUT_MS 3000
#define POLL_MS                                                                                              \
    400 /* between two reads of the state, and two tries of a standby; the database allows a leader 2 s */
#define RETRY_MIN_MS INT64_C(100)
#define RETRY_MAX_MS INT64_C(1000)
#define CONFIRM_ROOM_MS 20            /* closer to a transition the record waits until after it */
#define CONFIRM_PAUSE_MS 2            /* between the calls that confirm the house */
#define BACKOFF_MIN_MS 2              /* doubled with each failure in a row, up to POLL_MS */
#define SQLSTATE_WRONG_RESULT "HP500" /* the draw in SQL and the one in C differ */

struct leader {
    const struct leader_settings *settings;
    struct pg *pg;
    struct key_store *made_keys; /* NULL: the caller's are used */
    struct transition_context context;
    struct confirmation confirmation;
    int64_t void_on_record; /* the round of which the record knows that it is to be void */
    int64_t key_session;    /* the session for which the signing key was published; 0: none */
    struct periodic_tasks tasks;
    struct clock_watch clock_watch;
    uint64_t generation; /* of the connection that prepare_session succeeded on */
    bool is_leading;
    bool is_standby_logged;
    int64_t retry_ms;   /* the wait before the next try to connect */
    int64_t backoff_ms; /* the wait after the last failure; 0: the last transition succeeded */
    struct log_throttle failure_log;
};

static bool is_ready(const struct leader *leader);
static int64_t connect_and_prepare(struct leader *leader);
static void refuse_pooler(struct leader *leader, bool is_connected);
static enum pg_outcome prepare_session(struct leader *leader, int *schema);
static enum pg_outcome read_schema(struct leader *leader, int *schema);
static enum pg_outcome init_settings(struct leader *leader);
static enum pg_outcome find_key(struct leader *leader);
static int64_t stand_by(struct leader *leader);
static int64_t confirm(struct leader *leader);
static int64_t run_next_transition(struct leader *leader);
static enum pg_outcome watch_clock(struct leader *leader, const struct state *state, bool *is_changed);
static int64_t run_idle_tasks(struct leader *leader, const struct state *state, int64_t left_ms);
static enum pg_outcome publish_signing_key(struct leader *leader, int64_t session);
static int64_t handle_failure(struct leader *leader, enum pg_outcome outcome, const char *call);
static void log_failure(struct leader *leader, enum pg_outcome outcome, const char *call);
static void drop_leadership(struct leader *leader, const char *reason);
static int64_t next_retry_ms(struct leader *leader);

void leader_run(const struct leader_settings *settings, const struct key_store *keys,
                const volatile sig_atomic_t *is_stopping)
{
    struct leader *leader = calloc(1, sizeof *leader);
    if (!leader) fatal("reason=\"out of memory\"");
    leader->settings = settings;
    leader->pg = pg_new(settings->database_url, "hippo-scheduler", call_statements, CALL_COUNT);
    leader->context = (struct transition_context){
        .pg = leader->pg, .keys = keys, .session_rounds = (uint32_t)settings->session_rounds};
    leader->confirmation.record = house_record_new(settings->vault_key_file);
    while (!*is_stopping) {
        sd_notify_alive(clock_mono_ms());
        int64_t next_turn; /* on clock_mono_ms; past: at once */
        if (!is_ready(leader))
            next_turn = connect_and_prepare(leader);
        else if (!leader->is_leading)
            next_turn = stand_by(leader);
        else
            next_turn = run_next_transition(leader);
        if (!*is_stopping) clock_sleep_until(next_turn);
    }
    transition_reset(&leader->context);
    house_record_free(leader->confirmation.record);
    key_store_close(leader->made_keys);
    pg_free(leader->pg);
    free(leader);
}

static bool is_ready(const struct leader *leader)
{
    return pg_is_connected(leader->pg) && leader->generation == pg_generation(leader->pg);
}

static int64_t connect_and_prepare(struct leader *leader)
{
    drop_leadership(leader, "the connection is gone");
    int schema = 0;
    bool is_connected = pg_connect(leader->pg, CONNECT_TIMEOUT_MS);
    uint64_t generation = pg_generation(leader->pg);
    refuse_pooler(leader, is_connected);
    if (!is_connected || prepare_session(leader, &schema) != PG_DONE) {
        int64_t retry_ms = next_retry_ms(leader);
        log_warn("database_away", "retry_ms=%lld sqlstate=%s reason=\"%s\"", (long long)retry_ms,
                 pg_sqlstate(leader->pg), pg_message(leader->pg));
        pg_disconnect(leader->pg);
        return clock_mono_ms() + retry_ms;
    }
    log_info("database_ready", "schema=%d", schema);
    leader->generation = generation;
    leader->retry_ms = 0;
    leader->is_standby_logged = false;
    return 0;
}

/* The lock that makes it the leader is its connection's. In transaction mode, statements may also be there already that another
 * connection prepared. */
static void refuse_pooler(struct leader *leader, bool is_connected)
{
    if (is_connected ? pg_is_pooled(leader->pg, CONNECT_TIMEOUT_MS)
                     : strcmp(pg_sqlstate(leader->pg), "42P05") == 0)
        pooling_refuse("DATABASE_URL", leader->settings->database_url);
}

static enum pg_outcome prepare_session(struct leader *leader, int *schema)
{
    enum pg_outcome outcome =
        call_execute(leader->pg, CALL_SET_TIMEOUT, (const char *const[]){CALL_STATEMENT_TIMEOUT_TEXT});
    if (outcome == PG_DONE) outcome = read_schema(leader, schema);
    if (outcome == PG_DONE) outcome = init_settings(leader);
    if (outcome == PG_DONE) outcome = find_key(leader);
    return outcome;
}

static enum pg_outcome read_schema(struct leader *leader, int *schema)
{
    PGresult *result;
    enum pg_outcome outcome = call_query(leader->pg, CALL_SCHEMA_VERSION, NULL, &result);
    if (outcome != PG_DONE) return outcome;
    *schema = (int)strtol(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    if (*schema < LEADER_SCHEMA_MINIMUM)
        die("schema=%d wanted=%d reason=\"the database is older than this program: run sql/migrate\"",
            *schema, LEADER_SCHEMA_MINIMUM);
    return PG_DONE;
}

/* Takes effect only at a database's first start; the database refuses durations that do not fit together. */
static enum pg_outcome init_settings(struct leader *leader)
{
    const struct leader_settings *settings = leader->settings;
    const long long values[] = {settings->betting_ms, settings->lock_ms, settings->film_ms,
                                settings->finish_ms};
    char texts[4][24];
    const char *parameters[4];
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(texts[i], sizeof texts[i], "%lld", values[i]);
        parameters[i] = texts[i];
    }
    enum pg_outcome outcome = call_execute(leader->pg, CALL_SETTINGS_INIT, parameters);
    if (outcome == PG_REFUSED || (outcome == PG_FAILED && strncmp(pg_sqlstate(leader->pg), "23", 2) == 0))
        die("setting=BETTING_MS,LOCK_MS,FILM_MS,FINISH_MS reason=\"%s\"", pg_message(leader->pg));
    return outcome;
}

/* A key that is not there must not be replaced by another one while the history wants it. */
static enum pg_outcome find_key(struct leader *leader)
{
    const char *path = leader->settings->vault_key_file;
    PGresult *result;
    bool was_made;
    if (leader->context.keys) return PG_DONE;
    enum pg_outcome outcome = call_query(leader->pg, CALL_KEY_WANTED, NULL, &result);
    if (outcome != PG_DONE) return outcome;
    if (!PQgetisnull(result, 0, 0))
        die("setting=VAULT_KEY_FILE path=\"%s\" wanted=%s "
            "reason=\"there is no key file, and the rounds of this house want the key with this fingerprint: "
            "bring back a copy of it, or let two admins abandon the session\"",
            path, PQgetvalue(result, 0, 0));
    PQclear(result);
    leader->made_keys = key_store_open(path, &was_made);
    leader->context.keys = leader->made_keys;
    log_info(was_made ? "vault_key_made" : "vault_key_loaded", "path=\"%s\" fingerprint=%s", path,
             key_store_fingerprint(leader->made_keys));
    return PG_DONE;
}

static int64_t stand_by(struct leader *leader)
{
    PGresult *result;
    enum pg_outcome outcome = PG_DONE;
    if (confirmation_is_due(&leader->confirmation, clock_mono_ms()))
        outcome = confirmation_look(&leader->confirmation, leader->pg);
    if (outcome != PG_DONE) return handle_failure(leader, outcome, "house_look");
    outcome = call_query(leader->pg, CALL_LEAD_TAKE, NULL, &result);
    if (outcome != PG_DONE) return handle_failure(leader, outcome, "lead_take");
    leader->is_leading = *PQgetvalue(result, 0, 0) == 't';
    PQclear(result);
    if (leader->is_leading) {
        transition_reset(&leader->context);
        confirmation_reset(&leader->confirmation);
        log_info("lead", "session_rounds=%u", leader->context.session_rounds);
        return 0;
    }
    if (!leader->is_standby_logged) log_info("standby", "look_ms=%d", POLL_MS);
    leader->is_standby_logged = true;
    return clock_mono_ms() + POLL_MS;
}

/* Until it is needed no more, the next turn does it again. */
static int64_t confirm(struct leader *leader)
{
    enum pg_outcome outcome = confirmation_run(&leader->confirmation, leader->pg);
    if (outcome != PG_DONE) return handle_failure(leader, outcome, "house_confirm");
    return confirmation_is_first(&leader->confirmation) ? clock_mono_ms() + CONFIRM_PAUSE_MS : 0;
}

static int64_t run_next_transition(struct leader *leader)
{
    if (confirmation_is_first(&leader->confirmation)) return confirm(leader);
    struct state state;
    enum pg_outcome outcome = state_read(&state, leader->pg);
    if (outcome != PG_DONE) return handle_failure(leader, outcome, "state");
    bool is_changed = false;
    outcome = watch_clock(leader, &state, &is_changed);
    if (outcome != PG_DONE) return handle_failure(leader, outcome, "clock_tell");
    if (is_changed) return 0; /* the state is another now */
    int64_t left_ms = state_until_due(&state, state.received_mono_ms);
    if (left_ms > 0) return run_idle_tasks(leader, &state, left_ms);
    if (strcmp(state.next_move, "void") == 0 && leader->void_on_record != state.round_id) {
        /* It tells a secret while others may still bet: that goes on record first. */
        leader->void_on_record = state.round_id;
        confirmation_want(&leader->confirmation);
        return 0;
    }
    outcome = transition_run(&leader->context, &state);
    if (strcmp(state.next_move, "film") != 0) confirmation_want(&leader->confirmation);
    if (outcome != PG_DONE) return handle_failure(leader, outcome, state.next_move);
    leader->backoff_ms = 0;
    log_throttle_reset(&leader->failure_log);
    return 0;
}

static enum pg_outcome watch_clock(struct leader *leader, const struct state *state, bool *is_changed)
{
    const struct clock_reading reading = {.asked_mono_ms = state->asked_mono_ms,
                                          .received_mono_ms = state->received_mono_ms,
                                          .wall_ms = state->received_wall_ms,
                                          .database_ms = state->now_ms};
    if (!clock_watch_note(&leader->clock_watch, &reading)) return PG_DONE;
    return clock_watch_tell(&leader->clock_watch, leader->pg, is_changed);
}

/* Until the next transition is due. */
static int64_t run_idle_tasks(struct leader *leader, const struct state *state, int64_t left_ms)
{
    if (left_ms > CONFIRM_ROOM_MS && confirmation_is_due(&leader->confirmation, state->received_mono_ms))
        return confirm(leader);
    if (left_ms > CONFIRM_ROOM_MS && leader->key_session != state->session_id) {
        enum pg_outcome outcome = publish_signing_key(leader, state->session_id);
        return outcome == PG_DONE ? 0 : handle_failure(leader, outcome, "signing_key");
    }
    int64_t budget_ms = periodic_tasks_budget_ms(&leader->tasks, state->received_mono_ms, left_ms);
    if (budget_ms > 0) {
        struct periodic_tasks_due due;
        enum pg_outcome outcome = periodic_tasks_run(&leader->tasks, leader->pg, budget_ms, &due);
        if (outcome != PG_DONE) return handle_failure(leader, outcome, "pulse");
        const char *url = leader->settings->database_url;
        if (due.check) integrity_check_start(url, clock_mono_ms());
        if (due.export) export_job_start(url, leader->context.keys, clock_mono_ms());
    }
    /* Both clocks are truncated to milliseconds: 1 ms more, so as not to wake too early. */
    int64_t wake_ms = state->received_mono_ms + (left_ms < POLL_MS ? left_ms + 1 : POLL_MS);
    bool is_tasks_first = leader->tasks.next_ms > state->received_mono_ms && leader->tasks.next_ms < wake_ms;
    return is_tasks_first ? leader->tasks.next_ms : wake_ms;
}

/* Known to everybody before the first export that it signs. */
static enum pg_outcome publish_signing_key(struct leader *leader, int64_t session)
{
    PGresult *result;
    struct signer *signer = signer_new(leader->context.keys);
    const char *const parameters[] = {signer_public_key(signer), key_store_fingerprint(leader->context.keys)};
    enum pg_outcome outcome = call_query(leader->pg, CALL_SIGNING_KEY, parameters, &result);
    if (outcome == PG_DONE) leader->key_session = session;
    if (outcome == PG_DONE && *PQgetvalue(result, 0, 0) == 't')
        log_info("signing_key", "public_key=%s", signer_public_key(signer));
    PQclear(result);
    signer_free(signer);
    return outcome;
}

/* Nothing is retried here: the next turn reads the state again, which tells whether the call had effect. */
static int64_t handle_failure(struct leader *leader, enum pg_outcome outcome, const char *call)
{
    if (outcome == PG_LOST) {
        log_warn("database_lost", "call=%s reason=\"%s\"", call, pg_message(leader->pg));
        drop_leadership(leader, pg_message(leader->pg));
        return 0;
    }
    if (strcmp(pg_sqlstate(leader->pg), "HP401") == 0) drop_leadership(leader, pg_message(leader->pg));
    leader->backoff_ms = leader->backoff_ms ? 2 * leader->backoff_ms : BACKOFF_MIN_MS;
    if (leader->backoff_ms > POLL_MS) leader->backoff_ms = POLL_MS;
    log_failure(leader, outcome, call);
    return clock_mono_ms() + leader->backoff_ms;
}

static void log_failure(struct leader *leader, enum pg_outcome outcome, const char *call)
{
    const char *sqlstate = pg_sqlstate(leader->pg), *message = pg_message(leader->pg),
               *detail = pg_detail(leader->pg);
    char what[sizeof leader->failure_log.what];
    unsigned suppressed;
    (void)snprintf(what, sizeof what, "%s %s", call, sqlstate);
    if (!log_throttle_allows(&leader->failure_log, what, clock_mono_ms(), &suppressed)) return;
    if (strcmp(sqlstate, SQLSTATE_WRONG_RESULT) == 0)
        log_error("alarm", "call=%s sqlstate=%s unsaid=%u reason=\"%s\" detail=\"%s\"", call, sqlstate,
                  suppressed, message, detail);
    else if (outcome == PG_REFUSED)
        log_warn("refused", "call=%s sqlstate=%s unsaid=%u reason=\"%s\" detail=\"%s\"", call, sqlstate,
                 suppressed, message, detail);
    else
        log_error("failed", "call=%s sqlstate=%s unsaid=%u reason=\"%s\" detail=\"%s\"", call, sqlstate,
                  suppressed, message, detail);
}

static void drop_leadership(struct leader *leader, const char *reason)
{
    if (leader->is_leading) log_warn("lead_lost", "reason=\"%s\"", reason);
    leader->is_leading = false;
    leader->key_session = 0;
    leader->clock_watch = (struct clock_watch){0};
    leader->is_standby_logged = false;
    transition_reset(&leader->context);
    confirmation_reset(&leader->confirmation);
}

/* Decorrelated jitter: schedulers that lost one database do not reconnect all at once. */
static int64_t next_retry_ms(struct leader *leader)
{
    int64_t ceiling = 3 * leader->retry_ms;
    if (ceiling < 2 * RETRY_MIN_MS) ceiling = 2 * RETRY_MIN_MS;
    if (ceiling > RETRY_MAX_MS) ceiling = RETRY_MAX_MS;
    leader->retry_ms = RETRY_MIN_MS + randombytes_uniform((uint32_t)(ceiling - RETRY_MIN_MS) + 1);
    return leader->retry_ms;
}
