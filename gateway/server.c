/* SPDX-License-Identifier: MIT */
/* Counts connections, and answers what is no client's request. */
#include "server.h"

#include <errno.h>
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "client/admission.h"
#include "client/client.h"
#include "client/client_table.h"
#include "client/session.h"
#include "clock.h"
#include "log.h"
#include "loop/fd_watch.h"
#include "loop/metrics.h"
#include "net/connection.h"
#include "net/listener.h"
#include "settings.h"
#include "stream/live_state.h"

/* Connections beyond the clients: health checks, requests under way, those being refused. */
#define SPARE_CONNECTIONS 256
/* PostgreSQL, the loop, signals, DNS, stderr. */
#define SPARE_DESCRIPTORS 64

#define FIRST_READ_MS 1000

struct server {
    const struct settings *settings;
    struct client_shared *shared;
    struct lws_context *context;
    struct lws_vhost *vhost;
    struct listener *listener;
    struct connections *connections;
    struct admission *admission;
    size_t count, capacity; /* of connections */
    bool is_draining;
    bool is_new; /* has not read the stream yet */
};

static size_t raise_descriptor_limit(const struct settings *settings);
static uint64_t loop_option(const struct settings *settings);
static void on_lws_log(int level, const char *line);
static void on_accept(void *context, int fd);
static void on_request(void *context, struct connection *connection, const struct http_request *request);
static void on_gone(void *context);
static void count_connection(struct server *server, bool is_there);
static enum http_answer answer_for(const struct server *server, const struct http_request *request);

struct server *server_new(const struct settings *settings, struct client_shared *shared)
{
    /* All zero: libwebsockets' own pings and hang-ups are off. */
    static const lws_retry_bo_t no_timers = {0};
    static struct lws_protocols protocols[2];
    struct server *server = calloc(1, sizeof *server);
    if (!server) fatal("reason=\"out of memory\"");
    *server =
        (struct server){.settings = settings,
                        .shared = shared,
                        .capacity = raise_descriptor_limit(settings),
                        .admission = admission_new((struct admission_settings){settings->allowed_origins,
                                                                               settings->trusted_proxies,
                                                                               settings->edge_proxies},
                                                   shared)};
    protocols[0] = fd_watch_protocol;
    lws_set_log_level(LLL_ERR | LLL_WARN, on_lws_log);
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN_SERVER,
        .protocols = protocols,
        .vhost_name = "gateway",
        .retry_and_idle_policy = &no_timers,
        .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | loop_option(settings),
        .user = server,
    };
    server->context = lws_create_context(&info);
    if (server->context) server->vhost = lws_create_vhost(server->context, &info);
    if (!server->vhost)
        die("reason=\"libwebsockets does not start (is libwebsockets-evlib-%s installed?)\"",
            settings->loop == SETTINGS_LOOP_EV ? "ev" : "uv");
    server->connections =
        connections_new(server->vhost, (struct connections_owner){.on_request = on_request,
                                                                  .on_gone = on_gone,
                                                                  .context = server,
                                                                  .events = &session_connection_events,
                                                                  .events_context = shared});
    return server;
}

struct lws_context *server_loop(const struct server *server)
{
    return server->context;
}

struct lws_vhost *server_vhost(const struct server *server)
{
    return server->vhost;
}

size_t server_capacity(const struct server *server)
{
    size_t possible = server->capacity - SPARE_CONNECTIONS,
           wanted = (size_t)server->settings->max_connections;
    return wanted < possible ? wanted : possible;
}

void server_open(struct server *server, struct listener *listener)
{
    server->listener = listener ? listener : listener_new("GATEWAY_LISTEN", server->settings->listen);
    listener_start(server->listener, server->vhost, on_accept, server);
    /* Whoever comes before the stream is read waits for it; but not for a database that is away. */
    server->is_new = true;
    listener_pause_until(server->listener, clock_mono_ms() + FIRST_READ_MS);
    log_info("listening", "on=%s", server->settings->listen);
}

void server_stop_accepting(struct server *server)
{
    server->is_draining = true;
    admission_stop(server->admission);
    listener_close(server->listener);
}

