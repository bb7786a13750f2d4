/* SPDX-License-Identifier: MIT */
/* A line leaves the inbox before its command is executed: what follows it may be looked at then. */
#include "client/centrifuge.h"

#include <stdlib.h>
#include <string.h>

#include "client/centrifuge_command.h"
#include "client/centrifuge_reply.h"
#include "client/client.h"
#include "client/emulation.h"
#include "client/subscription.h"
#include "log.h"
#include "net/ws_reader.h"
#include "stream/channel.h"
#include "stream/frame.h"
#include "stream/frame_log.h"
#include "stream/live_state.h"

#define HISTORY_MAX 300
/* All that clients have said while they could not be answered. */
#define INBOXES_MAX ((size_t)64 * 1024 * 1024)
/* So many bytes of what a client missed go into the reply itself, which lies in memory of its own while the socket is
 * full; what comes behind is pushed from the log, which all share. Whole outages in replies would let some hundred
 * clients that do not read take all memory. */
#define MISSED_MAX ((size_t)64 * 1024)

static bool append(struct client_shared *shared, struct client *client, const void *bytes, size_t length);
static void resize(struct client *client, size_t size);
static void drop_front(struct client_shared *shared, struct client *client, size_t length);
static bool can_execute(const struct client_shared *shared, const struct client *client);
static enum centrifuge_result execute(struct client_shared *shared, struct client *client,
                                      const struct command *command, struct stream_position *position);
static bool can_wait(const struct command *command);
static void execute_connect(struct client *client, const struct command *command,
                            struct stream_position *position);
static void look_ahead(const struct client *client, struct stream_position *position,
                       enum client_subscription *subscription);
static void execute_subscribe(struct client_shared *shared, struct client *client,
                              const struct command *command);
static void execute_private(struct client_shared *shared, struct client *client,
                            const struct command *command);
static int64_t last_sent(const struct client_shared *shared, const struct client *client);
static int64_t last_in_reply(const struct client_shared *shared, const struct client *client, int64_t offset);
static void execute_unsubscribe(struct client_shared *shared, struct client *client,
                                const struct command *command);
static void execute_history(struct client_shared *shared, struct client *client,
                            const struct command *command);
static bool choose_history(const struct stream *stream, const struct command *command,
                           struct reply_history *history);
static bool is_ours(const struct command *command);
static bool is_private(const struct command *command);
static void refuse(struct client_shared *shared, struct client *client, const struct command *command,
                   enum reply_error error);

bool centrifuge_receive(struct client_shared *shared, struct client *client, const struct ws_event *piece)
{
    if (!append(shared, client, piece->payload, piece->length)) {
        client_close(shared, client, CLIENT_CODE_TOO_MANY);
        return false;
    }
    if (!piece->is_last) return false;
    if (client->inbox_length == client->inbox_ready) {
        if (!protocol_is_plain((enum protocol)client->protocol))
            client_close(shared, client, CLIENT_CODE_BAD_REQUEST);
        return false;
    }
    if (client->inbox[client->inbox_length - 1] != '\n' && !append(shared, client, "\n", 1)) {
        client_close(shared, client, CLIENT_CODE_TOO_MANY);
        return false;
    }
    client->inbox_ready = client->inbox_length;
    return true;
}

bool centrifuge_begins(struct client_shared *shared, struct client *client)
{
    struct command command = {.kind = COMMAND_BAD};
    const char *text = client->inbox, *line;
    size_t left = client->inbox_ready, length;
    if (command_next_line(&text, &left, &line, &length)) command_parse(line, length, &command);
    if (command.kind == COMMAND_CONNECT) return true;
    centrifuge_end(shared, client);
    return false;
}

bool centrifuge_is_pong(const struct ws_event *piece)
{
    return piece->is_first && piece->is_last && piece->is_text && piece->length == 2 &&
           memcmp(piece->payload, "{}", 2) == 0;
}

enum centrifuge_result centrifuge_run(struct client_shared *shared, struct client *client,
                                      struct stream_position *position)
{
    enum centrifuge_result result = CENTRIFUGE_DONE;
    while (client->inbox_ready > 0 && result == CENTRIFUGE_DONE && can_execute(shared, client)) {
        struct command command;
        const char *text = client->inbox, *line;
        size_t left = client->inbox_ready, length;
        if (!command_next_line(&text, &left, &line, &length)) break;
        command_parse(line, length, &command);
        drop_front(shared, client, (size_t)(text - client->inbox));
        bool is_refused = client_is_in_debt(client) && can_wait(&command);
        if (!client_charge(shared, client, is_refused ? CLIENT_REFUSAL_COST : CLIENT_COMMAND_COST)) break;
        if (is_refused)
            refuse(shared, client, &command, REPLY_TOO_MANY);
        else
            result = execute(shared, client, &command, position);
    }
    if (client->inbox_length == 0)
        centrifuge_end(shared, client);
    else
        resize(client, client->inbox_length);
    return result;
}

