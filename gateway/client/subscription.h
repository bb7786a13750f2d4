/* SPDX-License-Identifier: MIT */
/* What a session follows besides the races: private channels, by leave of the database. Leave is asked for when a
 * subscription begins, and again every CHANNEL_CHECK_SECONDS, so that who was signed out, blocked or moved is cut off.
 *
 *   ASKED    the database has not said yet whether it may
 *   LOADING  it may; the channel is not at hand, or not as far as the client
 *   READY    the beginning can be told
 *   OPEN     it is told; the position goes along the channel's tape
 *   ENDED    refused or revoked: to be told, then gone
 *
 * What a plain client is told of a channel carries its name, which nothing of the races does:
 *   {"event":"subscribed","channel":"till:3","serverTime":…,"stream":{"offset":7,"epoch":"…"},"state":…}
 *     the state at exactly that offset; with a position in the query also "recovered", as in `connected`
 *   {"channel":"till:3","data":EVENT,"offset":8}
 *   {"event":"unsubscribed","channel":"till:3","serverTime":…,"code":103,"reason":"permission denied"}
 * Centrifuge's clients are told with the protocol's own words; the state is the `data` of their subscription. */
#ifndef HIPPO_GATEWAY_CLIENT_SUBSCRIPTION_H
#define HIPPO_GATEWAY_CLIENT_SUBSCRIPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/centrifuge_reply.h"
#include "client/client_request.h"
#include "loop/list.h"
#include "token.h"

#define SUBSCRIPTIONS_MAX 16 /* of one session */

struct channel;
struct command;
struct client;
struct client_shared;
struct stream;
struct frame_log;

enum subscription_state {
    SUBSCRIPTION_ASKED,
    SUBSCRIPTION_LOADING,
    SUBSCRIPTION_READY,
    SUBSCRIPTION_OPEN,
    SUBSCRIPTION_ENDED,
};

/* In which of the desk's lists it stands. */
enum subscription_list { SUBSCRIPTION_NOWHERE, SUBSCRIPTION_IN_QUEUE, SUBSCRIPTION_AT_REST };

/* Shown for desk.c, which has of_source, list and the times, and for session.c, which reads and moves the position. */
struct subscription {
    struct list of_identity, of_channel, of_source;
    struct client *session;
    struct channel *channel;
    uint64_t position; /* on the channel's log of the session's protocol; OPEN only */
    struct request_position wanted;
    int64_t asked_ms, check_ms;
    uint32_t command_id; /* the reply to it is owed; 0: none is */
    uint16_t code;       /* ENDED: why */
    uint8_t state, list;
    bool wants_all_or_error; /* see command.h */
};

/* Who a client is, if it said so, and what it follows. */
struct client_identity {
    struct list subscriptions; /* of_identity */
    size_t count, refusals;
    struct token token;
};

/* What the handshake brought: a token, channels in the query. Before anything else of the session. */
void subscription_introduce(struct client_shared *shared, struct client *session,
                            const struct request *request);

/* The token of a connect command, in place of what the handshake brought. */
void subscription_take_token(struct client *session, const char *text);

/* subscribe, unsubscribe and history of a private channel, whose name is one. False: nothing began, and *error tells
 * why; otherwise the reply comes with a flush. */
bool subscription_begin(struct client_shared *shared, struct client *session, const struct command *command,
                        enum reply_error *error) __attribute__((warn_unused_result));
void subscription_leave(struct client_shared *shared, struct client *session, const char *name);
const struct stream *subscription_stream(const struct client *session, const char *name);

/* What the desk found out. The session is not flushed. */
void subscription_on_authorised(struct client_shared *shared, struct subscription *subscription,
                                bool is_allowed);
void subscription_on_loaded(struct subscription *subscription);
void subscription_on_restart(struct subscription *subscription);

/* It cannot begin: `code` as in reply.h. */
void subscription_refuse(struct subscription *subscription, int code);

/* Tells what there is to tell but events, as far as the socket takes it. The session may be gone afterwards. */
void subscription_flush(struct client_shared *shared, struct client *session);

/* The tape on which its position is. */
const struct frame_log *subscription_log(const struct subscription *subscription);

/* The session ends. */
void subscription_end(struct client_shared *shared, struct client *session);

#endif
