/* SPDX-License-Identifier: MIT */
/* A vhost of its own, so that nothing of it can be reached where clients come in. */
#include "metrics_http.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "metrics_page.h"
#include "net/listener.h"
#include "stream/frame.h"

#define TX_PACKET (64 * 1024)

struct metrics_http {
    struct lws_vhost *vhost;
    void (*sample)(void);
    struct frame page;
};

static void on_accept(void *context, int fd);
static int on_request(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length);
static void answer(struct metrics_http *server, struct lws *wsi, const char *path);

void metrics_http_open(struct lws_context *loop, struct lws_vhost *watches, const char *address,
                       struct listener *shared, void (*sample)(void))
{
    static const lws_retry_bo_t no_timers = {0};
    static const struct lws_protocols protocols[] = {
        {.name = "hippo-metrics", .callback = on_request, .tx_packet_size = TX_PACKET}, {0}};
    if (!*address) return;
    struct metrics_http *server = calloc(1, sizeof *server);
    if (!server) fatal("reason=\"out of memory\"");
    server->sample = sample;
    /* Another "port" than the clients' vhost: among those of one port libwebsockets goes by the Host header. */
    struct lws_context_creation_info info = {.port = CONTEXT_PORT_NO_LISTEN,
                                             .protocols = protocols,
                                             .vhost_name = "metrics",
                                             .retry_and_idle_policy = &no_timers,
                                             .keepalive_timeout = 5,
                                             .timeout_secs = 5,
                                             .user = server};
    server->vhost = lws_create_vhost(loop, &info);
    if (!server->vhost) die("reason=\"libwebsockets does not start\"");
    listener_start(shared ? shared : listener_new("METRICS_LISTEN", address), watches, on_accept, server);
    log_info("metrics", "on=%s", address);
}

static void on_accept(void *context, int fd)
{
    struct metrics_http *server = context;
    (void)lws_adopt_socket_vhost(server->vhost, fd);
}

static int on_request(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
    (void)user, (void)length;
    switch (reason) {
    case LWS_CALLBACK_HTTP:
        answer(lws_vhost_user(lws_get_vhost(wsi)), wsi, in);
        return -1; /* hung up when that is out: the next scrape is for any worker that is awake */
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
    case LWS_CALLBACK_RAW_ADOPT:
    case LWS_CALLBACK_RAW_RX:
        return -1;
    default:
        return 0;
    }
}

static void answer(struct metrics_http *server, struct lws *wsi, const char *path)
{
    struct frame *page = &server->page;
    struct frame body = {0};
    size_t length;
    bool is_found = strcmp(path, "/metrics") == 0;
    frame_begin(&body);
    if (is_found) {
        server->sample();
        metrics_page_print(&body);
    }
    const uint8_t *text = frame_payload(&body, &length);
    frame_begin(page);
    frame_print(page,
                "HTTP/1.1 %s\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\n"
                "content-length: %zu\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
                is_found ? "200 OK" : "404 Not Found", length);
    frame_append(page, text, length);
    frame_free(&body);
    text = frame_payload(page, &length);
    (void)lws_write(wsi, (unsigned char *)(uintptr_t)text, length, LWS_WRITE_HTTP_HEADERS);
}
