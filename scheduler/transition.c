/* SPDX-License-Identifier: MIT */
/* One short function per transition: its parameters and its call. The rules are in the database. */
#include "transition.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "clock.h"
#include "log.h"

#define NUMBER_CHARS 24                                /* any 64-bit number and its NUL */
#define SECRET_HEX_CHARS (2 * HR1_BYTES + 1)           /* and its NUL */
#define ORDER_CHARS (12 * HR1_RUNNERS_MAX + 3)         /* {n,n,...} and its NUL */
#define SEGMENT_SAMPLES (1000 / RACE_TIMELINE_STEP_MS) /* clients get a second of film at a time */

typedef enum pg_outcome transition_function(struct transition_context *context, const struct state *state);

static transition_function open_session, open_round, lock_round, race_round, publish_due_samples,
    finish_round, settle_round, void_round;

static const struct transition {
    const char *name;  /* as in scheduler.state().next_move */
    const char *event; /* log event; NULL: the function itself logs */
    const char *phase; /* of the round afterwards */
    transition_function *run;
} transitions[] = {
    {"session", NULL, NULL, open_session},
    {"open", NULL, NULL, open_round},
    {"lock", "round_lock", "locked", lock_round},
    {"race", "round_race", "racing", race_round},
    {"film", NULL, NULL, publish_due_samples},
    {"finish", "round_finish", "finished", finish_round},
    {"settle", "round_settle", "settled", settle_round},
    {"void", "round_void", "void", void_round},
};

static const struct transition *find_transition(const char *name);
static void check_key(const struct transition_context *context, const struct state *state);
static bool has_key(const struct transition_context *context, const struct state *state);
_Noreturn static void refuse_key(const struct transition_context *context, const struct state *state);
static enum pg_outcome abandon_round(struct transition_context *context, const struct state *state);
static const uint8_t *round_secret(struct transition_context *context, const struct state *state);
static void load_chain(struct transition_context *context, const struct state *state);
static enum pg_outcome publish_samples(struct transition_context *context, const struct state *state,
                                       uint32_t first, uint32_t last);
static enum pg_outcome execute_on_round(struct transition_context *context, enum call call,
                                        const struct state *state);
static enum pg_outcome execute_patiently(struct transition_context *context, enum call call,
                                         const char *const *parameters);
static void write_number(char text[NUMBER_CHARS], int64_t value);
static void write_secret(char hex[SECRET_HEX_CHARS], const uint8_t secret[HR1_BYTES]);
static void write_order(char text[ORDER_CHARS], const uint32_t *order, size_t count);

enum pg_outcome transition_run(struct transition_context *context, const struct state *state)
{
    const struct transition *transition = find_transition(state->next_move);
    check_key(context, state);
    int64_t start_ms = clock_mono_ms(), late_ms = -state_until_due(state, start_ms);
    enum pg_outcome outcome = transition->run(context, state);
    if (outcome == PG_DONE && transition->event)
        log_info(transition->event, "round=%" PRId64 " phase=%s late_ms=%" PRId64 " took_ms=%" PRId64,
                 state->round_id, transition->phase, late_ms, clock_mono_ms() - start_ms);
    return outcome;
}

void transition_reset(struct transition_context *context)
{
    hash_chain_free(context->chain);
    context->chain = NULL;
    context->chain_session = 0;
    race_wipe(&context->race);
}

static const struct transition *find_transition(const char *name)
{
    for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++)
        if (strcmp(transitions[i].name, name) == 0) return &transitions[i];
    fatal("reason=\"unknown move\" move=%s", name);
}

/* Checked before each transition, so that nothing is sold on a round that this key cannot run. Opening a new session
 * does not need the old key; nor does a void, if its session was abandoned. */
static void check_key(const struct transition_context *context, const struct state *state)
{
    if (state->session_id == 0 || strcmp(state->next_move, "session") == 0 ||
        strcmp(state->next_move, "void") == 0)
        return;
    if (!has_key(context, state)) refuse_key(context, state);
}

static bool has_key(const struct transition_context *context, const struct state *state)
{
    return strcmp(state->key_fingerprint, key_store_fingerprint(context->keys)) == 0;
}

static void refuse_key(const struct transition_context *context, const struct state *state)
{
    die("setting=VAULT_KEY_FILE fingerprint=%s session=%s wanted=%s "
        "reason=\"this key is not the one that sealed the session: bring back the key file with the wanted "
        "fingerprint, or let two admins abandon the session\"",
        key_store_fingerprint(context->keys), state->session_name, state->key_fingerprint);
}

