/* SPDX-License-Identifier: MIT */
/* Ties it together: stream_source -> live_state -> broadcast -> session; channel_source -> channels -> session; signals ->
 * drain; one heartbeat for whatever waits. */
#include "gateway.h"

#include <libwebsockets.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "client/broadcast.h"
#include "client/client.h"
#include "client/client_table.h"
#include "client/emulation.h"
#include "client/session.h"
#include "clock.h"
#include "drain.h"
#include "log.h"
#include "loop/fd_watch.h"
#include "loop/metrics.h"
#include "loop/timer_wheel.h"
#include "metrics_http.h"
#include "net/rate_limit.h"
#include "sd_notify.h"
#include "server.h"
#include "settings.h"
#include "stream/channel_source.h"
#include "stream/live_state.h"
#include "stream/stream_source.h"
#include "workers.h"

#define MS 1000 /* microseconds */
#define BLOCKED_US (2 * 1000 * MS)
#define BLOCKED_SECONDS 10 /* twice that, and the process ends */

struct gateway {
    struct client_shared shared;
    struct server *server;
    struct broadcast *broadcast;
    struct stream_source *source;
    struct drain *drain;
    struct fd_watch signals;
    int signal_fd;
    bool is_worker; /* one of several */
    lws_sorted_usec_list_t heartbeat, tick;
    int64_t heartbeat_due_us; /* 0: has not begun */
    int64_t tick_due_ms;      /* 0: none is due */
};

static int block_signals(void);
static void on_signal(void *context, enum fd_watch_event event);
static void on_change(void *context);
static void on_restart(void *context);
static void on_heartbeat(lws_sorted_usec_list_t *timer);
static void sample_metrics(void);
static void guard_loop(void);
static void on_alarm(int signal_number);
static void write_line(const char *line, size_t length);
static void on_due(void *context, struct timer *timer);
static void on_tick(lws_sorted_usec_list_t *timer);
static void schedule_tick(struct gateway *gateway);

/* One for the process: timers' callbacks are given nothing else to find it by. */
static struct gateway the_gateway;
static volatile sig_atomic_t is_suspect;

_Noreturn void gateway_run(const struct settings *settings, struct listener *clients,
                           struct listener *scrapes)
{
    struct gateway *gateway = &the_gateway;
    struct client_shared *shared = &gateway->shared;
    gateway->is_worker = settings->workers > 1;
    gateway->signal_fd = block_signals();
    gateway->server = server_new(settings, shared);
    struct lws_context *loop = server_loop(gateway->server);
    struct lws_vhost *vhost = server_vhost(gateway->server);
    struct live_state_listener changes = {
        .on_change = on_change, .on_restart = on_restart, .context = gateway};
    *shared = (struct client_shared){
        .live = live_state_new(changes),
        .channel_source = channel_source_new(loop, vhost, settings->database_url,
                                             (int64_t)settings->channel_check_seconds * 1000),
        .reader_events = &session_reader_events,
        .table = client_table_new(server_capacity(gateway->server)),
        .rate_limit = rate_limit_new(settings->handshakes_per_second, settings->connections_per_address,
                                     server_capacity(gateway->server)),
        .wheel = timer_wheel_new(clock_mono_ms()),
        .ping_interval_ms = settings->ping_seconds * 1000,
        .now_ms = clock_mono_ms()};
    shared->emulation = emulation_new(vhost, shared, session_receive);
    gateway->broadcast = broadcast_new(vhost, shared);
    gateway->source =
        stream_source_new(loop, vhost, settings->database_url, shared->live, shared->channel_source);
    gateway->drain = drain_new(loop, gateway->server, shared, settings->drain_seconds);
    if (!fd_watch_open(&gateway->signals, vhost, gateway->signal_fd, on_signal, gateway))
        die("reason=\"no descriptor for signals\"");
    server_open(gateway->server, clients);
    metrics_http_open(loop, vhost, settings->metrics_listen, scrapes, sample_metrics);
    lws_sul_schedule(loop, 0, &gateway->heartbeat, on_heartbeat, 1);
    server_run(gateway->server);
}

/* Blocked and read as a file: the same on every event loop, whatever handlers it installs, and no code runs in
 * a handler. */
static int block_signals(void)
{
    sigset_t set;
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGHUP, SIG_IGN);
    (void)signal(SIGALRM, on_alarm);
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, WORKERS_SIGNAL_NOW);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) fatal("reason=\"%m\"");
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (fd < 0) fatal("reason=\"%m\"");
    return fd;
}

/* Whoever is asked to stop a second time stops at once. A worker may hear the same stop twice, from its parent and from
 * whoever stops all processes of a service: only its parent can tell that it is the second. */
