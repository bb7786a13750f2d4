/* SPDX-License-Identifier: MIT */
/* The state of the session and its current round, read from the database in one consistent row. Transitions depend on
 * nothing else. */
#ifndef HIPPO_SCHEDULER_STATE_H
#define HIPPO_SCHEDULER_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hr1.h"
#include "key_store.h"
#include "pg.h"

struct state {
    int64_t asked_mono_ms, received_mono_ms; /* clock_mono_ms() before the question, and when the row came */
    int64_t received_wall_ms;                /* clock_wall_ms() then */
    int64_t now_ms; /* the database's clock then; due_ms and the race's times are on it too */
    int64_t due_ms; /* -1: nothing to do until something changes */
    char next_move[16];

    int64_t session_id; /* 0: there is none yet */
    char session_name[32];
    uint32_t session_rounds;
    uint8_t sealed_secret[KEY_STORE_SEALED_BYTES];
    char key_fingerprint[KEY_STORE_FINGERPRINT_CHARS + 1];

    int64_t round_id; /* 0: there is none yet, and what follows is empty */
    uint32_t chain_index;
    char phase[16];
    uint8_t card_hash[HR1_BYTES], beacon[HR1_BYTES];
    struct hr1_runner runners[HR1_RUNNERS_MAX];
    size_t runner_count;
    int64_t race_starts_ms;
    uint32_t film_ms, film_samples; /* its length; how many samples are already published */
};

/* Anything but PG_DONE leaves *state empty. A malformed row is fatal. */
enum pg_outcome state_read(struct state *state, struct pg *pg) __attribute__((warn_unused_result));

/* Milliseconds from `now_mono_ms` until the transition is due: 0 or less when it is; INT64_MAX when there is none. */
int64_t state_until_due(const struct state *state, int64_t now_mono_ms);

/* How long the race has been running at `now_mono_ms`, by the database's clock. */
int64_t state_film_clock(const struct state *state, int64_t now_mono_ms);

#endif