static enum pg_outcome open_session(struct transition_context *context, const struct state *state)
{
    (void)state;
    uint8_t sealed[KEY_STORE_SEALED_BYTES];
    char rounds[NUMBER_CHARS], anchor[SECRET_HEX_CHARS], box[2 * KEY_STORE_SEALED_BYTES + 1];
    struct hash_chain *chain = hash_chain_new(context->session_rounds);
    key_store_seal(context->keys, sealed, hash_chain_secret(chain, context->session_rounds));
    write_number(rounds, context->session_rounds);
    write_secret(anchor, hash_chain_secret(chain, 0));
    (void)sodium_bin2hex(box, sizeof box, sealed, sizeof sealed);
    /* From here on the only copy is the sealed one in the database, as after a restart. */
    hash_chain_free(chain);

    const char *const parameters[] = {rounds, anchor, box, key_store_fingerprint(context->keys)};
    PGresult *result;
    enum pg_outcome outcome = call_query(context->pg, CALL_SESSION_OPEN, parameters, &result);
    if (outcome == PG_DONE)
        log_info("session_open", "session_id=%s rounds=%s anchor=%s", PQgetvalue(result, 0, 0), rounds,
                 anchor);
    PQclear(result);
    return outcome;
}

static enum pg_outcome open_round(struct transition_context *context, const struct state *state)
{
    int64_t start_ms = clock_mono_ms(), late_ms = -state_until_due(state, start_ms);
    PGresult *result;
    enum pg_outcome outcome = call_query(context->pg, CALL_ROUND_OPEN, NULL, &result);
    if (outcome == PG_DONE)
        log_info("round_open", "round=%s phase=betting session=%s late_ms=%" PRId64 " took_ms=%" PRId64,
                 PQgetvalue(result, 0, 0), state->session_name, late_ms, clock_mono_ms() - start_ms);
    PQclear(result);
    return outcome;
}

static enum pg_outcome lock_round(struct transition_context *context, const struct state *state)
{
    return execute_on_round(context, CALL_ROUND_LOCK, state);
}

static enum pg_outcome race_round(struct transition_context *context, const struct state *state)
{
    race_prepare(&context->race, state, round_secret(context, state));
    char round[NUMBER_CHARS], distance[NUMBER_CHARS], playout[NUMBER_CHARS];
    write_number(round, state->round_id);
    write_number(distance, context->race.timeline.distance_mm);
    write_number(playout, TRANSITION_PLAYOUT_MS);
    return call_execute(context->pg, CALL_ROUND_RACE, (const char *const[]){round, distance, playout});
}

/* The second that is due, and after a delay all that became due since. The database refuses samples from the future. */
static enum pg_outcome publish_due_samples(struct transition_context *context, const struct state *state)
{
    race_prepare(&context->race, state, round_secret(context, state));
    uint32_t published = state->film_samples, end = context->race.timeline.public_samples;
    if (published >= end) fatal("reason=\"nothing of the film is left to tell\" samples=%u", published);
    do {
        uint32_t last = (published / SEGMENT_SAMPLES + 1) * SEGMENT_SAMPLES;
        if (last > end) last = end;
        if (published > state->film_samples &&
            (int64_t)last * RACE_TIMELINE_STEP_MS > state_film_clock(state, clock_mono_ms()))
            return PG_DONE;
        enum pg_outcome outcome = publish_samples(context, state, published + 1, last);
        if (outcome != PG_DONE) return outcome;
        published = last;
    } while (published < end);
    return PG_DONE;
}

static enum pg_outcome finish_round(struct transition_context *context, const struct state *state)
{
    const uint8_t *secret = round_secret(context, state);
    struct race *race = &context->race;
    race_prepare(race, state, secret);
    char round[NUMBER_CHARS], from[NUMBER_CHARS], hex[SECRET_HEX_CHARS], order[ORDER_CHARS];
    write_number(round, state->round_id);
    write_number(from, state->film_samples + 1);
    write_secret(hex, secret);
    write_order(order, race->order, race->timeline.runners);
    char *positions = race_timeline_json(&race->timeline, state->film_samples + 1, race->timeline.samples);
    enum pg_outcome outcome = call_execute(context->pg, CALL_ROUND_FINISH,
                                           (const char *const[]){round, hex, order, from, positions});
    free(positions);
    sodium_memzero(hex, sizeof hex);
    sodium_memzero(order, sizeof order);
    return outcome;
}

