/* SPDX-License-Identifier: MIT */
/* The database's clock, estimated between the answers that carry it. Clients are told times by this clock
 * only. */
#ifndef HIPPO_GATEWAY_DBTIME_H
#define HIPPO_GATEWAY_DBTIME_H

#include <stdbool.h>
#include <stdint.h>

/* Zero it before the first use. Monotonic times are those of clock_mono_ms. */
struct dbtime {
    bool is_known;
    int64_t offset_ms; /* database clock minus monotonic clock */
    int64_t error_ms;  /* half the round trip in which it was read */
    int64_t noted_ms;  /* monotonic */
};

/* The database said `database_ms` in an answer to a question sent and received at these monotonic times. */
void dbtime_note(struct dbtime *time, int64_t sent_ms, int64_t received_ms, int64_t database_ms);

/* Milliseconds since 1970 by the database's clock. */
int64_t dbtime_now(const struct dbtime *time, int64_t mono_ms);

#endif
