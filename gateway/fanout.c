/* SPDX-License-Identifier: MIT */
/* Where a pass begins moves on from pass to pass: nobody is always the last. */
#include "fanout.h"

#include <libwebsockets.h>
#include <stdbool.h>
#include <stdlib.h>

#include "clock.h"
#include "log.h"
#include "roster.h"
#include "session.h"

/* At 12 us a send over TCP a slice is 6 ms. */
#define SLICE 512

struct fanout {
    lws_sorted_usec_list_t timer; /* first: the callback gets it */
    struct lws_context *context;
    struct session_shared *shared;
    size_t start, done, span; /* the pass visits start, start + 1 … modulo span */
    bool is_running, is_wanted;
};

static void begin_pass(struct fanout *fanout);
static void run_slice(struct fanout *fanout);
static void on_timer(lws_sorted_usec_list_t *timer);

struct fanout *fanout_new(struct lws_context *context, struct session_shared *shared)
{
    struct fanout *fanout = calloc(1, sizeof *fanout);
    if (!fanout) fatal("reason=\"out of memory\"");
    *fanout = (struct fanout){.context = context, .shared = shared};
    return fanout;
}

void fanout_request(struct fanout *fanout)
{
    fanout->is_wanted = true;
    if (fanout->is_running) return;
    begin_pass(fanout);
    run_slice(fanout);
}

static void begin_pass(struct fanout *fanout)
{
    fanout->is_wanted = false;
    fanout->is_running = true;
    fanout->done = 0;
    fanout->span = roster_span(fanout->shared->roster);
    if (fanout->span > 0) fanout->start = (fanout->start + SLICE + 1) % fanout->span;
}

static void run_slice(struct fanout *fanout)
{
    fanout->shared->now_ms = clock_mono_ms();
    for (int visited = 0; visited < SLICE; fanout->done++) {
        if (fanout->done == fanout->span) {
            if (!fanout->is_wanted) {
                fanout->is_running = false;
                return;
            }
            begin_pass(fanout);
            break;
        }
        size_t index = (fanout->start + fanout->done) % fanout->span;
        struct session *session = roster_at(fanout->shared->roster, index);
        if (!session) continue;
        session_flush(fanout->shared, session);
        visited++;
    }
    lws_sul_schedule(fanout->context, 0, &fanout->timer, on_timer, 1);
}

static void on_timer(lws_sorted_usec_list_t *timer)
{
    run_slice((struct fanout *)timer);
}
