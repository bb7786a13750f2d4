/* SPDX-License-Identifier: MIT */
/* Each step closes as many clients as the elapsed share of the time asks for. */
#include "drain.h"

#include <libwebsockets.h>
#include <stdlib.h>

#include "client/client.h"
#include "client/client_table.h"
#include "clock.h"
#include "log.h"
#include "server.h"

#define STEP_US 20000
#define GRACE_MS 2000 /* for closing handshakes after the last close frame */

struct drain {
    lws_sorted_usec_list_t timer; /* first: the callback gets it */
    struct lws_context *loop;
    struct server *server;
    struct client_shared *shared;
    int64_t duration_ms, begun_ms;
    size_t cursor, span; /* slots of the table gone through */
    bool is_begun;
};

static void on_timer(lws_sorted_usec_list_t *timer);
static void close_share(struct drain *drain, int64_t now_ms);

struct drain *drain_new(struct lws_context *loop, struct server *server, struct client_shared *shared,
                        long long seconds)
{
    struct drain *drain = calloc(1, sizeof *drain);
    if (!drain) fatal("reason=\"out of memory\"");
    *drain = (struct drain){
        .loop = loop, .server = server, .shared = shared, .duration_ms = (int64_t)seconds * 1000};
    return drain;
}

void drain_begin(struct drain *drain)
{
    if (drain->is_begun) return;
    drain->is_begun = true;
    drain->begun_ms = clock_mono_ms();
    drain->span = client_table_span(drain->shared->table);
    log_info("draining", "clients=%zu seconds=%lld", client_table_count(drain->shared->table),
             (long long)(drain->duration_ms / 1000));
    server_stop_accepting(drain->server);
    on_timer(&drain->timer);
}

bool drain_has_begun(const struct drain *drain)
{
    return drain->is_begun;
}

_Noreturn void drain_leave(void)
{
    log_info("stopped", "");
    exit(0);
}

static void on_timer(lws_sorted_usec_list_t *timer)
{
    struct drain *drain = (struct drain *)timer;
    int64_t now_ms = clock_mono_ms();
    close_share(drain, now_ms);
    if (server_is_empty(drain->server) || now_ms - drain->begun_ms >= drain->duration_ms + GRACE_MS)
        drain_leave();
    lws_sul_schedule(drain->loop, 0, &drain->timer, on_timer, STEP_US);
}

/* Handshakes that were under way may have grown the table since; they are closed with the last share. */
static void close_share(struct drain *drain, int64_t now_ms)
{
    int64_t gone_ms = now_ms - drain->begun_ms;
    bool is_last = gone_ms >= drain->duration_ms;
    size_t target = is_last ? client_table_span(drain->shared->table)
                            : drain->span * (size_t)gone_ms / (size_t)drain->duration_ms;
    drain->shared->now_ms = now_ms;
    for (; drain->cursor < target; drain->cursor++) {
        struct client *client = client_table_at(drain->shared->table, drain->cursor);
        if (client) client_close(drain->shared, client, CLIENT_CODE_SHUTDOWN);
    }
}
