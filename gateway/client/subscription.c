/* SPDX-License-Identifier: MIT */
/* Clients get the latest state, not every change: whatever changes while one does not read is sent once, as it is in the
 * end. */
#include "client/subscription.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/centrifuge_command.h"
#include "client/client.h"
#include "client/client_request.h"
#include "log.h"
#include "stream/channel_source.h"
#include "stream/frame_log.h"
#include "stream/live_state.h"

#define SUBSCRIPTIONS_MAX 16 /* of one client */
#define PATIENCE_MS                                                                                          \
    4000 /* a Centrifuge client waits 5 s for the reply to subscribe, a plain one for the database */

/* The protocol's codes of unsubscribe pushes: at 2500 and above the client subscribes again. */
#define CODE_REVOKED 2000
#define CODE_INSUFFICIENT_STATE 2500

enum subscription_state {
    SUBSCRIPTION_ASKED,
    SUBSCRIPTION_LOADING,
    SUBSCRIPTION_READY,
    SUBSCRIPTION_OPEN,
    SUBSCRIPTION_ENDED,
};

struct subscription {
    struct channel_reader reader; /* first: the channel gives it back */
    struct list of_identity;
    struct client *client;
    struct client_cursor cursor; /* on the channel's log of the client's protocol; OPEN only */
    struct stream_position wanted;
    int64_t asked_ms;
    uint32_t command_id; /* the reply to it is owed; 0: none is */
    uint16_t code;       /* ENDED: why */
    enum subscription_state state;
    bool wants_all_or_error; /* see centrifuge_command.h */
};

/* Who a client is, if it said so, and what it follows. */
struct client_identity {
    struct list subscriptions; /* of_identity */
    size_t count;
    struct token token;
};

static struct subscription *add(struct client_shared *shared, struct client *client, const char *name);
static void ask(struct client_shared *shared, struct subscription *subscription);
static struct subscription *find(const struct client *client, const char *name);
static bool are_all_open(const struct client_identity *identity);
static struct client_identity *identity_of(struct client *client);
static struct subscription *subscription_of(struct channel_reader *reader);
static void set_state(struct subscription *subscription, enum subscription_state state);
static void set_ended(struct subscription *subscription, int code);
static void start_anew(struct subscription *subscription);
static const struct frame_log *log_of(const struct subscription *subscription);
static void send_beginning(struct client_shared *shared, struct subscription *subscription);
static void print_beginning(struct client_shared *shared, const struct subscription *subscription,
                            const struct reply_subscription *position);
static void send_end(struct client_shared *shared, struct subscription *subscription);
static void drop(struct client_shared *shared, struct subscription *subscription);
static const char *reason_text(int code);

void subscription_begin_requested(struct client_shared *shared, struct client *client,
                                  const struct client_request *request)
{
    if (!request->token.is_there && request->channel_count == 0) return;
    struct client_identity *identity = identity_of(client);
    identity->token = request->token;
    for (size_t i = 0; i < request->channel_count; i++) {
        const struct client_request_channel *wish = &request->channels[i];
        if (find(client, wish->name)) continue;
        struct subscription *subscription = add(shared, client, wish->name);
        subscription->wanted = wish->position;
        if (identity->token.is_there)
            ask(shared, subscription);
        else
            set_ended(subscription, REPLY_PERMISSION_DENIED);
    }
}

void subscription_set_token(struct client *client, const char *text)
{
    struct client_identity *identity = identity_of(client);
    identity->token = (struct token){.is_there = false};
    identity->token.is_there = token_hash(text, identity->token.hash);
}

bool subscription_begin(struct client_shared *shared, struct client *client, const struct command *command,
                        enum reply_error *error)
{
    const struct client_identity *identity = client->identity;
    const struct subscription *present = find(client, command->channel);
    *error = REPLY_PERMISSION_DENIED;
    if (!identity || !identity->token.is_there) return false;
    *error = REPLY_ALREADY_SUBSCRIBED;
    if (present) return false;
    /* The place of one that is not decided yet may become free. */
    *error = are_all_open(identity) ? REPLY_LIMIT_EXCEEDED : REPLY_TOO_MANY;
    if (identity->count >= SUBSCRIPTIONS_MAX) return false;
    *error = REPLY_TOO_MANY;
    if (!channel_source_has_room(shared->channel_source, 1)) return false;
    struct subscription *subscription = add(shared, client, command->channel);
    subscription->wanted = command->position;
    subscription->wants_all_or_error = command->wants_all_or_error;
    subscription->command_id = command->id;
    ask(shared, subscription);
    return true;
}

