/* SPDX-License-Identifier: MIT */
/* Told are states, not happenings: whatever changes while a client does not read is told once, as it is in the end. */
#include "client/subscription.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "client/centrifuge_command.h"
#include "client/centrifuge_reply.h"
#include "client/client_request.h"
#include "client/session.h"
#include "log.h"
#include "stream/channel.h"
#include "stream/channel_source.h"
#include "stream/frame.h"
#include "stream/frame_log.h"
#include "stream/live_state.h"
#include "stream/protocol.h"
#include "stream/stream.h"

/* After so many refusals the database is not asked any more: this client is not who it says. */
#define REFUSALS_MAX 8
/* Against the client's credit, as in dialog.c. */
#define PUBLICATION_COST 4

/* The protocol's codes of unsubscribe pushes: at 2500 and above the client subscribes again. */
#define CODE_REVOKED 2000
#define CODE_INSUFFICIENT_STATE 2500

static struct subscription *add(struct client_shared *shared, struct client *session, const char *name);
static struct subscription *make(struct client *session);
static struct subscription *find(const struct client *session, const char *name);
static struct client_identity *identity_of(struct client *session);
static void set_ended(struct subscription *subscription, int code);
static void start_anew(struct subscription *subscription);
static void tell_beginning(struct client_shared *shared, struct subscription *subscription);
static void print_beginning(struct client_shared *shared, const struct subscription *subscription,
                            const struct reply_subscription *position);
static void tell_end(struct client_shared *shared, struct subscription *subscription);
static void send_reply(struct client_shared *shared, struct client *session);
static void drop(struct client_shared *shared, struct subscription *subscription);
static const char *reason_text(int code);

void subscription_introduce(struct client_shared *shared, struct client *session,
                            const struct request *request)
{
    if (!request->token.is_there && request->channel_count == 0) return;
    struct client_identity *identity = identity_of(session);
    identity->token = request->token;
    for (size_t i = 0; i < request->channel_count; i++) {
        const struct request_channel *wish = &request->channels[i];
        if (find(session, wish->name)) continue;
        struct subscription *subscription = add(shared, session, wish->name);
        subscription->wanted = wish->position;
        if (!identity->token.is_there) subscription_refuse(subscription, REPLY_PERMISSION_DENIED);
    }
}

void subscription_take_token(struct client *session, const char *text)
{
    struct client_identity *identity = identity_of(session);
    identity->token = (struct token){.is_there = false};
    identity->token.is_there = token_hash(text, identity->token.hash);
}

bool subscription_begin(struct client_shared *shared, struct client *session, const struct command *command,
                        enum reply_error *error)
{
    const struct client_identity *identity = session->identity;
    const struct subscription *present = find(session, command->channel);
    *error = REPLY_PERMISSION_DENIED;
    if (!identity || !identity->token.is_there || identity->refusals >= REFUSALS_MAX) return false;
    *error = REPLY_ALREADY_SUBSCRIBED;
    if (present) return false;
    *error = REPLY_LIMIT_EXCEEDED;
    if (identity->count >= SUBSCRIPTIONS_MAX) return false;
    struct subscription *subscription = add(shared, session, command->channel);
    subscription->wanted = command->position;
    subscription->wants_all_or_error = command->wants_all_or_error;
    subscription->command_id = command->id;
    return true;
}

void subscription_leave(struct client_shared *shared, struct client *session, const char *name)
{
    struct subscription *subscription = find(session, name);
    if (!subscription) return;
    uint32_t command_id = subscription->command_id;
    drop(shared, subscription);
    if (command_id == 0) return;
    reply_error(&shared->reply, command_id, REPLY_NOT_AVAILABLE);
    send_reply(shared, session);
}

const struct stream *subscription_stream(const struct client *session, const char *name)
{
    const struct subscription *subscription = find(session, name);
    return subscription && subscription->state == SUBSCRIPTION_OPEN ? subscription->channel->stream : NULL;
}

