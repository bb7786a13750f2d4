/* SPDX-License-Identifier: MIT */
/* The moves: what scheduler.state() may ask for, and the one database function that does each. */
#ifndef HIPPO_SCHEDULER_MOVE_H
#define HIPPO_SCHEDULER_MOVE_H

#include "chain.h"
#include "pg.h"
#include "race.h"
#include "state.h"
#include "vault.h"

/* Screens play the film so far behind its clock: what is shown has always arrived already. */
#define MOVE_PLAYOUT_MS 1750

struct mover {
    struct pg *pg;
    const struct vault *vault;
    uint32_t session_rounds; /* of the sessions that this scheduler opens */

    /* Worked out from the state again whenever they are missing. */
    struct chain *chain;
    int64_t chain_session; /* whose chain it is; 0: none */
    struct race race;
};

/* Does the state's next move, which must be due, and logs it with its lateness. PG_DONE: it is in the
 * database. Otherwise the state must be read again before anything else is done. A move that this program
 * does not know is fatal; a session sealed under another key is the operator's mistake: die(). */
enum pg_outcome move_make(struct mover *mover, const struct state *state) __attribute__((warn_unused_result));

/* Wipes what was worked out: to be called with every new lead, which may be over another database. */
void move_forget(struct mover *mover);

#endif