bool server_is_empty(const struct server *server)
{
    return client_table_count(server->shared->table) == 0 && connections_count(server->connections) == 0;
}

void server_tick(struct server *server)
{
    connections_tick(server->connections, clock_mono_ms());
    if (server->is_draining) return;
    const struct live_state *live = server->shared->live;
    if (server->is_new && live_state_has_snapshot(live) && live_state_is_complete(live)) {
        server->is_new = false;
        listener_pause_until(server->listener, 0);
    }
    listener_tick(server->listener, clock_mono_ms());
}

_Noreturn void server_run(struct server *server)
{
    for (;;)
        (void)lws_service(server->context, 0);
}

/* Returns how many connections the process can have. */
static size_t raise_descriptor_limit(const struct settings *settings)
{
    struct rlimit limit;
    size_t wanted = (size_t)settings->max_connections + SPARE_CONNECTIONS;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) fatal("reason=\"%m\"");
    /* Not higher than needed: libwebsockets makes a table as large as the limit. */
    rlim_t descriptors = wanted + SPARE_DESCRIPTORS;
    if (descriptors > limit.rlim_max) descriptors = limit.rlim_max;
    limit.rlim_cur = descriptors;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) fatal("reason=\"%m\"");
    if (descriptors <= SPARE_DESCRIPTORS + SPARE_CONNECTIONS)
        die("reason=\"the limit of open files is too low\" files=%zu", (size_t)descriptors);
    size_t possible = (size_t)descriptors - SPARE_DESCRIPTORS;
    if (possible < wanted)
        log_warn("fewer_connections", "sessions=%zu reason=\"ulimit -n is %zu\"",
                 possible - SPARE_CONNECTIONS, (size_t)limit.rlim_max);
    return possible;
}

static uint64_t loop_option(const struct settings *settings)
{
    switch ((enum settings_loop)settings->loop) {
    case SETTINGS_LOOP_UV:
        /* Not its handlers for SIGSEGV and SIGFPE: a crash must crash. */
        return LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_UV_NO_SIGSEGV_SIGFPE_SPIN;
    case SETTINGS_LOOP_EV:
        return LWS_SERVER_OPTION_LIBEV;
    case SETTINGS_LOOP_POLL:
        return 0;
    }
    fatal("reason=\"unknown loop\"");
}

/* What it calls errors is mostly what peers send. */
static void on_lws_log(int level, const char *line)
{
    (void)level;
    log_debug("libwebsockets", "message=\"%s\"", line);
}

static void on_accept(void *context, int fd)
{
    struct server *server = context;
    count_connection(server, true);
    connections_accept(server->connections, fd);
}

static void on_request(void *context, struct connection *connection, const struct http_request *request)
{
    struct server *server = context;
    if (request->endpoint == HTTP_OTHER)
        connection_answer(connection, answer_for(server, request), "");
    else
        admission_decide(server->admission, connection, request);
}

static void on_gone(void *context)
{
    count_connection(context, false);
}

static void count_connection(struct server *server, bool is_there)
{
    if (is_there)
        server->count++;
    else
        server->count--;
    if (!server->is_draining) listener_set_full(server->listener, server->count >= server->capacity);
}

static enum http_answer answer_for(const struct server *server, const struct http_request *request)
{
    const struct live_state *live = server->shared->live;
    const char *path = request->path;
    bool is_post, is_health = strcmp(path, "/healthz") == 0;
    if (http_request_is_endpoint(path, &is_post)) return is_post ? HTTP_ONLY_POST : HTTP_ONLY_GET;
    if (!is_health && strcmp(path, "/readyz") != 0) return HTTP_NOT_FOUND;
    if (!request->is_get && !request->is_head) return HTTP_METHOD_NOT_ALLOWED;
    if (is_health) return HTTP_OK;
    bool is_ready = live_state_has_snapshot(live) && !live_state_is_degraded(live) && !server->is_draining;
    return is_ready ? HTTP_READY : HTTP_NOT_READY;
}