const uint8_t *centrifuge_connected(struct client_shared *shared, struct client *client, int64_t known,
                                    bool is_recovered, size_t *length)
{
    const struct stream *stream = live_state_stream(shared->live);
    bool is_asked = client->has_position, is_subscribed = client->subscription == CLIENT_SUBSCRIBED_BY_SERVER;
    struct reply_subscription subscription = {
        .was_recovering = is_asked, .is_recovered = is_recovered, .offset = known, .last = known};
    if (is_recovered) subscription.last = last_in_reply(shared, client, known);
    if (is_subscribed) client->races.position = frame_log_position(client->races.log, subscription.last + 1);
    enum snapshot_recovered recovered = !is_asked      ? SNAPSHOT_NOT_ASKED
                                        : is_recovered ? SNAPSHOT_RECOVERED
                                                       : SNAPSHOT_NOT_RECOVERED;
    const uint8_t *data = live_state_connected(shared->live, shared->now_ms, recovered, length);
    char name[EMULATION_SESSION_MAX];
    struct reply_stream way = {.session = name};
    if (protocol_is_stream((enum protocol)client->protocol)) {
        emulation_name(shared->emulation, client, name);
        way.node = emulation_node(shared->emulation);
    }
    reply_connect(&shared->reply, client->connect_id, stream, data, *length,
                  is_subscribed ? &subscription : NULL, shared->ping_interval_ms / 1000,
                  way.node ? &way : NULL);
    frame_wrap(&shared->reply, (enum protocol)client->protocol, NULL);
    return frame_bytes(&shared->reply, length);
}

void centrifuge_unsubscribe(struct client_shared *shared, struct client *client)
{
    static const char push[] = "{\"push\":{\"channel\":\"" PROTOCOL_CHANNEL
                               "\",\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient state\"}}}";
    client_follow_races(shared, client, CLIENT_NOT_SUBSCRIBED, 0);
    frame_begin(&shared->reply);
    frame_append(&shared->reply, push, strlen(push));
    client_send_frame(shared, client, &shared->reply);
}

void centrifuge_end(struct client_shared *shared, struct client *client)
{
    shared->inbox_bytes -= client->inbox_length;
    free(client->inbox);
    client->inbox = NULL;
    client->inbox_length = client->inbox_ready = 0;
}

/* False: it is more than a message, or all inboxes together are too large. */
static bool append(struct client_shared *shared, struct client *client, const void *bytes, size_t length)
{
    size_t wanted = client->inbox_length + length;
    if (wanted > CLIENT_MESSAGE_MAX + 1) return false; /* one line break is ours */
    if (length == 0) return true;
    if (shared->inbox_bytes + length > INBOXES_MAX) return false;
    resize(client, wanted);
    shared->inbox_bytes += length;
    memcpy(&client->inbox[client->inbox_length], bytes, length);
    client->inbox_length = (uint16_t)wanted;
    return true;
}

static void resize(struct client *client, size_t size)
{
    char *inbox = realloc(client->inbox, size);
    if (!inbox) fatal("reason=\"out of memory\"");
    client->inbox = inbox;
}

static void drop_front(struct client_shared *shared, struct client *client, size_t length)
{
    shared->inbox_bytes -= length;
    client->inbox_length = (uint16_t)(client->inbox_length - length);
    client->inbox_ready = (uint16_t)(client->inbox_ready - length);
    memmove(client->inbox, client->inbox + length, client->inbox_length);
}

/* After connect also the state must be at hand: a subscription may begin with it. */
static bool can_execute(const struct client_shared *shared, const struct client *client)
{
    return client->state == CLIENT_CONNECTING ||
           (client_can_send(client) && live_state_is_complete(shared->live));
}

