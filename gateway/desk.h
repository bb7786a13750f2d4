/* SPDX-License-Identifier: MIT */
/* Where private channels come from: asks the database who may follow which, and pulls those that are followed. It has a
 * connection of its own, made when first needed, so that nothing private ever delays the races. */
#ifndef HIPPO_GATEWAY_DESK_H
#define HIPPO_GATEWAY_DESK_H

#include <stdbool.h>
#include <stdint.h>

struct channel;
struct desk;
struct lws_context;
struct lws_vhost;
struct session_shared;
struct subscription;

/* Each subscription's leave is asked for again after `check_ms`. */
struct desk *desk_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url, int64_t check_ms,
                      struct session_shared *shared);

/* Retries, polls and loses patience. Call about every 100 ms with clock_mono_ms. */
void desk_turn(struct desk *desk, int64_t now_ms);

/* A wake-up was heard: "<channel>:<offset>", or anything else. */
void desk_note(struct desk *desk, const char *payload);

/* The subscription reads `name` from now on; is_asked: if the database gives leave. */
void desk_enter(struct desk *desk, struct subscription *subscription, const char *name, bool is_asked);

/* It has left: its channel is forgotten if it was the last reader. */
void desk_leave(struct desk *desk, struct subscription *subscription);

/* The channel has to be pulled. */
void desk_pull(struct desk *desk, struct channel *channel);

#endif
