/* SPDX-License-Identifier: MIT */
/* A timer wheel: one timer for each session, O(1) to set and to stop, however many there are. libwebsockets
 * keeps its own timers in one sorted list, which costs 70 us an insertion at 20 000. */
#ifndef HIPPO_GATEWAY_WHEEL_H
#define HIPPO_GATEWAY_WHEEL_H

#include <stdbool.h>
#include <stdint.h>

#define WHEEL_STEP_MS 100

/* Embedded in its owner. Zero it before the first use. */
struct wheel_timer {
    struct wheel_timer *next, *previous; /* NULL: not set */
    int64_t due_step;
};

struct wheel;

struct wheel *wheel_new(int64_t now_ms);
void wheel_free(struct wheel *wheel);

/* Due at the first turn at or after `due_ms`, rounded up to a step. Set again: moves. */
void wheel_set(struct wheel *wheel, struct wheel_timer *timer, int64_t due_ms);
void wheel_stop(struct wheel_timer *timer);
bool wheel_is_set(const struct wheel_timer *timer);

/* Calls on_due for each timer that is due; it is stopped before the call. on_due may set and stop any timer,
 * its own and others'. Call about every WHEEL_STEP_MS. */
void wheel_turn(struct wheel *wheel, int64_t now_ms, void (*on_due)(void *context, struct wheel_timer *timer),
                void *context);

#endif