static enum centrifuge_result execute(struct client_shared *shared, struct client *client,
                                      const struct command *command, struct stream_position *position)
{
    /* connect comes first, and once. */
    if (command->kind == COMMAND_BAD ||
        (client->state == CLIENT_CONNECTING) != (command->kind == COMMAND_CONNECT)) {
        client_close(shared, client, CLIENT_CODE_BAD_REQUEST);
        return CENTRIFUGE_DONE;
    }
    switch (command->kind) {
    case COMMAND_PONG: /* it has been seen where it arrived */
    case COMMAND_SEND:
    case COMMAND_BAD:
        return CENTRIFUGE_DONE;
    case COMMAND_CONNECT:
        execute_connect(client, command, position);
        return CENTRIFUGE_CONNECT;
    case COMMAND_SUBSCRIBE:
        execute_subscribe(shared, client, command);
        return CENTRIFUGE_DONE;
    case COMMAND_UNSUBSCRIBE:
        execute_unsubscribe(shared, client, command);
        return CENTRIFUGE_DONE;
    case COMMAND_HISTORY:
        execute_history(shared, client, command);
        return CENTRIFUGE_DONE;
    case COMMAND_PING:
        reply_done(&shared->reply, command->id, "ping");
        client_send_frame(shared, client, &shared->reply);
        return CENTRIFUGE_DONE;
    case COMMAND_PUBLISH:
        refuse(shared, client, command, REPLY_PERMISSION_DENIED);
        return CENTRIFUGE_DONE;
    case COMMAND_RPC:
    case COMMAND_UNKNOWN:
        refuse(shared, client, command, REPLY_METHOD_NOT_FOUND);
        return CENTRIFUGE_DONE;
    case COMMAND_PRESENCE:
    case COMMAND_PRESENCE_STATS:
    case COMMAND_REFRESH:
    case COMMAND_SUB_REFRESH:
        refuse(shared, client, command, REPLY_NOT_AVAILABLE);
        return CENTRIFUGE_DONE;
    }
    fatal("reason=\"unknown command\" kind=%d", command->kind);
}

/* Is it one that a client can be told to try again later? Of what is refused of these two it would not come back. */
static bool can_wait(const struct command *command)
{
    return command->id != 0 && command->kind != COMMAND_CONNECT && command->kind != COMMAND_UNSUBSCRIBE;
}

static void execute_connect(struct client *client, const struct command *command,
                            struct stream_position *position)
{
    enum client_subscription subscription =
        command->refuses_autosub ? CLIENT_NOT_SUBSCRIBED : CLIENT_SUBSCRIBED_BY_SERVER;
    *position = command->position;
    look_ahead(client, position, &subscription);
    client->connect_id = command->id;
    if (*command->token) subscription_set_token(client, command->token);
    client->subscription = (uint8_t)subscription;
}

/* Does a subscribe of the client's own follow at once? Then it names the position, and there is no server's. */
static void look_ahead(const struct client *client, struct stream_position *position,
                       enum client_subscription *subscription)
{
    struct command command;
    const char *text = client->inbox, *line;
    size_t left = client->inbox_ready, length;
    while (command_next_line(&text, &left, &line, &length)) {
        command_parse(line, length, &command);
        if (command.kind != COMMAND_SUBSCRIBE || !is_ours(&command)) continue;
        *position = command.position;
        *subscription = CLIENT_NOT_SUBSCRIBED;
        return;
    }
}

static void execute_subscribe(struct client_shared *shared, struct client *client,
                              const struct command *command)
{
    const struct stream *stream = live_state_stream(shared->live);
    const struct stream_position *position = &command->position;
    if (!is_ours(command)) {
        execute_private(shared, client, command);
        return;
    }
    if (client->subscription == CLIENT_SUBSCRIBED_BY_CLIENT) {
        refuse(shared, client, command, REPLY_ALREADY_SUBSCRIBED);
        return;
    }
    bool is_recovered = stream_can_resume(stream, position);
    if (position->is_given && !is_recovered && command->wants_all_or_error) {
        refuse(shared, client, command, REPLY_UNRECOVERABLE);
        return;
    }
    struct reply_subscription subscription = {.was_recovering = position->is_given,
                                              .is_recovered = is_recovered};
    subscription.offset = subscription.last = is_recovered         ? position->offset
                                              : position->is_given ? live_state_snapshot_offset(shared->live)
                                                                   : last_sent(shared, client);
    /* All events that it is sent are charged, those behind the reply too. */
    int64_t count = is_recovered ? stream_top(stream) - position->offset : 0;
    if (is_recovered) subscription.last = last_in_reply(shared, client, position->offset);
    if (!client_charge(shared, client, (size_t)count * CLIENT_PUBLICATION_COST)) return;
    client_follow_races(shared, client, CLIENT_SUBSCRIBED_BY_CLIENT,
                        frame_log_position(client_log(shared, client), subscription.last + 1));
    size_t length = 0;
    bool is_lost = position->is_given && !is_recovered;
    /* What the client knew is void: the reply tells the state that it starts from, as connect does. */
    const uint8_t *state =
        is_lost ? live_state_connected(shared->live, shared->now_ms, SNAPSHOT_NOT_RECOVERED, &length) : NULL;
    reply_subscribe(&shared->reply, command->id, stream, &subscription, state, length);
    client_send_frame(shared, client, &shared->reply);
}

