/* SPDX-License-Identifier: MIT */
/* A timer wheel: one timer for each client, O(1) to set and to stop, however many there are. libwebsockets
 * keeps its own timers in one sorted list, which costs 70 us an insertion at 20 000. */
#ifndef HIPPO_GATEWAY_LOOP_TIMER_WHEEL_H
#define HIPPO_GATEWAY_LOOP_TIMER_WHEEL_H

#include <stdbool.h>
#include <stdint.h>

#define TIMER_WHEEL_STEP_MS 100

/* Embedded in its owner. Zero it before the first use. */
struct timer {
    struct timer *next, *previous; /* NULL: not set */
    int64_t due_step;
};

struct timer_wheel;

struct timer_wheel *timer_wheel_new(int64_t now_ms);
void timer_wheel_free(struct timer_wheel *wheel);

/* Due at the first tick at or after `due_ms`, rounded up to a step. Set again: moves. */
void timer_wheel_set(struct timer_wheel *wheel, struct timer *timer, int64_t due_ms);
void timer_wheel_stop(struct timer *timer);
bool timer_wheel_is_set(const struct timer *timer);

/* Calls on_due for each timer that is due; it is stopped before the call. on_due may set and stop any timer,
 * its own and others'. Call about every TIMER_WHEEL_STEP_MS. */
void timer_wheel_tick(struct timer_wheel *wheel, int64_t now_ms,
                      void (*on_due)(void *context, struct timer *timer), void *context);

#endif
