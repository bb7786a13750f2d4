/* SPDX-License-Identifier: MIT */
/* One short function a move: its parameters, its call. The rules are in the database. */
#include "move.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "clock.h"
#include "log.h"

#define NUMBER_CHARS 24                        /* any 64-bit number and its NUL */
#define SECRET_HEX_CHARS (2 * HR1_BYTES + 1)   /* and its NUL */
#define ORDER_CHARS (12 * HR1_RUNNERS_MAX + 3) /* {n,n,...} and its NUL */
#define SEGMENT_SAMPLES (1000 / FILM_STEP_MS)  /* a second of film is the piece that clients get */

typedef enum pg_outcome move_function(struct mover *mover, const struct state *state);

static move_function open_session, open_round, lock_round, race_round, tell_film, finish_round, settle_round,
    void_round;

static const struct move {
    const char *name;  /* as scheduler.state() says it */
    const char *event; /* for the log; NULL: the function logs */
    const char *phase; /* of the round afterwards */
    move_function *run;
} moves[] = {
    {"session", NULL, NULL, open_session},
    {"open", NULL, NULL, open_round},
    {"lock", "round_lock", "locked", lock_round},
    {"race", "round_race", "racing", race_round},
    {"film", NULL, NULL, tell_film},
    {"finish", "round_finish", "finished", finish_round},
    {"settle", "round_settle", "settled", settle_round},
    {"void", "round_void", "void", void_round},
};

static const struct move *find_move(const char *name);
static void check_key(const struct mover *mover, const struct state *state);
static const uint8_t *round_secret(struct mover *mover, const struct state *state);
static void load_chain(struct mover *mover, const struct state *state);
static enum pg_outcome publish(struct mover *mover, const struct state *state, uint32_t first, uint32_t last);
static enum pg_outcome perform_on_round(struct mover *mover, enum call call, const struct state *state);
static void write_number(char text[NUMBER_CHARS], int64_t value);
static void write_secret(char hex[SECRET_HEX_CHARS], const uint8_t secret[HR1_BYTES]);
static void write_order(char text[ORDER_CHARS], const uint32_t *order, size_t count);

enum pg_outcome move_make(struct mover *mover, const struct state *state)
{
    const struct move *move = find_move(state->next_move);
    check_key(mover, state);
    int64_t start_ms = clock_mono_ms(), late_ms = -state_until_due(state, start_ms);
    enum pg_outcome outcome = move->run(mover, state);
    if (outcome == PG_DONE && move->event)
        log_info(move->event, "round=%" PRId64 " phase=%s late_ms=%" PRId64 " took_ms=%" PRId64,
                 state->round_id, move->phase, late_ms, clock_mono_ms() - start_ms);
    return outcome;
}

void move_forget(struct mover *mover)
{
    chain_free(mover->chain);
    mover->chain = NULL;
    mover->chain_session = 0;
    race_forget(&mover->race);
}

static const struct move *find_move(const char *name)
{
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (strcmp(moves[i].name, name) == 0) return &moves[i];
    fatal("reason=\"unknown move\" move=%s", name);
}

/* Before anything is sold on a round that could never be run. Only a new session can do without the old key.
 */
static void check_key(const struct mover *mover, const struct state *state)
{
    if (state->session_id == 0 || strcmp(state->next_move, "session") == 0) return;
    if (strcmp(state->key_fingerprint, vault_fingerprint(mover->vault)) != 0)
        die("setting=VAULT_KEY_FILE fingerprint=%s session=%s wanted=%s reason=\"this key is not the one "
            "that sealed "
            "the session: bring back the key file with the wanted fingerprint\"",
            vault_fingerprint(mover->vault), state->session_name, state->key_fingerprint);
}

static enum pg_outcome open_session(struct mover *mover, const struct state *state)
{
    (void)state;
    uint8_t sealed[VAULT_SEALED_BYTES];
    char rounds[NUMBER_CHARS], anchor[SECRET_HEX_CHARS], box[2 * VAULT_SEALED_BYTES + 1];
    struct chain *chain = chain_new(mover->session_rounds);
    vault_seal(mover->vault, sealed, chain_secret(chain, mover->session_rounds));
    write_number(rounds, mover->session_rounds);
    write_secret(anchor, chain_secret(chain, 0));
    (void)sodium_bin2hex(box, sizeof box, sealed, sizeof sealed);
    /* From here on the database has the only copy, like after any restart. */
    chain_free(chain);

    const char *const parameters[] = {rounds, anchor, box, vault_fingerprint(mover->vault)};
    PGresult *result;
    enum pg_outcome outcome = call_make(mover->pg, CALL_SESSION_OPEN, parameters, &result);
    if (outcome == PG_DONE)
        log_info("session_open", "session_id=%s rounds=%s anchor=%s", PQgetvalue(result, 0, 0), rounds,
                 anchor);
    PQclear(result);
    return outcome;
}

static enum pg_outcome open_round(struct mover *mover, const struct state *state)
{
    int64_t start_ms = clock_mono_ms(), late_ms = -state_until_due(state, start_ms);
    PGresult *result;
    enum pg_outcome outcome = call_make(mover->pg, CALL_ROUND_OPEN, NULL, &result);
    if (outcome == PG_DONE)
        log_info("round_open", "round=%s phase=betting session=%s late_ms=%" PRId64 " took_ms=%" PRId64,
                 PQgetvalue(result, 0, 0), state->session_name, late_ms, clock_mono_ms() - start_ms);
    PQclear(result);
    return outcome;
}

