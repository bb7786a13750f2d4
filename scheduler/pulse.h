/* SPDX-License-Identifier: MIT */
/* What the leader does between the moves: it lets the database tell the private channels what was sold, and let old
 * claims expire. On the leader's own connection, so that who has lost the lead has lost the pulse too, and so that pulse
 * and move never wait for each other's locks; in time that no move needs, and cut short before one does. */
#ifndef HIPPO_SCHEDULER_PULSE_H
#define HIPPO_SCHEDULER_PULSE_H

#include <stdbool.h>
#include <stdint.h>

#include "pg.h"
#include "repeat.h"

#define PULSE_EVERY_MS 400
#define PULSE_ROOM_MIN_MS 25  /* before a move: with less than this it waits until after it */
#define PULSE_ROOM_MAX_MS 200 /* more room than this it never waits for, however slow the last one was */
#define PULSE_MARGIN_MS 5     /* of that: to hear that it was cut, and to be there for the move */
#define PULSE_PATIENCE_MS 500 /* for one; doubled each time that it was not enough */
#define PULSE_PATIENCE_MAX_MS 4000

struct pulse { /* all zero: none yet */
    int64_t next_ms;
    int64_t took_ms;     /* the last one, or the time that it was given in vain */
    int64_t patience_ms; /* 0: PULSE_PATIENCE_MS */
    struct repeat trouble;
};

/* How long a pulse may take that begins at `now_ms`, `left_ms` before the next move; 0: none now. */
int64_t pulse_room_ms(const struct pulse *pulse, int64_t now_ms, int64_t left_ms);

/* One pulse of at most `room_ms`. *is_proof_due is what the database said; false when nothing came of it. PG_DONE
 * also when it was cut or failed, which is logged and no reason to hold a round up. Otherwise the lead is gone:
 * PG_REFUSED (HP401) or PG_LOST. */
enum pg_outcome pulse_beat(struct pulse *pulse, struct pg *pg, int64_t room_ms, bool *is_proof_due)
    __attribute__((warn_unused_result));

#endif
