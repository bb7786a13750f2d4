/* SPDX-License-Identifier: MIT */
/* Where private channels come from: asks the database who may follow which, and fetches those that are followed. It has a
 * connection of its own, made when first needed, so that nothing private ever delays the races.
 *
 * For somebody who may not follow nothing is made, and nothing is looked up here: the database is asked about many at once,
 * and between two such questions something is pulled for those who follow. */
#ifndef HIPPO_GATEWAY_STREAM_CHANNEL_SOURCE_H
#define HIPPO_GATEWAY_STREAM_CHANNEL_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct channel;
struct channel_reader;
struct channel_source;
struct frame;
struct lws_context;
struct lws_vhost;

/* Each reader's leave is asked for again after `check_ms`. */
struct channel_source *channel_source_new(struct lws_context *loop, struct lws_vhost *vhost, const char *url,
                                          int64_t check_ms);

/* Connects, polls, and ends what takes too long. Call about every 100 ms with clock_mono_ms. */
void channel_source_tick(struct channel_source *source, int64_t now_ms);

/* A notification came: "<channel>:<offset>", or anything else. */
void channel_source_on_notify(struct channel_source *source, const char *payload);

/* How many may wait at once to be asked about for the first time: anybody can make up a token. */
bool channel_source_has_room(const struct channel_source *source, size_t readers);

/* Asks whether the reader may follow the channel of its name, for which there is room. If it may, it follows from then on;
 * its events come later. */
void channel_source_join(struct channel_source *source, struct channel_reader *reader);

/* It follows no more: its channel is forgotten if it was the last reader. Also for one that never joined. */
void channel_source_leave(struct channel_source *source, struct channel_reader *reader);

/* The reader fails if it is not authorised and complete by then, which its owner says by 0: never. */
void channel_source_await(struct channel_source *source, struct channel_reader *reader, int64_t deadline_ms);

/* Adds, as PostgreSQL writes arrays, the names of all that are followed, and by how many each; `readers` may be NULL. */
void channel_source_print(const struct channel_source *source, struct frame *names, struct frame *readers);

/* The channel has to be fetched. */
void channel_source_fetch(struct channel_source *source, struct channel *channel);

#endif