void subscription_on_authorised(struct client_shared *shared, struct subscription *subscription,
                                bool is_allowed)
{
    struct channel *channel = subscription->channel;
    bool is_asked = subscription->state == SUBSCRIPTION_ASKED;
    if (subscription->state == SUBSCRIPTION_ENDED) return;
    if (!is_allowed) {
        if (is_asked) subscription->session->identity->refusals++;
        set_ended(subscription, is_asked ? REPLY_PERMISSION_DENIED : CODE_REVOKED);
    } else if (is_asked) {
        bool is_ahead =
            subscription->wanted.is_given && subscription->wanted.offset > stream_top(channel->stream);
        bool is_ready = channel_is_complete(channel) && !is_ahead;
        subscription->state = is_ready ? SUBSCRIPTION_READY : SUBSCRIPTION_LOADING;
        if (!is_ready) channel_source_pull(shared->channel_source, channel);
    }
}

void subscription_on_loaded(struct subscription *subscription)
{
    if (subscription->state == SUBSCRIPTION_LOADING) subscription->state = SUBSCRIPTION_READY;
}

void subscription_on_restart(struct subscription *subscription)
{
    if (subscription->state == SUBSCRIPTION_READY) subscription->state = SUBSCRIPTION_LOADING;
    if (subscription->state == SUBSCRIPTION_OPEN) start_anew(subscription);
}

void subscription_refuse(struct subscription *subscription, int code)
{
    set_ended(subscription, code);
}

void subscription_flush(struct client_shared *shared, struct client *session)
{
    const struct list *all = &session->identity->subscriptions;
    for (struct list *at = list_first(all), *next; at; at = next) {
        size_t length;
        struct subscription *subscription = LIST_ITEM(at, struct subscription, of_identity);
        next = list_after(all, at);
        if (!session_can_send(session)) return;
        if (subscription->state == SUBSCRIPTION_OPEN &&
            !frame_log_read(subscription_log(subscription), subscription->position, &length))
            start_anew(subscription);
        if (subscription->state == SUBSCRIPTION_READY && channel_is_complete(subscription->channel))
            tell_beginning(shared, subscription);
        else if (subscription->state == SUBSCRIPTION_ENDED)
            tell_end(shared, subscription);
        /* Telling may have ended the session. */
        if (!session->identity) return;
    }
}

const struct frame_log *subscription_log(const struct subscription *subscription)
{
    return stream_log(subscription->channel->stream, (enum protocol)subscription->session->protocol);
}

void subscription_end(struct client_shared *shared, struct client *session)
{
    if (!session->identity) return;
    const struct list *all = &session->identity->subscriptions;
    for (struct list *at = list_first(all), *next; at; at = next) {
        next = list_after(all, at);
        drop(shared, LIST_ITEM(at, struct subscription, of_identity));
    }
    free(session->identity);
    session->identity = NULL;
}

static struct subscription *add(struct client_shared *shared, struct client *session, const char *name)
{
    struct client_identity *identity = session->identity;
    struct subscription *subscription = make(session);
    list_append(&identity->subscriptions, &subscription->of_identity);
    identity->count++;
    channel_source_enter(shared->channel_source, subscription, name, identity->token.is_there);
    return subscription;
}

static struct subscription *make(struct client *session)
{
    struct subscription *subscription = calloc(1, sizeof *subscription);
    if (!subscription) fatal("reason=\"out of memory\"");
    subscription->session = session;
    return subscription;
}

static struct subscription *find(const struct client *session, const char *name)
{
    if (!session->identity) return NULL;
    const struct list *all = &session->identity->subscriptions;
    for (struct list *at = list_first(all); at; at = list_after(all, at)) {
        struct subscription *subscription = LIST_ITEM(at, struct subscription, of_identity);
        if (strcmp(subscription->channel->name, name) == 0) return subscription;
    }
    return NULL;
}

static struct client_identity *identity_of(struct client *session)
{
    if (session->identity) return session->identity;
    session->identity = calloc(1, sizeof *session->identity);
    if (!session->identity) fatal("reason=\"out of memory\"");
    list_init(&session->identity->subscriptions);
    return session->identity;
}

static void set_ended(struct subscription *subscription, int code)
{
    subscription->state = SUBSCRIPTION_ENDED;
    subscription->code = (uint16_t)code;
}

