/* SPDX-License-Identifier: MIT */
/* Shutdown: no one is let in any more, and clients are closed evenly over DRAIN_SECONDS, so that they do not all come to
 * the next gateway at once. */
#ifndef HIPPO_GATEWAY_DRAIN_H
#define HIPPO_GATEWAY_DRAIN_H

#include <stdbool.h>

struct drain;
struct lws_context;
struct server;
struct client_shared;

struct drain *drain_new(struct lws_context *loop, struct server *server, struct client_shared *shared,
                        long long seconds);

/* The first call starts, others change nothing; the process ends with status 0 when all are gone, or 2 s after the last was
 * closed. */
void drain_begin(struct drain *drain);

bool drain_has_begun(const struct drain *drain);

/* The process ends now. */
_Noreturn void drain_leave(void);

#endif
