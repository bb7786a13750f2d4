/* SPDX-License-Identifier: MIT */
/* Compares the database's clock with this machine's two: with the monotonic one from one read of the state to the next
 * (did it jump?), and with the wall clock (are the machines apart?). What it means is the database's to decide:
 * scheduler.clock_tell(). A read takes a while, so each comparison counts only what no duration of it can explain. */
#ifndef HIPPO_SCHEDULER_CLOCK_WATCH_H
#define HIPPO_SCHEDULER_CLOCK_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "pg.h"

#define CLOCK_WATCH_INTERVAL_MS 10000 /* told so often when all is well */
#define CLOCK_WATCH_NOISE_MS 100      /* a smaller jump is none; a larger change is told at once */

struct clock_reading {
    int64_t asked_mono_ms, received_mono_ms;
    int64_t wall_ms;     /* this machine's, when the answer came */
    int64_t database_ms; /* the answer */
};

struct clock_watch { /* all zero: a new leader, that has told nothing yet */
    struct clock_reading last;
    bool has_last, has_told;
    int64_t told_mono_ms;
    int64_t elapsed_ms; /* what follows was not told yet: how long for certain, */
    int64_t jump_ms;    /* the sum of the jumps, above 0: ahead, */
    int64_t apart_ms;   /* and by how much the database is ahead of this machine */
    int64_t told_apart_ms;
};

/* Notes a reading. True: the database is to be told now. */
bool clock_watch_note(struct clock_watch *watch, const struct clock_reading *reading)
    __attribute__((warn_unused_result));

/* Tells the database, and logs what it makes of it. *is_changed: sales were stopped or go on, so the state is another.
 * On failure all of it is still to be told. */
enum pg_outcome clock_watch_tell(struct clock_watch *watch, struct pg *pg, bool *is_changed)
    __attribute__((warn_unused_result));

#endif
