/* SPDX-License-Identifier: MIT */
/* The only file that knows libwebsockets' callback reasons for clients. */
#include "server.h"

#include <errno.h>
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "client/client_request.h"
#include "client/client_table.h"
#include "client/emulation.h"
#include "client/session.h"
#include "clock.h"
#include "log.h"
#include "loop/fd_watch.h"
#include "loop/metrics.h"
#include "net/client_address.h"
#include "net/http_response.h"
#include "net/http_stream.h"
#include "net/listener.h"
#include "net/rate_limit.h"
#include "net/upgrade.h"
#include "net/ws_connection.h"
#include "net/ws_handshake.h"
#include "origin.h"
#include "settings.h"
#include "stream/live_state.h"
#include "stream/protocol.h"

/* Connections beyond the sessions: health checks, handshakes under way, those being told 503. */
#define SPARE_CONNECTIONS 256
/* PostgreSQL, the loop, signals, DNS, stderr. */
#define SPARE_DESCRIPTORS 64

/* Each client's receive buffer: a whole control frame (125 bytes) must fit. */
#define RX_BUFFER 128
/* Without it 4.1.6 cuts what it sends at the size of the receive buffer. */
#define TX_PACKET (64 * 1024)
#define HEADER_BYTES 8192
#define HANDSHAKES_MAX 512
#define HANDSHAKE_SECONDS 5
#define FIRST_READ_MS 1000

struct server {
    const struct settings *settings;
    struct client_shared *shared;
    struct lws_context *context;
    struct lws_vhost *vhost;
    struct listener *listener;
    struct wires *wires;
    struct client_address_trust *trust;
    struct rate_limit *admission;
    size_t connections, connections_most;
    bool is_draining;
    bool is_new; /* has not read the stream yet */
};

static size_t make_room_for_descriptors(const struct settings *settings);
static uint64_t loop_option(const struct settings *settings);
static void on_lws_log(int level, const char *line);
static void on_accept(void *context, int fd);
static bool on_request(void *context, struct wire *wire, int fd, const char *bytes, size_t length);
static int on_fallback(void *context, struct wire *wire, int fd, const struct fallback *fallback);
static bool has_room(const struct server *server, enum http_answer *answer);
static bool is_admitted(struct server *server, const char *name, enum http_answer *answer);
static void on_stranger(void *context, int fd);
static void on_wire_end(void *context, struct client *session);
static void on_wire_gone(void *context);
static void count_connection(struct server *server);
static void discount_connection(struct server *server);
static void on_create(struct server *server, struct lws *wsi);
static void on_destroy(struct server *server, struct lws *wsi);
static void update_full(struct server *server);
static int on_client(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length);
static int on_http(struct server *server, struct lws *wsi, const char *path);
static enum http_answer answer_for(const struct server *server, struct lws *wsi, const char *path);
static int on_upgrade(struct server *server, struct lws *wsi);
static void client_name(const struct server *server, struct lws *wsi, char name[CLIENT_ADDRESS_MAX]);
static int on_established(struct server *server, struct lws *wsi);
static void end_session(struct server *server, struct client *session);
static int on_session(struct server *server, struct lws *wsi, enum lws_callback_reasons reason,
                      const uint8_t *in, size_t length);

static const struct lws_protocols client_protocol = {
    .name = "hippo-client", .callback = on_client, .rx_buffer_size = RX_BUFFER, .tx_packet_size = TX_PACKET};

/* The user data of a connection that is no session yet, or not any more. */
static char connection_mark;

