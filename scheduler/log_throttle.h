/* SPDX-License-Identifier: MIT */
/* Limits how often a lasting failure is logged: at once, then every half minute with the number of times between. */
#ifndef HIPPO_SCHEDULER_LOG_THROTTLE_H
#define HIPPO_SCHEDULER_LOG_THROTTLE_H

#include <stdbool.h>
#include <stdint.h>

#define LOG_THROTTLE_INTERVAL_MS 30000

struct log_throttle { /* all zero: nothing was logged yet */
    char what[64];
    int64_t logged_ms;
    unsigned suppressed;
};

/* True: log it now; *suppressed is how often it came since it was last logged. `what` names the failure: another one
 * is logged at once. `now_ms` is on clock_mono_ms. */
bool log_throttle_allows(struct log_throttle *throttle, const char *what, int64_t now_ms,
                         unsigned *suppressed) __attribute__((warn_unused_result));

/* The failure is over: the next one is logged at once. */
void log_throttle_reset(struct log_throttle *throttle);

#endif
