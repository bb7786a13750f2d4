/* SPDX-License-Identifier: MIT */
/* Where a pass begins moves on from pass to pass: nobody is always the last. */
#include "fanout.h"

#include <libwebsockets.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include "clock.h"
#include "log.h"
#include "metrics.h"
#include "roster.h"
#include "session.h"
#include "watch.h"

/* At 12 us a send over TCP a slice is 6 ms. */
#define SLICE 512

/* Between two slices the loop is woken by a descriptor that stays readable, not by a timer of no time at all: on libuv
 * 4.1.6 counts a timer from before the callbacks that have just run, so every slice would be followed by a sleep as
 * long as itself. */
struct fanout {
    struct watch turn;
    int turn_fd; /* readable while a pass is under way */
    struct session_shared *shared;
    size_t start, done, span; /* the pass visits start, start + 1 … modulo span */
    int64_t begun_us;
    bool is_running, is_wanted;
};

static void begin_pass(struct fanout *fanout);
static void run_slice(struct fanout *fanout);
static void end_pass(struct fanout *fanout);
static void on_turn(void *context, enum watch_event event);

struct fanout *fanout_new(struct lws_vhost *vhost, struct session_shared *shared)
{
    struct fanout *fanout = calloc(1, sizeof *fanout);
    if (!fanout) fatal("reason=\"out of memory\"");
    *fanout = (struct fanout){.shared = shared, .turn_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    if (fanout->turn_fd < 0 || !watch_open(&fanout->turn, vhost, fanout->turn_fd, on_turn, fanout))
        die("reason=\"no descriptor for broadcasts\"");
    return fanout;
}

void fanout_request(struct fanout *fanout)
{
    fanout->is_wanted = true;
    if (fanout->is_running) return;
    begin_pass(fanout);
    if (eventfd_write(fanout->turn_fd, 1) != 0) fatal("reason=\"eventfd: %m\"");
    run_slice(fanout);
}

static void begin_pass(struct fanout *fanout)
{
    fanout->begun_us = (int64_t)lws_now_usecs();
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
                end_pass(fanout);
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
}

static void end_pass(struct fanout *fanout)
{
    eventfd_t slices;
    metrics_note(&metrics->broadcast, (int64_t)lws_now_usecs() - fanout->begun_us);
    fanout->is_running = false;
    if (eventfd_read(fanout->turn_fd, &slices) != 0) fatal("reason=\"eventfd: %m\"");
}

static void on_turn(void *context, enum watch_event event)
{
    struct fanout *fanout = context;
    if (event == WATCH_BROKEN) fatal("reason=\"the broadcasts' descriptor broke\"");
    if (fanout->is_running) run_slice(fanout);
}
