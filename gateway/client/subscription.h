/* SPDX-License-Identifier: MIT */
/* What a client follows besides the races: private channels, by leave of the database. Leave is asked for when a
 * subscription begins, and again every CHANNEL_CHECK_SECONDS, so that who was signed out, blocked or moved is cut off.
 *
 *   ASKED    the database has not said yet whether it may
 *   LOADING  it may; the channel is not at hand, or not as far as the client
 *   READY    the beginning can be sent
 *   OPEN     it is sent; the cursor goes along the channel's log
 *   ENDED    refused or revoked: to be sent, then gone
 *
 * What a plain client is sent of a channel carries its name, which nothing of the races does:
 *   {"event":"subscribed","channel":"till:3","serverTime":…,"stream":{"offset":7,"epoch":"…"},"state":…}
 *     the state at exactly that offset; with a position in the query also "recovered", as in `connected`
 *   {"channel":"till:3","data":EVENT,"offset":8}
 *   {"event":"unsubscribed","channel":"till:3","serverTime":…,"code":103,"reason":"permission denied"}
 * Centrifuge's clients are sent the protocol's own messages; the state is the `data` of their subscription. */
#ifndef HIPPO_GATEWAY_CLIENT_SUBSCRIPTION_H
#define HIPPO_GATEWAY_CLIENT_SUBSCRIPTION_H

#include <stdbool.h>

#include "client/centrifuge_reply.h"
#include "stream/channel.h"

struct client;
struct client_request;
struct client_shared;
struct command;
struct stream;

/* What the handshake brought: a token, channels in the query. Before anything else of the client. */
void subscription_begin_requested(struct client_shared *shared, struct client *client,
                                  const struct client_request *request);

/* The token of a connect command, in place of what the handshake brought. */
void subscription_set_token(struct client *client, const char *text);

/* Ends all that it follows, without a word; who it is stays known. */
void subscription_drop_all(struct client_shared *shared, struct client *client);

/* subscribe, unsubscribe and history of a private channel, whose name is one. False: nothing began, and *error tells
 * why; otherwise the reply comes with a flush. */
bool subscription_begin(struct client_shared *shared, struct client *client, const struct command *command,
                        enum reply_error *error) __attribute__((warn_unused_result));
void subscription_leave(struct client_shared *shared, struct client *client, const char *name);
const struct stream *subscription_stream(const struct client *client, const char *name);

/* What channels tell their readers. Each returns the client, which has to be flushed; but not after a restart. */
struct client *subscription_on_authorised(struct client_shared *shared, struct channel_reader *reader,
                                          bool is_allowed);
struct client *subscription_on_updated(struct channel_reader *reader, bool is_complete);
struct client *subscription_on_failed(struct channel_reader *reader, enum channel_failure failure);
void subscription_on_restart(struct channel_reader *reader);

/* Sends what there is to send but events, as far as the socket takes it. */
void subscription_flush(struct client_shared *shared, struct client *client);

/* The client ends. */
void subscription_end(struct client_shared *shared, struct client *client);

#endif