void subscription_drop_all(struct client_shared *shared, struct client *client)
{
    if (!client->identity) return;
    const struct list *all = &client->identity->subscriptions;
    for (struct list *at = list_first(all), *next; at; at = next) {
        next = list_after(all, at);
        drop(shared, LIST_ITEM(at, struct subscription, of_identity));
    }
}

void subscription_leave(struct client_shared *shared, struct client *client, const char *name)
{
    struct subscription *subscription = find(client, name);
    if (!subscription) return;
    uint32_t command_id = subscription->command_id;
    drop(shared, subscription);
    if (command_id == 0) return;
    reply_error(&shared->reply, command_id, REPLY_NOT_AVAILABLE);
    client_send_frame(shared, client, &shared->reply);
}

const struct stream *subscription_stream(const struct client *client, const char *name)
{
    const struct subscription *subscription = find(client, name);
    return subscription && subscription->state == SUBSCRIPTION_OPEN ? subscription->reader.channel->stream
                                                                    : NULL;
}

struct client *subscription_on_authorised(struct client_shared *shared, struct channel_reader *reader,
                                          bool is_allowed)
{
    struct subscription *subscription = subscription_of(reader);
    const struct channel *channel = reader->channel;
    bool is_asked = subscription->state == SUBSCRIPTION_ASKED;
    if (subscription->state == SUBSCRIPTION_ENDED) return subscription->client;
    if (!is_allowed) {
        set_ended(subscription, is_asked ? REPLY_PERMISSION_DENIED : CODE_REVOKED);
    } else if (is_asked) {
        bool is_ahead =
            subscription->wanted.is_given && subscription->wanted.offset > stream_top(channel->stream);
        bool is_ready = channel_is_complete(channel) && !is_ahead;
        set_state(subscription, is_ready ? SUBSCRIPTION_READY : SUBSCRIPTION_LOADING);
        if (!is_ready) channel_source_fetch(shared->channel_source, reader->channel);
    }
    return subscription->client;
}

struct client *subscription_on_updated(struct channel_reader *reader, bool is_complete)
{
    struct subscription *subscription = subscription_of(reader);
    if (is_complete && subscription->state == SUBSCRIPTION_LOADING)
        set_state(subscription, SUBSCRIPTION_READY);
    return subscription->client;
}

struct client *subscription_on_failed(struct channel_reader *reader, enum channel_failure failure)
{
    struct subscription *subscription = subscription_of(reader);
    set_ended(subscription, failure == CHANNEL_UNKNOWN ? REPLY_UNKNOWN_CHANNEL : REPLY_INTERNAL);
    return subscription->client;
}

void subscription_on_restart(struct channel_reader *reader)
{
    struct subscription *subscription = subscription_of(reader);
    if (subscription->state == SUBSCRIPTION_READY) set_state(subscription, SUBSCRIPTION_LOADING);
    if (subscription->state == SUBSCRIPTION_OPEN) start_anew(subscription);
}

void subscription_flush(struct client_shared *shared, struct client *client)
{
    const struct list *all = &client->identity->subscriptions;
    for (struct list *at = list_first(all), *next; at; at = next) {
        size_t length;
        struct subscription *subscription = LIST_ITEM(at, struct subscription, of_identity);
        next = list_after(all, at);
        if (!client_can_send(client)) return;
        if (subscription->state == SUBSCRIPTION_OPEN &&
            !frame_log_read(subscription->cursor.log, subscription->cursor.position, &length))
            start_anew(subscription);
        if (subscription->state == SUBSCRIPTION_READY && channel_is_complete(subscription->reader.channel))
            send_beginning(shared, subscription);
        else if (subscription->state == SUBSCRIPTION_ENDED)
            send_end(shared, subscription);
    }
}

