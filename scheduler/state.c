/* SPDX-License-Identifier: MIT */
/* Reads the row of scheduler.state() strictly: by column name, every value within its bounds. */
#include "state.h"

#include <errno.h>
#include <json-c/json.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "clock.h"
#include "log.h"
#include "race_timeline.h"

static void read_session(struct state *state, const PGresult *row);
static void read_round(struct state *state, const PGresult *row);
static void read_runners(struct state *state, const char *text);
static const char *column(const PGresult *row, const char *name);
static int64_t number(const PGresult *row, const char *name, int64_t minimum, int64_t maximum);
static void copy_text(char *target, size_t size, const PGresult *row, const char *name);
static void copy_bytes(uint8_t *target, size_t size, const PGresult *row, const char *name);

enum pg_outcome state_read(struct state *state, struct pg *pg)
{
    memset(state, 0, sizeof *state);
    state->asked_mono_ms = clock_mono_ms();
    PGresult *row;
    enum pg_outcome outcome = call_query(pg, CALL_STATE, NULL, &row);
    if (outcome != PG_DONE) return outcome;
    state->received_mono_ms = clock_mono_ms();
    state->received_wall_ms = clock_wall_ms();
    if (PQntuples(row) != 1) fatal("reason=\"state is not one row\" rows=%d", PQntuples(row));
    state->now_ms = number(row, "now_ms", 0, INT64_MAX);
    state->due_ms = column(row, "due_ms") ? number(row, "due_ms", 0, INT64_MAX) : -1;
    copy_text(state->next_move, sizeof state->next_move, row, "next_move");
    if (column(row, "session_id")) read_session(state, row);
    if (column(row, "round_id")) read_round(state, row);
    PQclear(row);
    return PG_DONE;
}

int64_t state_until_due(const struct state *state, int64_t now_mono_ms)
{
    if (state->due_ms < 0) return INT64_MAX;
    return state->due_ms - state->now_ms - (now_mono_ms - state->received_mono_ms);
}

int64_t state_film_clock(const struct state *state, int64_t now_mono_ms)
{
    return state->now_ms - state->race_starts_ms + (now_mono_ms - state->received_mono_ms);
}

static void read_session(struct state *state, const PGresult *row)
{
    state->session_id = number(row, "session_id", 1, INT64_MAX);
    state->session_rounds = (uint32_t)number(row, "session_rounds", 1, INT32_MAX);
    copy_text(state->session_name, sizeof state->session_name, row, "session_name");
    copy_text(state->key_fingerprint, sizeof state->key_fingerprint, row, "key_fingerprint");
    copy_bytes(state->sealed_secret, sizeof state->sealed_secret, row, "sealed_secret");
}

static void read_round(struct state *state, const PGresult *row)
{
    state->round_id = number(row, "round_id", 1, INT64_MAX);
    state->chain_index = (uint32_t)number(row, "chain_index", 1, INT32_MAX);
    state->race_starts_ms = number(row, "race_starts_ms", 0, INT64_MAX);
    state->film_ms = (uint32_t)number(row, "film_ms", RACE_TIMELINE_MS_MIN, RACE_TIMELINE_MS_MAX);
    state->film_samples = (uint32_t)number(row, "film_samples", 0, RACE_TIMELINE_SAMPLES_MAX);
    copy_text(state->phase, sizeof state->phase, row, "phase");
    copy_bytes(state->card_hash, sizeof state->card_hash, row, "card_hash");
    copy_bytes(state->beacon, sizeof state->beacon, row, "beacon");
    read_runners(state, column(row, "runners"));
}

static void read_runners(struct state *state, const char *text)
{
    struct json_object *list = text ? json_tokener_parse(text) : NULL;
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    if (count > HR1_RUNNERS_MAX) fatal("reason=\"too many runners\" runners=%zu", count);
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_array_get_idx(list, i);
        int64_t runner = json_object_get_int64(json_object_object_get(item, "number"));
        int64_t weight = json_object_get_int64(json_object_object_get(item, "weight"));
        if (runner < 1 || runner > INT32_MAX || weight < 1) fatal("reason=\"malformed runner\"");
        state->runners[i] = (struct hr1_runner){.number = (uint32_t)runner, .weight = (uint64_t)weight};
    }
    state->runner_count = count;
    json_object_put(list);
    if (!hr1_card_is_valid(state->runners, count)) fatal("reason=\"the card cannot be drawn\"");
}

/* NULL for SQL null. */
static const char *column(const PGresult *row, const char *name)
{
    int field = PQfnumber(row, name);
    if (field < 0) fatal("reason=\"state lacks a column\" column=%s", name);
    return PQgetisnull(row, 0, field) ? NULL : PQgetvalue(row, 0, field);
}

static int64_t number(const PGresult *row, const char *name, int64_t minimum, int64_t maximum)
{
    const char *text = column(row, name);
    char *end = NULL;
    errno = 0;
    long long value = text ? strtoll(text, &end, 10) : 0;
    if (!text || errno || end == text || *end || value < minimum || value > maximum)
        fatal("reason=\"state has a bad number\" column=%s value=%s", name, text ? text : "null");
    return value;
}

static void copy_text(char *target, size_t size, const PGresult *row, const char *name)
{
    const char *text = column(row, name);
    if (!text || strlen(text) >= size)
        fatal("reason=\"state has a bad word\" column=%s value=%s", name, text ? text : "null");
    memcpy(target, text, strlen(text) + 1);
}

static void copy_bytes(uint8_t *target, size_t size, const PGresult *row, const char *name)
{
    const char *text = column(row, name);
    size_t got = 0;
    if (!text || sodium_hex2bin(target, size, text, strlen(text), NULL, &got, NULL) != 0 || got != size)
        fatal("reason=\"state has bad bytes\" column=%s", name);
}
