/* SPDX-License-Identifier: MIT */
/* The database's clock, estimated between the answers that carry it. Every time that is sent to clients is
 * this clock's. */
#ifndef HIPPO_GATEWAY_STREAM_DB_CLOCK_H
#define HIPPO_GATEWAY_STREAM_DB_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Zero it before the first use. Monotonic times are those of clock_mono_ms. */
struct db_clock {
    bool is_known;
    int64_t offset_ms; /* database clock minus monotonic clock */
    int64_t error_ms;  /* half the round trip in which it was read */
    int64_t noted_ms;  /* monotonic */
};

/* The database said `database_ms` in an answer to a question sent and received at these monotonic times. */
void db_clock_observe(struct db_clock *time, int64_t sent_ms, int64_t received_ms, int64_t database_ms);

/* Milliseconds since 1970 by the database's clock. */
int64_t db_clock_now(const struct db_clock *time, int64_t mono_ms);

#endif
