/* SPDX-License-Identifier: MIT */
/* Trouble that lasts is said at once, then every half minute with how often it came meanwhile: a log that says the
 * same thing twice a second is read by nobody. */
#ifndef HIPPO_SCHEDULER_REPEAT_H
#define HIPPO_SCHEDULER_REPEAT_H

#include <stdbool.h>
#include <stdint.h>

#define REPEAT_EVERY_MS 30000

struct repeat { /* all zero: nothing was said yet */
    char what[64];
    int64_t said_ms;
    unsigned unsaid;
};

/* True: say it now; *unsaid is how often it came since it was last said. `what` names the trouble: another one is
 * news at once. `now_ms` is on clock_mono_ms. */
bool repeat_is_news(struct repeat *repeat, const char *what, int64_t now_ms, unsigned *unsaid)
    __attribute__((warn_unused_result));

/* It is over: when it comes back, it is news. */
void repeat_forget(struct repeat *repeat);

#endif
