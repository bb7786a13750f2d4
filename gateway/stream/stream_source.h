/* SPDX-License-Identifier: MIT */
/* Feeds live_state from PostgreSQL: a notification says that there is something, gateway.stream_pull says what, and a poll
 * each second finds what no notification came for. After every connect LISTEN comes first, then the fetch, so that nothing
 * can be missed between them. */
#ifndef HIPPO_GATEWAY_STREAM_STREAM_SOURCE_H
#define HIPPO_GATEWAY_STREAM_STREAM_SOURCE_H

#include <stdint.h>

struct channel_source;
struct live_state;
struct lws_context;
struct lws_vhost;
struct stream_source;

/* Connects with the first tick. Notifications of private channels go to `channel_source`. */
struct stream_source *stream_source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                        struct live_state *live, struct channel_source *channel_source);

/* Connects, polls, and gives up on what takes too long. Call about every 100 ms with clock_mono_ms. */
void stream_source_tick(struct stream_source *source, int64_t now_ms);

#endif