void subscription_end(struct client_shared *shared, struct client *client)
{
    subscription_drop_all(shared, client);
    free(client->identity);
    client->identity = NULL;
}

static struct subscription *add(struct client_shared *shared, struct client *client, const char *name)
{
    struct client_identity *identity = client->identity;
    struct subscription *subscription = calloc(1, sizeof *subscription);
    if (!subscription) fatal("reason=\"out of memory\"");
    subscription->client = client;
    subscription->asked_ms = shared->now_ms;
    subscription->reader.events = shared->reader_events;
    subscription->reader.context = shared;
    subscription->reader.token_hash = identity->token.hash;
    (void)snprintf(subscription->reader.name, sizeof subscription->reader.name, "%s", name);
    subscription->cursor.next = client->races.next;
    client->races.next = &subscription->cursor;
    list_append(&identity->subscriptions, &subscription->of_identity);
    identity->count++;
    return subscription;
}

static void ask(struct client_shared *shared, struct subscription *subscription)
{
    set_state(subscription, SUBSCRIPTION_ASKED);
    channel_source_join(shared->channel_source, &subscription->reader);
}

static struct subscription *find(const struct client *client, const char *name)
{
    if (!client->identity) return NULL;
    const struct list *all = &client->identity->subscriptions;
    for (struct list *at = list_first(all); at; at = list_after(all, at)) {
        struct subscription *subscription = LIST_ITEM(at, struct subscription, of_identity);
        if (strcmp(subscription->reader.name, name) == 0) return subscription;
    }
    return NULL;
}

static bool are_all_open(const struct client_identity *identity)
{
    const struct list *all = &identity->subscriptions;
    for (struct list *at = list_first(all); at; at = list_after(all, at))
        if (LIST_ITEM(at, struct subscription, of_identity)->state != SUBSCRIPTION_OPEN) return false;
    return true;
}

static struct client_identity *identity_of(struct client *client)
{
    if (client->identity) return client->identity;
    client->identity = calloc(1, sizeof *client->identity);
    if (!client->identity) fatal("reason=\"out of memory\"");
    list_init(&client->identity->subscriptions);
    return client->identity;
}

static struct subscription *subscription_of(struct channel_reader *reader)
{
    return (struct subscription *)reader;
}

static void set_state(struct subscription *subscription, enum subscription_state state)
{
    const struct client_shared *shared = subscription->reader.context;
    bool is_awaited = state <= SUBSCRIPTION_LOADING && subscription->command_id != 0;
    subscription->state = state;
    channel_source_await(shared->channel_source, &subscription->reader,
                         is_awaited ? subscription->asked_ms + PATIENCE_MS : 0);
    subscription->cursor.log = state == SUBSCRIPTION_OPEN ? log_of(subscription) : NULL;
}

static void set_ended(struct subscription *subscription, int code)
{
    set_state(subscription, SUBSCRIPTION_ENDED);
    subscription->code = (uint16_t)code;
}

/* What it lacks is lost. Centrifuge's client subscribes again by itself, a plain one is sent the state. */
static void start_anew(struct subscription *subscription)
{
    if (!protocol_is_plain((enum protocol)subscription->client->protocol)) {
        set_ended(subscription, CODE_INSUFFICIENT_STATE);
        return;
    }
    subscription->wanted = (struct stream_position){.is_given = true};
    bool is_complete = channel_is_complete(subscription->reader.channel);
    set_state(subscription, is_complete ? SUBSCRIPTION_READY : SUBSCRIPTION_LOADING);
}

static const struct frame_log *log_of(const struct subscription *subscription)
{
    return stream_log(subscription->reader.channel->stream, (enum protocol)subscription->client->protocol);
}

