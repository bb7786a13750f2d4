/* SPDX-License-Identifier: MIT */
/* The way out: no one is let in any more, and those who are there are sent away evenly over DRAIN_SECONDS, so that the
 * next gateway is not stormed. */
#ifndef HIPPO_GATEWAY_DRAIN_H
#define HIPPO_GATEWAY_DRAIN_H

struct drain;
struct lws_context;
struct server;
struct client_shared;

struct drain *drain_new(struct lws_context *loop, struct server *server, struct client_shared *shared,
                        long long seconds);

/* The first call starts; the process ends with status 0 when all are gone, or 2 s after the last was told to.
 * A second call ends it at once. */
void drain_begin(struct drain *drain);

#endif
