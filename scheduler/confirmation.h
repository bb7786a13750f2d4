/* SPDX-License-Identifier: MIT */
/* Was the house set back in time? The database decides; this hands over the record that is kept outside of it, and keeps
 * what comes back: before the leader does anything else, after each move, and once a second; a standby too looks and keeps
 * its record, for the leader's may have been set back with the database. */
#ifndef HIPPO_SCHEDULER_CONFIRMATION_H
#define HIPPO_SCHEDULER_CONFIRMATION_H

#include <stdbool.h>
#include <stdint.h>

#include "house_record.h"
#include "pg.h"

#define CONFIRMATION_INTERVAL_MS 1000

struct confirmation {
    struct house_record *record;
    bool is_confirmed; /* in this database session */
    bool is_doubtful;  /* as a standby has said */
    int64_t next_ms;   /* when to do it again, on clock_mono_ms */
};

/* Must the leader confirm before it makes a move? */
bool confirmation_is_first(const struct confirmation *confirmation);

bool confirmation_is_due(const struct confirmation *confirmation, int64_t now_ms);

/* A move has been made, or another database session has begun: what is on record is behind. */
void confirmation_want(struct confirmation *confirmation);
void confirmation_reset(struct confirmation *confirmation);

/* One call as the leader; confirmation_is_first tells afterwards whether another one is needed. A set-back is logged. Not
 * PG_DONE: as the call ended; a record that the database cannot read is the operator's to see to: die(). */
enum pg_outcome confirmation_run(struct confirmation *confirmation, struct pg *pg)
    __attribute__((warn_unused_result));

/* One look as a standby. */
enum pg_outcome confirmation_look(struct confirmation *confirmation, struct pg *pg)
    __attribute__((warn_unused_result));

#endif
