/* SPDX-License-Identifier: MIT */
/* GET /metrics on a port of its own, which no proxy publishes. */
#ifndef HIPPO_GATEWAY_METRICS_HTTP_H
#define HIPPO_GATEWAY_METRICS_HTTP_H

struct listener;
struct lws_context;
struct lws_vhost;

/* Serves from now on. `address` as in listener.h; "": no metrics. die() when it cannot be had. `shared` is a socket there
 * that workers inherited, or NULL. `watches` is the vhost of fd_watch.h. `sample` brings this process's own counts up to date before they are printed. */
void metrics_http_open(struct lws_context *loop, struct lws_vhost *watches, const char *address,
                       struct listener *shared, void (*sample)(void));

#endif
