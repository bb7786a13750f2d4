/* SPDX-License-Identifier: MIT */
/* Where private channels come from: asks the database who may follow which, and fetches those that are followed. It has a
 * connection of its own, made when first needed, so that nothing private ever delays the races. */
#ifndef HIPPO_GATEWAY_STREAM_CHANNEL_SOURCE_H
#define HIPPO_GATEWAY_STREAM_CHANNEL_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

struct channel;
struct channel_reader;
struct channel_source;
struct lws_context;
struct lws_vhost;

/* Each reader's leave is asked for again after `check_ms`. */
struct channel_source *channel_source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                          int64_t check_ms);

/* Connects, polls, and ends what takes too long. Call about every 100 ms with clock_mono_ms. */
void channel_source_tick(struct channel_source *source, int64_t now_ms);

/* A notification came: "<channel>:<offset>", or anything else. */
void channel_source_on_notify(struct channel_source *source, const char *payload);

/* The reader follows the channel `name` from now on, if the database gives leave to its token. Its events come later. */
void channel_source_join(struct channel_source *source, struct channel_reader *reader, const char *name);

/* It follows no more: its channel is forgotten if it was the last reader. */
void channel_source_leave(struct channel_source *source, struct channel_reader *reader);

/* The channel has to be fetched. */
void channel_source_fetch(struct channel_source *source, struct channel *channel);

#endif