static enum pg_outcome lock_round(struct mover *mover, const struct state *state)
{
    return perform_on_round(mover, CALL_ROUND_LOCK, state);
}

static enum pg_outcome race_round(struct mover *mover, const struct state *state)
{
    race_prepare(&mover->race, state, round_secret(mover, state));
    char round[NUMBER_CHARS], distance[NUMBER_CHARS], playout[NUMBER_CHARS];
    write_number(round, state->round_id);
    write_number(distance, mover->race.film.distance_mm);
    write_number(playout, MOVE_PLAYOUT_MS);
    return call_perform(mover->pg, CALL_ROUND_RACE, (const char *const[]){round, distance, playout});
}

/* The second that is due, and after a delay those since. The database refuses what is ahead of the clock. */
static enum pg_outcome tell_film(struct mover *mover, const struct state *state)
{
    race_prepare(&mover->race, state, round_secret(mover, state));
    uint32_t told = state->film_samples, end = mover->race.film.public_samples;
    if (told >= end) fatal("reason=\"nothing of the film is left to tell\" samples=%u", told);
    do {
        uint32_t last = (told / SEGMENT_SAMPLES + 1) * SEGMENT_SAMPLES;
        if (last > end) last = end;
        if (told > state->film_samples &&
            (int64_t)last * FILM_STEP_MS > state_film_clock(state, clock_mono_ms()))
            return PG_DONE;
        enum pg_outcome outcome = publish(mover, state, told + 1, last);
        if (outcome != PG_DONE) return outcome;
        told = last;
    } while (told < end);
    return PG_DONE;
}

static enum pg_outcome finish_round(struct mover *mover, const struct state *state)
{
    const uint8_t *secret = round_secret(mover, state);
    struct race *race = &mover->race;
    race_prepare(race, state, secret);
    char round[NUMBER_CHARS], from[NUMBER_CHARS], hex[SECRET_HEX_CHARS], order[ORDER_CHARS];
    write_number(round, state->round_id);
    write_number(from, state->film_samples + 1);
    write_secret(hex, secret);
    write_order(order, race->order, race->film.runners);
    char *positions = film_json(&race->film, state->film_samples + 1, race->film.samples);
    enum pg_outcome outcome =
        call_perform(mover->pg, CALL_ROUND_FINISH, (const char *const[]){round, hex, order, from, positions});
    free(positions);
    sodium_memzero(hex, sizeof hex);
    sodium_memzero(order, sizeof order);
    return outcome;
}

static enum pg_outcome settle_round(struct mover *mover, const struct state *state)
{
    enum pg_outcome outcome =
        call_perform(mover->pg, CALL_PATIENCE, (const char *const[]){CALL_SETTLE_PATIENCE_TEXT});
    if (outcome != PG_DONE) return outcome;
    outcome = perform_on_round(mover, CALL_ROUND_SETTLE, state);
    if (outcome == PG_LOST) return outcome;
    enum pg_outcome after = call_perform(mover->pg, CALL_PATIENCE, (const char *const[]){CALL_PATIENCE_TEXT});
    return outcome == PG_DONE ? after : outcome;
}

static enum pg_outcome void_round(struct mover *mover, const struct state *state)
{
    char round[NUMBER_CHARS], hex[SECRET_HEX_CHARS];
    write_number(round, state->round_id);
    write_secret(hex, round_secret(mover, state));
    enum pg_outcome outcome = call_perform(mover->pg, CALL_ROUND_VOID, (const char *const[]){round, hex});
    sodium_memzero(hex, sizeof hex);
    return outcome;
}

static const uint8_t *round_secret(struct mover *mover, const struct state *state)
{
    if (mover->chain_session != state->session_id) load_chain(mover, state);
    return chain_secret(mover->chain, state->chain_index);
}

static void load_chain(struct mover *mover, const struct state *state)
{
    uint8_t last[HR1_BYTES];
    move_forget(mover);
    if (!vault_unseal(mover->vault, last, state->sealed_secret))
        die("session=%s reason=\"its sealed secret is damaged in the database\"", state->session_name);
    mover->chain = chain_restore(last, state->session_rounds);
    mover->chain_session = state->session_id;
    sodium_memzero(last, sizeof last);
}

static enum pg_outcome publish(struct mover *mover, const struct state *state, uint32_t first, uint32_t last)
{
    char round[NUMBER_CHARS], from[NUMBER_CHARS];
    write_number(round, state->round_id);
    write_number(from, first);
    char *positions = film_json(&mover->race.film, first, last);
    enum pg_outcome outcome =
        call_perform(mover->pg, CALL_FILM_PUBLISH, (const char *const[]){round, from, positions});
    free(positions);
    if (outcome == PG_DONE)
        log_debug("film", "round=%" PRId64 " from=%u to=%u late_ms=%" PRId64, state->round_id, first, last,
                  state_film_clock(state, clock_mono_ms()) - (int64_t)last * FILM_STEP_MS);
    return outcome;
}

static enum pg_outcome perform_on_round(struct mover *mover, enum call call, const struct state *state)
{
    char round[NUMBER_CHARS];
    write_number(round, state->round_id);
    return call_perform(mover->pg, call, (const char *const[]){round});
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