/* The reply comes when the database has said whether it may; the next command does not wait for it. */
static void execute_private(struct client_shared *shared, struct client *client,
                            const struct command *command)
{
    enum reply_error error = REPLY_UNKNOWN_CHANNEL;
    if (!is_private(command) || !subscription_begin(shared, client, command, &error))
        refuse(shared, client, command, error);
}

/* Everything up to there the client has: by subscription, or in connect.data. The top when that is too long ago. */
static int64_t last_sent(const struct client_shared *shared, const struct client *client)
{
    size_t length;
    const struct stream *stream = live_state_stream(shared->live);
    const struct frame_log *log = client_log(shared, client);
    bool is_kept =
        client->races.position != 0 && frame_log_read(log, client->races.position, &length) != NULL;
    return is_kept ? frame_log_number(log, client->races.position) - 1 : stream_top(stream);
}

static int64_t last_in_reply(const struct client_shared *shared, const struct client *client, int64_t offset)
{
    const struct frame_log *log = client_log(shared, client);
    uint64_t limit = frame_log_position(log, offset + 1) + MISSED_MAX;
    return limit >= frame_log_end(log) ? stream_top(live_state_stream(shared->live))
                                       : frame_log_number(log, frame_log_boundary(log, limit)) - 1;
}

static void execute_unsubscribe(struct client_shared *shared, struct client *client,
                                const struct command *command)
{
    if (is_ours(command)) {
        client_follow_races(shared, client, CLIENT_NOT_SUBSCRIBED, 0);
    } else {
        subscription_leave(shared, client, command->channel);
        if (!client_can_send(client)) return;
    }
    reply_done(&shared->reply, command->id, "unsubscribe");
    client_send_frame(shared, client, &shared->reply);
}

static void execute_history(struct client_shared *shared, struct client *client,
                            const struct command *command)
{
    const struct stream *stream =
        is_ours(command) ? live_state_stream(shared->live) : subscription_stream(client, command->channel);
    struct reply_history history;
    if (!stream) {
        refuse(shared, client, command,
               is_private(command) ? REPLY_PERMISSION_DENIED : REPLY_UNKNOWN_CHANNEL);
        return;
    }
    if (!choose_history(stream, command, &history)) {
        refuse(shared, client, command, REPLY_UNRECOVERABLE);
        return;
    }
    int64_t count = history.last - history.first + 1;
    if (!client_charge(shared, client, (size_t)(count > 0 ? count : 0) * CLIENT_PUBLICATION_COST)) return;
    reply_history(&shared->reply, command->id, stream, &history);
    client_send_frame(shared, client, &shared->reply);
}

/* False: the position is of another stream. */
static bool choose_history(const struct stream *stream, const struct command *command,
                           struct reply_history *history)
{
    const struct stream_position *since = &command->position;
    if (since->is_given && !stream_has_epoch(stream, since)) return false;
    int64_t limit = command->limit < 0 || command->limit > HISTORY_MAX ? HISTORY_MAX : command->limit;
    int64_t first = stream_first(stream), last = stream_top(stream);
    if (since->is_given && !command->is_reverse && since->offset >= first) first = since->offset + 1;
    if (since->is_given && command->is_reverse && since->offset <= last) last = since->offset - 1;
    if (last - first + 1 > limit) {
        if (command->is_reverse)
            first = last - limit + 1;
        else
            last = first + limit - 1;
    }
    *history = (struct reply_history){.first = first, .last = last, .is_reverse = command->is_reverse};
    return true;
}

static bool is_ours(const struct command *command)
{
    return strcmp(command->channel, PROTOCOL_CHANNEL) == 0;
}

static bool is_private(const struct command *command)
{
    return channel_is_private(command->channel, strlen(command->channel));
}

static void refuse(struct client_shared *shared, struct client *client, const struct command *command,
                   enum reply_error error)
{
    reply_error(&shared->reply, command->id, error);
    client_send_frame(shared, client, &shared->reply);
}