struct server *server_new(const struct settings *settings)
{
    /* All zero: libwebsockets' own pings and hang-ups are off, see wheel.h. */
    static const lws_retry_bo_t no_timers = {0};
    static struct lws_protocols protocols[4];
    struct server *server = calloc(1, sizeof *server);
    if (!server) fatal("reason=\"out of memory\"");
    *server = (struct server){
        .settings = settings,
        .connections_most = make_room_for_descriptors(settings),
        .trust = client_address_trust_new(settings->trusted_proxies),
        .admission = rate_limit_new(settings->handshakes_per_second, settings->connections_per_address)};
    if (!server->trust)
        die("setting=TRUSTED_PROXIES value=\"%s\" reason=\"unix, addresses and CIDR blocks are wanted\"",
            settings->trusted_proxies);
    if (!origin_list_is_valid(settings->allowed_origins))
        die("setting=ALLOWED_ORIGINS value=\"%s\" reason=\"same, * or scheme://host[:port],… is wanted\"",
            settings->allowed_origins);
    protocols[0] = client_protocol;
    protocols[1] = fd_watch_protocol;
    protocols[2] = client_protocol;
    protocols[2].name = PROTOCOL_CENTRIFUGE_NAME;
    lws_set_log_level(LLL_ERR | LLL_WARN, on_lws_log);
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN_SERVER,
        .protocols = protocols,
        .vhost_name = "gateway",
        .retry_and_idle_policy = &no_timers,
        .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | loop_option(settings),
        .max_http_header_data = HEADER_BYTES,
        .max_http_header_pool = HANDSHAKES_MAX,
        .timeout_secs = HANDSHAKE_SECONDS,
        .timeout_secs_ah_idle = HANDSHAKE_SECONDS,
        .keepalive_timeout = HANDSHAKE_SECONDS,
        .user = server,
    };
    server->context = lws_create_context(&info);
    if (server->context) server->vhost = lws_create_vhost(server->context, &info);
    if (!server->vhost)
        die("reason=\"libwebsockets does not start (is libwebsockets-evlib-%s installed?)\"",
            settings->loop == SETTINGS_LOOP_EV ? "ev" : "uv");
    server->wires = wires_new(server->vhost, (struct wires_owner){.on_request = on_request,
                                                                  .on_fallback = on_fallback,
                                                                  .on_stranger = on_stranger,
                                                                  .on_end = on_wire_end,
                                                                  .on_gone = on_wire_gone,
                                                                  .context = server});
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

size_t server_room(const struct server *server)
{
    return server->connections_most - SPARE_CONNECTIONS;
}

void server_open(struct server *server, struct client_shared *shared, struct listener *listener)
{
    server->shared = shared;
    wires_start(server->wires, shared);
    server->listener = listener ? listener : listener_new("GATEWAY_LISTEN", server->settings->listen);
    listener_start(server->listener, server->vhost, on_accept, server);
    /* Whoever comes before the stream is read waits for it; but not for a database that is away. */
    server->is_new = true;
    listener_rest(server->listener, clock_mono_ms() + FIRST_READ_MS);
    log_info("listening", "on=%s", server->settings->listen);
}

void server_stop_accepting(struct server *server)
{
    server->is_draining = true;
    listener_close(server->listener);
}

bool server_is_empty(const struct server *server)
{
    return client_table_count(server->shared->table) == 0 && wires_count(server->wires) == 0;
}

void server_turn(struct server *server)
{
    wires_turn(server->wires, clock_mono_ms());
    if (server->is_draining) return;
    const struct live_state *live = server->shared->live;
    if (server->is_new && live_state_has_snapshot(live) && live_state_is_complete(live)) {
        server->is_new = false;
        listener_rest(server->listener, 0);
    }
    listener_turn(server->listener, clock_mono_ms());
}

_Noreturn void server_run(struct server *server)
{
    for (;;)
        (void)lws_service(server->context, 0);
}

/* Returns how many connections the process can have. */
static size_t make_room_for_descriptors(const struct settings *settings)
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

/* What it calls errors is mostly what strangers send. */
static void on_lws_log(int level, const char *line)
{
    (void)level;
    log_debug("libwebsockets", "message=\"%s\"", line);
}

static void on_accept(void *context, int fd)
{
    struct server *server = context;
    count_connection(server);
    wires_take(server->wires, fd);
}

static bool on_request(void *context, struct wire *wire, int fd, const char *bytes, size_t length)
{
    struct head head;
    struct server *server = context;
    struct client_shared *shared = server->shared;
    char socket_name[CLIENT_ADDRESS_MAX], name[CLIENT_ADDRESS_MAX];
    enum http_answer answer; /* libwebsockets will find the same reason */
    if (!head_parse(&head, bytes, length) ||
        !origin_is_allowed(server->settings->allowed_origins, head.origin, head.host) ||
        !has_room(server, &answer))
        return false;
    client_address_of_socket(fd, socket_name);
    client_address_of_client(server->trust, socket_name, head.forwarded, name);
    if (!is_admitted(server, name, &answer)) return false;
    struct client *session = client_table_add(shared->table);
    if (!session) return false;
    if (!wire_open(wire, &head, session)) {
        client_table_remove(shared->table, session);
        return false;
    }
    session->wire = wire;
    session->admission_slot = rate_limit_enter(server->admission, name);
    shared->now_ms = clock_mono_ms();
    session_start(shared, session, NULL, &head.request, name);
    return true;
}

