/* SPDX-License-Identifier: MIT */
/* GET /metrics on a port of its own, which no proxy publishes. */
#ifndef HIPPO_GATEWAY_METRICS_HTTP_H
#define HIPPO_GATEWAY_METRICS_HTTP_H

struct live_state;
struct listener;
struct lws_context;
struct lws_vhost;

/* Serves from now on. `address` as in listener.h; "": no metrics. die() when it cannot be had. `shared` is a socket there
 * that workers inherited, or NULL. `watches` is the vhost of watch.h. */
void metrics_http_open(struct lws_context *loop, struct lws_vhost *watches, const char *address,
                       struct listener *shared, const struct live_state *live);

#endif
