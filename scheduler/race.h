/* SPDX-License-Identifier: MIT */
/* The race of a round: its finish order and timeline, computed from the secret when needed and never stored: the same
 * secret gives the same race after any crash. */
#ifndef HIPPO_SCHEDULER_RACE_H
#define HIPPO_SCHEDULER_RACE_H

#include "race_timeline.h"
#include "state.h"

struct race {
    int64_t round_id; /* 0: none is computed */
    uint32_t order[HR1_RUNNERS_MAX];
    struct race_timeline timeline;
};

/* Computes the race of the state's round, unless it is there already. A timeline that does not show the drawn order is
 * fatal: such a race must not start. */
void race_prepare(struct race *race, const struct state *state, const uint8_t secret[HR1_BYTES]);

/* Wipes it: the order is a secret until the race has ended. */
void race_wipe(struct race *race);

#endif