static int on_fallback(void *context, struct wire *wire, int fd, const struct fallback *fallback)
{
    struct server *server = context;
    struct client_shared *shared = server->shared;
    const struct request *request = &fallback->request;
    char socket_name[CLIENT_ADDRESS_MAX], name[CLIENT_ADDRESS_MAX];
    enum http_answer answer;
    if (request->is_unknown_protocol || request->is_unknown_channel) return 400;
    if (!origin_is_allowed(server->settings->allowed_origins, fallback->origin, fallback->host)) return 403;
    if (fallback->kind == FALLBACK_EMULATION)
        return emulation_take(shared->emulation, fallback->body, fallback->length);
    client_address_of_socket(fd, socket_name);
    client_address_of_client(server->trust, socket_name, fallback->forwarded, name);
    struct client *session = has_room(server, &answer) && is_admitted(server, name, &answer)
                                 ? client_table_add(shared->table)
                                 : NULL;
    if (!session) {
        metrics->refused++;
        return 503;
    }
    if (!wire_open_stream(wire, fallback_head(fallback->kind), session)) {
        client_table_remove(shared->table, session);
        return 503;
    }
    session->wire = wire;
    session->admission_slot = rate_limit_enter(server->admission, name);
    shared->now_ms = clock_mono_ms();
    session_start(shared, session, NULL, request, name);
    if (!protocol_is_plain(request->protocol))
        session_on_receive(shared, session,
                           &(struct session_piece){.bytes = (const uint8_t *)fallback->body,
                                                   .length = fallback->length,
                                                   .is_first = true,
                                                   .is_last = true,
                                                   .is_text = true});
    return 200;
}

static bool has_room(const struct server *server, enum http_answer *answer)
{
    const struct client_table *table = server->shared->table;
    *answer = HTTP_UNAVAILABLE;
    if (server->is_draining || !live_state_has_snapshot(server->shared->live)) return false;
    *answer = HTTP_FULL;
    return client_table_count(table) < client_table_capacity(table);
}

static bool is_admitted(struct server *server, const char *name, enum http_answer *answer)
{
    *answer = HTTP_ADDRESS_FULL;
    if (!rate_limit_has_room(server->admission, name)) return false;
    *answer = HTTP_BUSY;
    return rate_limit_take_handshake(server->admission, clock_mono_ms());
}

static void on_stranger(void *context, int fd)
{
    struct server *server = context;
    /* It closes the descriptor when it fails. */
    if (!lws_adopt_socket_vhost(server->vhost, fd)) log_warn("accept_failed", "reason=\"libwebsockets\"");
}

static void on_wire_end(void *context, struct client *session)
{
    end_session(context, session);
}

static void on_wire_gone(void *context)
{
    discount_connection(context);
}

static void count_connection(struct server *server)
{
    server->connections++;
    update_full(server);
}

static void discount_connection(struct server *server)
{
    server->connections--;
    update_full(server);
}

static void on_create(struct server *server, struct lws *wsi)
{
    lws_set_opaque_user_data(wsi, &connection_mark);
    count_connection(server);
}

/* Called for watches, too. */
static void on_destroy(struct server *server, struct lws *wsi)
{
    const struct lws_protocols *protocol = lws_get_protocol(wsi);
    void *data = lws_get_opaque_user_data(wsi);
    if (!protocol || protocol->callback != on_client || !data) return;
    if (data != &connection_mark) end_session(server, data);
    discount_connection(server);
}

static void update_full(struct server *server)
{
    if (!server->is_draining)
        listener_set_full(server->listener, server->connections >= server->connections_most);
}

static int on_client(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
    (void)user;
    struct server *server = lws_context_user(lws_get_context(wsi));
    switch (reason) {
    case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED:
        on_create(server, wsi);
        return 0;
    case LWS_CALLBACK_HTTP:
        return on_http(server, wsi, in);
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return on_upgrade(server, wsi);
    case LWS_CALLBACK_ESTABLISHED:
        return on_established(server, wsi);
    case LWS_CALLBACK_SERVER_WRITEABLE:
    case LWS_CALLBACK_RECEIVE:
    case LWS_CALLBACK_RECEIVE_PONG:
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
    case LWS_CALLBACK_CLOSED:
        return on_session(server, wsi, reason, in, length);
    case LWS_CALLBACK_WSI_DESTROY:
        on_destroy(server, wsi);
        return 0;
    case LWS_CALLBACK_RAW_ADOPT:
    case LWS_CALLBACK_RAW_CONNECTED:
    case LWS_CALLBACK_RAW_RX:
        return -1; /* the CONNECT method: nobody tunnels here */
    default:
        return 0;
    }
}

static int on_http(struct server *server, struct lws *wsi, const char *path)
{
    if (!http_write(wsi, answer_for(server, wsi, path))) return -1;
    return lws_http_transaction_completed(wsi) ? -1 : 0;
}

