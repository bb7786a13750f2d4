/* SPDX-License-Identifier: MIT */
/* Wall clock and monotonic clock; their values must not be mixed. */
#ifndef HIPPO_CLOCK_H
#define HIPPO_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970 UTC; may jump. For times that leave the program. */
int64_t clock_wall_ms(void);

/* Milliseconds since some point in the past; never goes back. For timeouts and intervals. */
int64_t clock_mono_ms(void);

/* Sleeps until `deadline_mono_ms` or a signal; returns at once when it is past. */
void clock_sleep_until(int64_t deadline_mono_ms);

#endif
