/* SPDX-License-Identifier: MIT */
/* Between half the delay and all of it. */
#include "loop/backoff.h"

#include <sys/random.h>

#define FIRST_MS 100
#define MAX_MS 5000

static int64_t random_up_to(int64_t max, int64_t otherwise);

int64_t backoff_fail(struct backoff *backoff, int64_t now_ms)
{
    int64_t delay_ms = backoff->delay_ms * 2;
    if (delay_ms < FIRST_MS) delay_ms = FIRST_MS;
    if (delay_ms > MAX_MS) delay_ms = MAX_MS;
    backoff->delay_ms = delay_ms;
    int64_t wait_ms = delay_ms / 2 + random_up_to(delay_ms / 2, now_ms);
    backoff->retry_ms = now_ms + wait_ms;
    return wait_ms;
}

static int64_t random_up_to(int64_t max, int64_t otherwise)
{
    uint64_t number = 0;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != sizeof number) number = (uint64_t)otherwise;
    return (int64_t)(number % (uint64_t)(max + 1));
}