static enum http_answer answer_for(const struct server *server, struct lws *wsi, const char *path)
{
    const struct live_state *live = server->shared->live;
    bool is_read =
        lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) > 0 || lws_hdr_total_length(wsi, WSI_TOKEN_HEAD_URI) > 0;
    if (strcmp(path, UPGRADE_PATH) == 0) return HTTP_UPGRADE_REQUIRED;
    if (fallback_is_path(path)) {
        bool is_said = lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI) > 0;
        /* In a piece too small to be known by: rare enough to be told to come again. */
        return is_said == fallback_is_said(path) && (is_read || is_said) ? HTTP_UNAVAILABLE
                                                                         : HTTP_METHOD_NOT_ALLOWED;
    }
    bool is_health = strcmp(path, "/healthz") == 0;
    if (!is_health && strcmp(path, "/readyz") != 0) return HTTP_NOT_FOUND;
    if (!is_read) return HTTP_METHOD_NOT_ALLOWED;
    if (is_health) return HTTP_OK;
    return live_state_has_snapshot(live) && !live_state_is_degraded(live) && !server->is_draining
               ? HTTP_READY
               : HTTP_NOT_READY;
}

/* 0: go on with the handshake. 1: answered. -1: hang up. */
static int on_upgrade(struct server *server, struct lws *wsi)
{
    enum http_answer answer;
    char name[CLIENT_ADDRESS_MAX];
    /* To an Upgrade that it does not know 4.1.6 has answered itself, and goes on with freed headers (CVE-2025-11677). */
    if (lws_hdr_total_length(wsi, WSI_TOKEN_UPGRADE) == 0) return -1;
    client_name(server, wsi, name);
    if (upgrade_is_allowed(wsi, server->settings->allowed_origins, &answer) && has_room(server, &answer) &&
        is_admitted(server, name, &answer))
        return 0;
    metrics->refused++;
    return http_write(wsi, answer) ? 1 : -1;
}

static void client_name(const struct server *server, struct lws *wsi, char name[CLIENT_ADDRESS_MAX])
{
    char socket_name[CLIENT_ADDRESS_MAX], forwarded[512] = "";
    client_address_of_socket(lws_get_socket_fd(wsi), socket_name);
    if (lws_hdr_copy(wsi, forwarded, sizeof forwarded, WSI_TOKEN_X_FORWARDED_FOR) < 0) forwarded[0] = '\0';
    client_address_of_client(server->trust, socket_name, forwarded, name);
}

static int on_established(struct server *server, struct lws *wsi)
{
    char name[CLIENT_ADDRESS_MAX];
    struct request request;
    struct client_shared *shared = server->shared;
    struct client *session = client_table_add(shared->table);
    if (!session) return -1;
    lws_set_opaque_user_data(wsi, session);
    upgrade_read_request(wsi, &request);
    client_name(server, wsi, name);
    session->admission_slot = rate_limit_enter(server->admission, name);
    shared->now_ms = clock_mono_ms();
    session_start(shared, session, wsi, &request, name);
    return 0;
}

static int on_session(struct server *server, struct lws *wsi, enum lws_callback_reasons reason,
                      const uint8_t *in, size_t length)
{
    struct client_shared *shared = server->shared;
    struct client *session = lws_get_opaque_user_data(wsi);
    if (!session || (char *)session == &connection_mark) return 0;
    shared->now_ms = clock_mono_ms();
    if (reason == LWS_CALLBACK_CLOSED) {
        lws_set_opaque_user_data(wsi, &connection_mark);
        end_session(server, session);
        return 0;
    }
    if (reason == LWS_CALLBACK_SERVER_WRITEABLE) session_on_writable(shared, session);
    if (reason == LWS_CALLBACK_RECEIVE)
        session_on_receive(shared, session,
                           &(struct session_piece){.bytes = in,
                                                   .length = length,
                                                   .remaining = lws_remaining_packet_payload(wsi),
                                                   .is_first = lws_is_first_fragment(wsi),
                                                   .is_last = lws_is_final_fragment(wsi),
                                                   .is_text = !lws_frame_is_binary(wsi)});
    if (reason == LWS_CALLBACK_RECEIVE_PONG) session_on_pong(shared, session, length);
    if (reason == LWS_CALLBACK_WS_PEER_INITIATED_CLOSE)
        session_on_peer_close(shared, session, (uint16_t)(length >= 2 ? in[0] << 8 | in[1] : 0));
    return 0;
}

static void end_session(struct server *server, struct client *session)
{
    rate_limit_leave(server->admission, session->admission_slot);
    session_end(server->shared, session);
}
