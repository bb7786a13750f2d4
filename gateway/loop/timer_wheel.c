/* SPDX-License-Identifier: MIT */
/* Slots by due step modulo the wheel's size; a timer further away than one round waits in its slot. */
#include "loop/timer_wheel.h"

#include <stdlib.h>

#include "log.h"

#define SLOTS 512 /* a power of two: 51.2 s, so a ping's 25 s are within one round */

struct timer_wheel {
    int64_t step; /* all timers due at or before it have been called */
    struct timer slots[SLOTS];
};

static void link_before(struct timer *head, struct timer *timer);
static void turn_slot(struct timer *slot, int64_t step, void (*on_due)(void *context, struct timer *timer),
                      void *context);

struct timer_wheel *timer_wheel_new(int64_t now_ms)
{
    struct timer_wheel *wheel = calloc(1, sizeof *wheel);
    if (!wheel) fatal("reason=\"out of memory\"");
    wheel->step = now_ms / TIMER_WHEEL_STEP_MS;
    for (int i = 0; i < SLOTS; i++)
        wheel->slots[i].next = wheel->slots[i].previous = &wheel->slots[i];
    return wheel;
}

void timer_wheel_free(struct timer_wheel *wheel)
{
    free(wheel);
}

void timer_wheel_set(struct timer_wheel *wheel, struct timer *timer, int64_t due_ms)
{
    timer_wheel_stop(timer);
    timer->due_step = (due_ms + TIMER_WHEEL_STEP_MS - 1) / TIMER_WHEEL_STEP_MS;
    if (timer->due_step <= wheel->step) timer->due_step = wheel->step + 1;
    link_before(&wheel->slots[(uint64_t)timer->due_step & (SLOTS - 1)], timer);
}

void timer_wheel_stop(struct timer *timer)
{
    if (!timer->next) return;
    timer->next->previous = timer->previous;
    timer->previous->next = timer->next;
    timer->next = timer->previous = NULL;
}

bool timer_wheel_is_set(const struct timer *timer)
{
    return timer->next != NULL;
}

void timer_wheel_tick(struct timer_wheel *wheel, int64_t now_ms,
                      void (*on_due)(void *context, struct timer *timer), void *context)
{
    int64_t target = now_ms / TIMER_WHEEL_STEP_MS;
    /* After a long pause one round over all slots finds everything. */
    if (target - wheel->step > SLOTS) wheel->step = target - SLOTS;
    while (wheel->step < target) {
        wheel->step++;
        turn_slot(&wheel->slots[(uint64_t)wheel->step & (SLOTS - 1)], wheel->step, on_due, context);
    }
}

static void link_before(struct timer *head, struct timer *timer)
{
    timer->next = head;
    timer->previous = head->previous;
    head->previous->next = timer;
    head->previous = timer;
}

static void turn_slot(struct timer *slot, int64_t step, void (*on_due)(void *context, struct timer *timer),
                      void *context)
{
    /* Moved to a list of its own first: a callback may stop any of the others meanwhile. */
    struct timer due = {.next = &due, .previous = &due};
    for (struct timer *timer = slot->next, *next; timer != slot; timer = next) {
        next = timer->next;
        if (timer->due_step > step) continue;
        timer_wheel_stop(timer);
        link_before(&due, timer);
    }
    while (due.next != &due) {
        struct timer *timer = due.next;
        timer_wheel_stop(timer);
        on_due(context, timer);
    }
}
