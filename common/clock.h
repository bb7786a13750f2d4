/* SPDX-License-Identifier: MIT */
/* Wall clock and monotonic clock; their values must not be mixed. */
#ifndef HIPPO_CLOCK_H
#define HIPPO_CLOCK_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

/* Milliseconds since 1970 UTC; may jump. For times that leave the program. */
int64_t clock_wall_ms(void);

/* Milliseconds since some point in the past; never goes back. For timeouts and intervals. */
int64_t clock_mono_ms(void);

/* Sleeps until `deadline_mono_ms` or a signal; returns at once when it is past. */
void clock_sleep_until(int64_t deadline_mono_ms);

/* Of milliseconds on either clock. */
struct timespec clock_timespec(int64_t ms);

/* A condition variable whose timed waits are on clock_mono_ms. */
void clock_init_condition(pthread_cond_t *condition);

#endif
