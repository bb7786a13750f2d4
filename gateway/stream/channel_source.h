/* SPDX-License-Identifier: MIT */
/* Where private channels come from: asks the database who may follow which, and pulls those that are followed. It has a
 * connection of its own, made when first needed, so that nothing private ever delays the races. */
#ifndef HIPPO_GATEWAY_STREAM_CHANNEL_SOURCE_H
#define HIPPO_GATEWAY_STREAM_CHANNEL_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

struct channel;
struct channel_source;
struct lws_context;
struct lws_vhost;
struct client_shared;
struct subscription;

/* Each subscription's leave is asked for again after `check_ms`. */
struct channel_source *channel_source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                          int64_t check_ms, struct client_shared *shared);

/* Retries, polls and loses patience. Call about every 100 ms with clock_mono_ms. */
void channel_source_tick(struct channel_source *source, int64_t now_ms);

/* A wake-up was heard: "<channel>:<offset>", or anything else. */
void channel_source_note(struct channel_source *source, const char *payload);

/* The subscription reads `name` from now on; is_asked: if the database gives leave. */
void channel_source_enter(struct channel_source *source, struct subscription *subscription, const char *name,
                          bool is_asked);

/* It has left: its channel is forgotten if it was the last reader. */
void channel_source_leave(struct channel_source *source, struct subscription *subscription);

/* The channel has to be pulled. */
void channel_source_pull(struct channel_source *source, struct channel *channel);

#endif
