/* SPDX-License-Identifier: MIT */
/* The race of a round: its order and its film, worked out from the secret whenever they are needed and stored
 * nowhere: the same secret gives the same race after any crash. */
#ifndef HIPPO_SCHEDULER_RACE_H
#define HIPPO_SCHEDULER_RACE_H

#include "film.h"
#include "state.h"

struct race {
    int64_t round_id; /* 0: none is worked out */
    uint32_t order[HR1_RUNNERS_MAX];
    struct film film;
};

/* Works out the race of the state's round; does nothing when it is there already. A film that does not show
 * the drawn order is fatal: such a race must not start. */
void race_prepare(struct race *race, const struct state *state, const uint8_t secret[HR1_BYTES]);

/* Wipes it: the order is a secret until the race has ended. */
void race_forget(struct race *race);

#endif
