/* SPDX-License-Identifier: MIT */
/* Only the last failure is remembered: two that alternate are both logged each time. */
#include "log_throttle.h"

#include <stdio.h>
#include <string.h>

bool log_throttle_allows(struct log_throttle *throttle, const char *what, int64_t now_ms,
                         unsigned *suppressed)
{
    bool is_same = strncmp(throttle->what, what, sizeof throttle->what - 1) == 0;
    if (is_same && now_ms - throttle->logged_ms < LOG_THROTTLE_INTERVAL_MS) {
        throttle->suppressed++;
        return false;
    }
    *suppressed = is_same ? throttle->suppressed : 0;
    (void)snprintf(throttle->what, sizeof throttle->what, "%s", what);
    throttle->logged_ms = now_ms;
    throttle->suppressed = 0;
    return true;
}

void log_throttle_reset(struct log_throttle *throttle)
{
    *throttle = (struct log_throttle){0};
}
