/* SPDX-License-Identifier: MIT */
/* Feeds the hub from PostgreSQL: NOTIFY is a wake-up, gateway.stream_pull the truth, a pull each second heals what
 * NOTIFY lost. After every connect LISTEN comes first, then the pull, so nothing can slip between. */
#ifndef HIPPO_GATEWAY_SOURCE_H
#define HIPPO_GATEWAY_SOURCE_H

#include <stdint.h>

struct desk;
struct hub;
struct lws_context;
struct lws_vhost;
struct source;

/* Connects with the first turn. Wake-ups for private channels go to `desk`. */
struct source *source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url, struct hub *hub,
                          struct desk *desk);

/* Retries, polls and loses patience. Call about every 100 ms with clock_mono_ms. */
void source_turn(struct source *source, int64_t now_ms);

#endif
