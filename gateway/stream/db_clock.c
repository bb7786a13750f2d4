/* SPDX-License-Identifier: MIT */
/* Keeps the reading with the smallest error, which grows with its age; a clock that was set is believed at once. */
#include "stream/db_clock.h"

/* What two good clocks may drift apart: 100 ppm is 1 ms in 10 s. */
#define DRIFT_MS_PER_MS 10000

void db_clock_observe(struct db_clock *time, int64_t sent_ms, int64_t received_ms, int64_t database_ms)
{
    int64_t offset_ms = database_ms - (sent_ms + received_ms) / 2;
    int64_t error_ms = (received_ms - sent_ms + 1) / 2;
    int64_t known_error_ms = time->error_ms + (received_ms - time->noted_ms) / DRIFT_MS_PER_MS;
    int64_t apart_ms =
        offset_ms > time->offset_ms ? offset_ms - time->offset_ms : time->offset_ms - offset_ms;
    /* Both readings are rounded to milliseconds, hence the 2. */
    bool is_jump = apart_ms > error_ms + known_error_ms + 2;
    if (time->is_known && error_ms > known_error_ms && !is_jump) return;
    *time = (struct db_clock){
        .is_known = true, .offset_ms = offset_ms, .error_ms = error_ms, .noted_ms = received_ms};
}

int64_t db_clock_now(const struct db_clock *time, int64_t mono_ms)
{
    return mono_ms + time->offset_ms;
}
