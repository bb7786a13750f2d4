/* SPDX-License-Identifier: MIT */
/* Each pass begins at another client than the one before it, so that nobody is always the last. */
#include "client/broadcast.h"

#include <libwebsockets.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include "client/client.h"
#include "client/client_table.h"
#include "client/session.h"
#include "clock.h"
#include "log.h"
#include "loop/fd_watch.h"
#include "loop/metrics.h"

/* At 12 us a send over TCP a slice is 6 ms. */
#define SLICE 512

/* Between two slices the loop is woken by a descriptor that stays readable, not by a timer of no time: on libuv
 * libwebsockets 4.1.6 counts a timer from before the callbacks that have just run, so every slice would be followed by a sleep as
 * long as itself. */
struct broadcast {
    struct fd_watch slices;
    int slice_fd; /* readable while a pass is under way */
    struct client_shared *shared;
    size_t start, done, span; /* the pass visits start, start + 1 … modulo span */
    int64_t begun_us;
    bool is_running, is_wanted;
};

static void begin_pass(struct broadcast *broadcast);
static void run_slice(struct broadcast *broadcast);
static void end_pass(struct broadcast *broadcast);
static void on_slice(void *context, enum fd_watch_event event);

struct broadcast *broadcast_new(struct lws_vhost *vhost, struct client_shared *shared)
{
    struct broadcast *broadcast = calloc(1, sizeof *broadcast);
    if (!broadcast) fatal("reason=\"out of memory\"");
    *broadcast = (struct broadcast){.shared = shared, .slice_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    if (broadcast->slice_fd < 0 ||
        !fd_watch_open(&broadcast->slices, vhost, broadcast->slice_fd, on_slice, broadcast))
        die("reason=\"no descriptor for broadcasts\"");
    return broadcast;
}

void broadcast_request(struct broadcast *broadcast)
{
    broadcast->is_wanted = true;
    if (broadcast->is_running) return;
    begin_pass(broadcast);
    if (eventfd_write(broadcast->slice_fd, 1) != 0) fatal("reason=\"eventfd: %m\"");
    run_slice(broadcast);
}

static void begin_pass(struct broadcast *broadcast)
{
    broadcast->begun_us = (int64_t)lws_now_usecs();
    broadcast->is_wanted = false;
    broadcast->is_running = true;
    broadcast->done = 0;
    broadcast->span = client_table_span(broadcast->shared->table);
    if (broadcast->span > 0) broadcast->start = (broadcast->start + SLICE + 1) % broadcast->span;
}

static void run_slice(struct broadcast *broadcast)
{
    broadcast->shared->now_ms = clock_mono_ms();
    for (int visited = 0; visited < SLICE; broadcast->done++) {
        if (broadcast->done == broadcast->span) {
            if (!broadcast->is_wanted) {
                end_pass(broadcast);
                return;
            }
            begin_pass(broadcast);
            break;
        }
        size_t index = (broadcast->start + broadcast->done) % broadcast->span;
        struct client *client = client_table_at(broadcast->shared->table, index);
        if (!client) continue;
        session_flush(broadcast->shared, client);
        visited++;
    }
}

static void end_pass(struct broadcast *broadcast)
{
    eventfd_t count;
    metrics_observe(&metrics->broadcast, (int64_t)lws_now_usecs() - broadcast->begun_us);
    broadcast->is_running = false;
    if (eventfd_read(broadcast->slice_fd, &count) != 0) fatal("reason=\"eventfd: %m\"");
}

static void on_slice(void *context, enum fd_watch_event event)
{
    struct broadcast *broadcast = context;
    if (event == FD_WATCH_BROKEN) fatal("reason=\"the broadcasts' descriptor broke\"");
    if (broadcast->is_running) run_slice(broadcast);
}
