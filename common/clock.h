/* SPDX-License-Identifier: MIT */
/* Two clocks that must not be mixed: what people and the database call the time, and what timers count. */
#ifndef HIPPO_CLOCK_H
#define HIPPO_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970 UTC; may jump. For text that others read. */
int64_t clock_wall_ms(void);

/* Milliseconds since some point in the past; never goes back. For timeouts and intervals. */
int64_t clock_mono_ms(void);

/* Sleeps until `deadline` of clock_mono_ms, or until a signal comes; returns at once when it is past. */
void clock_sleep_until(int64_t deadline_mono_ms);

#endif
