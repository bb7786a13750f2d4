/* SPDX-License-Identifier: MIT */
/* The system's clocks in milliseconds. */
#include "clock.h"

#include <time.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec now;
    (void)clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
    return read_ms(CLOCK_REALTIME);
}

int64_t clock_mono_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

void clock_sleep_until(int64_t deadline_mono_ms)
{
    struct timespec until = {.tv_sec = (time_t)(deadline_mono_ms / 1000),
                             .tv_nsec = (long)(deadline_mono_ms % 1000) * 1000000};
    (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}