static enum pg_outcome settle_round(struct transition_context *context, const struct state *state)
{
    char round[NUMBER_CHARS];
    write_number(round, state->round_id);
    return execute_patiently(context, CALL_ROUND_SETTLE, (const char *const[]){round});
}

static enum pg_outcome void_round(struct transition_context *context, const struct state *state)
{
    if (!has_key(context, state)) return abandon_round(context, state);
    char round[NUMBER_CHARS], hex[SECRET_HEX_CHARS];
    write_number(round, state->round_id);
    write_secret(hex, round_secret(context, state));
    enum pg_outcome outcome = execute_patiently(context, CALL_ROUND_VOID, (const char *const[]){round, hex});
    sodium_memzero(hex, sizeof hex);
    return outcome;
}

/* A call that changes every ticket of the round: it has longer than the others. */
static enum pg_outcome execute_patiently(struct transition_context *context, enum call call,
                                         const char *const *parameters)
{
    enum pg_outcome outcome = call_execute(context->pg, CALL_SET_TIMEOUT,
                                           (const char *const[]){CALL_SETTLE_STATEMENT_TIMEOUT_TEXT});
    if (outcome != PG_DONE) return outcome;
    outcome = call_execute(context->pg, call, parameters);
    if (outcome == PG_LOST) return outcome;
    enum pg_outcome after =
        call_execute(context->pg, CALL_SET_TIMEOUT, (const char *const[]){CALL_STATEMENT_TIMEOUT_TEXT});
    return outcome == PG_DONE ? after : outcome;
}

/* Without the secret, which the database allows only when the session was abandoned. */
static enum pg_outcome abandon_round(struct transition_context *context, const struct state *state)
{
    char round[NUMBER_CHARS];
    write_number(round, state->round_id);
    enum pg_outcome outcome = execute_patiently(context, CALL_ROUND_ABANDON, (const char *const[]){round});
    if (outcome == PG_REFUSED && strcmp(pg_sqlstate(context->pg), "HP409") == 0) refuse_key(context, state);
    return outcome;
}

static const uint8_t *round_secret(struct transition_context *context, const struct state *state)
{
    if (context->chain_session != state->session_id) load_chain(context, state);
    return hash_chain_secret(context->chain, state->chain_index);
}

static void load_chain(struct transition_context *context, const struct state *state)
{
    uint8_t last[HR1_BYTES];
    transition_reset(context);
    if (!key_store_unseal(context->keys, last, state->sealed_secret))
        die("session=%s reason=\"its sealed secret is damaged in the database\"", state->session_name);
    context->chain = hash_chain_restore(last, state->session_rounds);
    context->chain_session = state->session_id;
    sodium_memzero(last, sizeof last);
}

static enum pg_outcome publish_samples(struct transition_context *context, const struct state *state,
                                       uint32_t first, uint32_t last)
{
    char round[NUMBER_CHARS], from[NUMBER_CHARS];
    write_number(round, state->round_id);
    write_number(from, first);
    char *positions = race_timeline_json(&context->race.timeline, first, last);
    enum pg_outcome outcome =
        call_execute(context->pg, CALL_FILM_PUBLISH, (const char *const[]){round, from, positions});
    free(positions);
    if (outcome == PG_DONE)
        log_debug("film", "round=%" PRId64 " from=%u to=%u late_ms=%" PRId64, state->round_id, first, last,
                  state_film_clock(state, clock_mono_ms()) - (int64_t)last * RACE_TIMELINE_STEP_MS);
    return outcome;
}

static enum pg_outcome execute_on_round(struct transition_context *context, enum call call,
                                        const struct state *state)
{
    char round[NUMBER_CHARS];
    write_number(round, state->round_id);
    return call_execute(context->pg, call, (const char *const[]){round});
}

static void write_number(char text[NUMBER_CHARS], int64_t value)
{
    (void)snprintf(text, NUMBER_CHARS, "%" PRId64, value);
}

static void write_secret(char hex[SECRET_HEX_CHARS], const uint8_t secret[HR1_BYTES])
{
    (void)sodium_bin2hex(hex, SECRET_HEX_CHARS, secret, HR1_BYTES);
}

static void write_order(char text[ORDER_CHARS], const uint32_t *order, size_t count)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, ORDER_CHARS - used, "%c%u", i ? ',' : '{', order[i]);
    (void)snprintf(text + used, ORDER_CHARS - used, "}");
}
