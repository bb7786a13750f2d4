/* SPDX-License-Identifier: MIT */
/* How long to wait before a database is tried again: twice as long after each failure, with jitter, so that gateways
 * that lost the same database do not come back as one. */
#ifndef HIPPO_GATEWAY_LOOP_BACKOFF_H
#define HIPPO_GATEWAY_LOOP_BACKOFF_H

#include <stdint.h>

/* Zero it when all is well. */
struct backoff {
    int64_t delay_ms;
    int64_t retry_ms; /* monotonic: not before */
};

/* It failed. Returns how long to wait from now on. */
int64_t backoff_fail(struct backoff *backoff, int64_t now_ms);

#endif
