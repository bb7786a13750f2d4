/* SPDX-License-Identifier: MIT */
/* Feeds the hub from PostgreSQL: NOTIFY is a wake-up, gateway.stream_pull the truth, a pull each second heals what
 * NOTIFY lost. After every connect LISTEN comes first, then the pull, so nothing can slip between. */
#ifndef HIPPO_GATEWAY_STREAM_STREAM_SOURCE_H
#define HIPPO_GATEWAY_STREAM_STREAM_SOURCE_H

#include <stdint.h>

struct channel_source;
struct live_state;
struct lws_context;
struct lws_vhost;
struct stream_source;

/* Connects with the first turn. Wake-ups for private channels go to `desk`. */
struct stream_source *stream_source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                        struct live_state *live, struct channel_source *channel_source);

/* Retries, polls and loses patience. Call about every 100 ms with clock_mono_ms. */
void stream_source_tick(struct stream_source *source, int64_t now_ms);

#endif