static void send_beginning(struct client_shared *shared, struct subscription *subscription)
{
    const struct stream *stream = subscription->reader.channel->stream;
    const struct stream_position *wanted = &subscription->wanted;
    bool is_recovered = stream_can_resume(stream, wanted);
    if (wanted->is_given && !is_recovered && subscription->wants_all_or_error) {
        set_ended(subscription, REPLY_UNRECOVERABLE);
        send_end(shared, subscription);
        return;
    }
    struct reply_subscription position = {.was_recovering = wanted->is_given,
                                          .is_recovered = is_recovered,
                                          .offset = is_recovered ? wanted->offset : stream_top(stream),
                                          .last = stream_top(stream)};
    struct client *client = subscription->client;
    /* A reply has the missed events in it, a plain client gets them as frames. */
    bool is_plain = protocol_is_plain((enum protocol)client->protocol);
    print_beginning(shared, subscription, &position);
    set_state(subscription, SUBSCRIPTION_OPEN);
    subscription->cursor.position =
        frame_log_position(subscription->cursor.log, (is_plain ? position.offset : position.last) + 1);
    subscription->command_id = 0;
    if (is_plain ||
        client_charge(shared, client, (size_t)(position.last - position.offset) * CLIENT_PUBLICATION_COST))
        client_send_frame(shared, client, &shared->reply);
}

static void print_beginning(struct client_shared *shared, const struct subscription *subscription,
                            const struct reply_subscription *position)
{
    const struct channel *channel = subscription->reader.channel;
    struct frame *frame = &shared->reply;
    if (!protocol_is_plain((enum protocol)subscription->client->protocol)) {
        reply_subscribe(frame, subscription->command_id, channel->stream, position,
                        (const uint8_t *)channel->state, strlen(channel->state));
        return;
    }
    frame_begin(frame);
    frame_print(frame, "{\"event\":\"subscribed\",\"channel\":\"%s\",\"serverTime\":%" PRId64, channel->name,
                live_state_now(shared->live, shared->now_ms));
    frame_print(frame, ",\"stream\":{\"offset\":%" PRId64 ",\"epoch\":%s}", stream_top(channel->stream),
                stream_epoch_json(channel->stream));
    if (position->was_recovering)
        frame_print(frame, ",\"recovered\":%s", position->is_recovered ? "true" : "false");
    frame_print(frame, ",\"state\":");
    frame_append(frame, channel->state, strlen(channel->state));
    frame_print(frame, "}");
    frame_finish(frame);
}

static void send_end(struct client_shared *shared, struct subscription *subscription)
{
    struct client *client = subscription->client;
    struct frame *frame = &shared->reply;
    const char *name = subscription->reader.name, *reason = reason_text(subscription->code);
    if (subscription->command_id != 0) {
        reply_error(frame, subscription->command_id, (enum reply_error)subscription->code);
    } else {
        bool is_plain = protocol_is_plain((enum protocol)client->protocol);
        frame_begin(frame);
        if (is_plain)
            frame_print(frame, "{\"event\":\"unsubscribed\",\"channel\":\"%s\",\"serverTime\":%" PRId64, name,
                        live_state_now(shared->live, shared->now_ms));
        else
            frame_print(frame, "{\"push\":{\"channel\":\"%s\",\"unsubscribe\":{", name);
        frame_print(frame, "%s\"code\":%d,\"reason\":\"%s\"%s", is_plain ? "," : "", subscription->code,
                    reason, is_plain ? "}" : "}}}");
        frame_finish(frame);
    }
    drop(shared, subscription);
    client_send_frame(shared, client, &shared->reply);
}

static void drop(struct client_shared *shared, struct subscription *subscription)
{
    struct client_identity *identity = subscription->client->identity;
    struct client_cursor *cursor = &subscription->client->races;
    while (cursor->next != &subscription->cursor)
        cursor = cursor->next;
    cursor->next = subscription->cursor.next;
    list_remove(&subscription->of_identity);
    identity->count--;
    channel_source_leave(shared->channel_source, &subscription->reader);
    free(subscription);
}

static const char *reason_text(int code)
{
    if (code == CODE_REVOKED) return "permission revoked";
    if (code == CODE_INSUFFICIENT_STATE) return "insufficient state";
    return reply_error_text((enum reply_error)code);
}