static void on_signal(void *context, enum fd_watch_event event)
{
    struct gateway *gateway = context;
    struct signalfd_siginfo info;
    if (event != FD_WATCH_READABLE) return;
    while (read(gateway->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
        bool is_second = drain_has_begun(gateway->drain) && !gateway->is_worker;
        if (is_second || info.ssi_signo == WORKERS_SIGNAL_NOW) drain_leave();
        drain_begin(gateway->drain);
    }
}

static void on_change(void *context)
{
    struct gateway *gateway = context;
    broadcast_request(gateway->broadcast);
    schedule_tick(gateway);
}

/* Positions in the logs mean nothing any more. */
static void on_restart(void *context)
{
    struct gateway *gateway = context;
    struct client_table *table = gateway->shared.table;
    gateway->shared.now_ms = clock_mono_ms();
    for (size_t i = 0; i < client_table_span(table); i++) {
        struct client *client = client_table_at(table, i);
        if (client) session_on_restart(&gateway->shared, client);
    }
}

static void on_heartbeat(lws_sorted_usec_list_t *timer)
{
    struct gateway *gateway = &the_gateway;
    int64_t now_ms = clock_mono_ms(), now_us = (int64_t)lws_now_usecs();
    int64_t late_us = gateway->heartbeat_due_us ? now_us - gateway->heartbeat_due_us : 0;
    if (gateway->heartbeat_due_us) metrics_observe(&metrics->lag, late_us);
    if (late_us >= BLOCKED_US) log_warn("loop_blocked", "ms=%lld", (long long)late_us / MS);
    guard_loop();
    gateway->shared.now_ms = now_ms;
    timer_wheel_tick(gateway->shared.wheel, now_ms, on_due, gateway);
    stream_source_tick(gateway->source, now_ms);
    channel_source_tick(gateway->shared.channel_source, now_ms);
    server_tick(gateway->server);
    sample_metrics();
    sd_notify_alive(now_ms);
    gateway->heartbeat_due_us = (int64_t)lws_now_usecs() + TIMER_WHEEL_STEP_MS * MS;
    lws_sul_schedule(server_loop(gateway->server), 0, timer, on_heartbeat, TIMER_WHEEL_STEP_MS * MS);
}

/* Notes how it is with stream and database, for whoever prints. */
static void sample_metrics(void)
{
    static uint64_t dropped;
    const struct live_state *live = the_gateway.shared.live;
    metrics->log_dropped += log_dropped() - dropped;
    dropped = log_dropped();
    metrics->database_up = live_state_is_degraded(live) ? 0 : 1;
    /* A worker that is new goes on from where the one before it was: a fall to 0 would look like a jump afterwards. */
    if (!live_state_has_snapshot(live)) return;
    int64_t ahead_ms = live_state_now(live, clock_mono_ms()) - clock_wall_ms();
    metrics->clock_apart_ms = (uint64_t)(ahead_ms < 0 ? -ahead_ms : ahead_ms);
    metrics->stream_offset = (uint64_t)stream_top(live_state_stream(live));
    metrics->stream_first = (uint64_t)stream_first(live_state_stream(live));
}

/* The loop is back: the guard begins to count anew. */
static void guard_loop(void)
{
    is_suspect = 0;
    (void)alarm(BLOCKED_SECONDS);
}

/* Nothing has run for BLOCKED_SECONDS, or the whole process was stopped and goes on now: the first time proves nothing. The
 * second time in a row the loop hangs: the process ends, and whoever started it starts it anew. */
static void on_alarm(int signal_number)
{
    static const char first[] = "level=error program=gateway event=loop_blocked action=wait\n";
    static const char last[] = "level=error program=gateway event=loop_blocked action=abort\n";
    (void)signal_number;
    if (is_suspect) {
        write_line(last, sizeof last - 1);
        abort();
    }
    is_suspect = 1;
    write_line(first, sizeof first - 1);
    (void)alarm(BLOCKED_SECONDS);
}

/* Never into a pipe that is full: that nobody reads the log may be what the loop waits for. */
static void write_line(const char *line, size_t length)
{
    struct pollfd output = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&output, 1, 0) > 0 && output.revents & POLLOUT) (void)!write(STDERR_FILENO, line, length);
}

static void on_due(void *context, struct timer *timer)
{
    struct gateway *gateway = context;
    session_on_due(&gateway->shared, (struct client *)timer);
}

static void on_tick(lws_sorted_usec_list_t *timer)
{
    (void)timer;
    the_gateway.tick_due_ms = 0;
    live_state_tick(the_gateway.shared.live, clock_mono_ms());
    schedule_tick(&the_gateway);
}

static void schedule_tick(struct gateway *gateway)
{
    int64_t now_ms = clock_mono_ms(), in_ms = live_state_next_tick(gateway->shared.live, now_ms);
    /* An event in the same millisecond must not push a tick that is due a second away. */
    if (in_ms >= 0 && gateway->tick_due_ms != 0 && gateway->tick_due_ms <= now_ms) return;
    gateway->tick_due_ms = in_ms < 0 ? 0 : now_ms + in_ms;
    lws_sul_schedule(server_loop(gateway->server), 0, &gateway->tick, on_tick,
                     in_ms < 0 ? LWS_SET_TIMER_USEC_CANCEL : in_ms * MS);
}
