/* SPDX-License-Identifier: MIT */
/* The transitions that scheduler.state() may ask for, and the one database function that performs each. */
#ifndef HIPPO_SCHEDULER_TRANSITION_H
#define HIPPO_SCHEDULER_TRANSITION_H

#include "hash_chain.h"
#include "key_store.h"
#include "pg.h"
#include "race.h"
#include "state.h"

/* Screens play the film this much later than its clock, so that what they show has already arrived. */
#define TRANSITION_PLAYOUT_MS 1750

struct transition_context {
    struct pg *pg;
    const struct key_store *keys;
    uint32_t session_rounds; /* of the sessions that this scheduler opens */

    /* Caches: computed from the state when missing. */
    struct hash_chain *chain;
    int64_t chain_session; /* whose chain it is; 0: none */
    struct race race;
};

/* Performs the state's next transition, which must be due, and logs how late it was. PG_DONE: it is committed.
 * Otherwise the state must be read again before anything else is done. A transition that this program
 * does not know is fatal; a session sealed under another key is the operator's mistake, unless it was abandoned: die(). */
enum pg_outcome transition_run(struct transition_context *context, const struct state *state)
    __attribute__((warn_unused_result));

/* Wipes the caches: to be called whenever leadership is won or lost, since the next database may be another one. */
void transition_reset(struct transition_context *context);

#endif