/* What it lacks is lost. Centrifuge's client subscribes again by itself, a plain one is told the state. */
static void start_anew(struct subscription *subscription)
{
    if (!protocol_is_plain((enum protocol)subscription->session->protocol)) {
        set_ended(subscription, CODE_INSUFFICIENT_STATE);
        return;
    }
    subscription->wanted = (struct request_position){.is_given = true};
    bool is_complete = channel_is_complete(subscription->channel);
    subscription->state = is_complete ? SUBSCRIPTION_READY : SUBSCRIPTION_LOADING;
}

static void tell_beginning(struct client_shared *shared, struct subscription *subscription)
{
    const struct stream *stream = subscription->channel->stream;
    const struct request_position *wanted = &subscription->wanted;
    bool is_recovered =
        wanted->is_given && wanted->is_good && stream_can_resume(stream, wanted->epoch, wanted->offset);
    if (wanted->is_given && !is_recovered && subscription->wants_all_or_error) {
        set_ended(subscription, REPLY_UNRECOVERABLE);
        tell_end(shared, subscription);
        return;
    }
    struct reply_subscription position = {.was_recovering = wanted->is_given,
                                          .is_recovered = is_recovered,
                                          .offset = is_recovered ? wanted->offset : stream_top(stream),
                                          .last = stream_top(stream)};
    struct client *session = subscription->session;
    /* A reply has the missed events in it, a plain client gets them as frames. */
    bool is_plain = protocol_is_plain((enum protocol)session->protocol);
    print_beginning(shared, subscription, &position);
    subscription->position =
        frame_log_position(subscription_log(subscription), (is_plain ? position.offset : position.last) + 1);
    subscription->state = SUBSCRIPTION_OPEN;
    subscription->command_id = 0;
    if (is_plain ||
        session_charge(shared, session, (size_t)(position.last - position.offset) * PUBLICATION_COST))
        send_reply(shared, session);
}

static void print_beginning(struct client_shared *shared, const struct subscription *subscription,
                            const struct reply_subscription *position)
{
    const struct channel *channel = subscription->channel;
    struct frame *frame = &shared->reply;
    if (!protocol_is_plain((enum protocol)subscription->session->protocol)) {
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
    frame_finish(frame, FRAME_TEXT);
}

static void tell_end(struct client_shared *shared, struct subscription *subscription)
{
    struct client *session = subscription->session;
    struct frame *frame = &shared->reply;
    const char *name = subscription->channel->name, *reason = reason_text(subscription->code);
    if (subscription->command_id != 0) {
        reply_error(frame, subscription->command_id, (enum reply_error)subscription->code);
    } else {
        bool is_plain = protocol_is_plain((enum protocol)session->protocol);
        frame_begin(frame);
        if (is_plain)
            frame_print(frame, "{\"event\":\"unsubscribed\",\"channel\":\"%s\",\"serverTime\":%" PRId64, name,
                        live_state_now(shared->live, shared->now_ms));
        else
            frame_print(frame, "{\"push\":{\"channel\":\"%s\",\"unsubscribe\":{", name);
        frame_print(frame, "%s\"code\":%d,\"reason\":\"%s\"%s", is_plain ? "," : "", subscription->code,
                    reason, is_plain ? "}" : "}}}");
        frame_finish(frame, FRAME_TEXT);
    }
    drop(shared, subscription);
    send_reply(shared, session);
}

static void send_reply(struct client_shared *shared, struct client *session)
{
    size_t length;
    frame_wrap(&shared->reply, (enum protocol)session->protocol, NULL);
    const uint8_t *bytes = frame_bytes(&shared->reply, &length);
    session_send(shared, session, bytes, length);
}

static void drop(struct client_shared *shared, struct subscription *subscription)
{
    struct client_identity *identity = subscription->session->identity;
    list_remove(&subscription->of_identity);
    identity->count--;
    channel_source_leave(shared->channel_source, subscription);
    free(subscription);
}

static const char *reason_text(int code)
{
    if (code == CODE_REVOKED) return "permission revoked";
    if (code == CODE_INSUFFICIENT_STATE) return "insufficient state";
    return reply_error_text((enum reply_error)code);
}
