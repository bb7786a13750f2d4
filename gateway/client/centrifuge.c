/* SPDX-License-Identifier: MIT */
/* Lines leave the inbox before they are obeyed: a command may end the session, and the inbox with it. */
#include "client/centrifuge.h"

#include <stdlib.h>
#include <string.h>

#include "client/centrifuge_command.h"
#include "client/centrifuge_reply.h"
#include "client/emulation.h"
#include "client/session.h"
#include "client/subscription.h"
#include "log.h"
#include "stream/channel.h"
#include "stream/frame.h"
#include "stream/frame_log.h"
#include "stream/live_state.h"

#define HISTORY_MAX 300
/* Against the client's credit. */
#define PUBLICATION_COST 4
/* So many bytes of what a client missed go into the reply itself, which lies in memory of its own while the socket is
 * full; what comes behind is pushed from the tape, which all share. Whole outages in replies would let some hundred
 * clients that do not read take all memory. */
#define MISSED_MAX ((size_t)64 * 1024)

static bool append(struct client *session, const void *bytes, size_t length);
static void drop_front(struct client *session, size_t length);
static bool can_execute(const struct client_shared *shared, const struct client *session);
static void execute(struct client_shared *shared, struct client *session, const struct command *command);
static void execute_connect(struct client_shared *shared, struct client *session,
                            const struct command *command);
static void look_ahead(const struct client *session, struct request_position *position,
                       enum session_subscription *subscription);
static void execute_subscribe(struct client_shared *shared, struct client *session,
                              const struct command *command);
static void execute_private(struct client_shared *shared, struct client *session,
                            const struct command *command);
static int64_t last_told(const struct client_shared *shared, const struct client *session);
static int64_t last_in_reply(const struct stream *stream, const struct client *session, int64_t offset);
static void execute_unsubscribe(struct client_shared *shared, struct client *session,
                                const struct command *command);
static void execute_history(struct client_shared *shared, struct client *session,
                            const struct command *command);
static bool choose_history(const struct stream *stream, const struct command *command,
                           struct reply_history *history);
static bool is_ours(const struct command *command);
static bool is_private(const struct command *command);
static void refuse(struct client_shared *shared, struct client *session, const struct command *command,
                   enum reply_error error);
static void answer(struct client_shared *shared, struct client *session);
static void hang_up(struct client_shared *shared, struct client *session);

void centrifuge_take(struct client_shared *shared, struct client *session, const uint8_t *bytes,
                     size_t length, bool is_last)
{
    size_t lines = 0;
    if (!append(session, bytes, length)) {
        session_close(shared, session, SESSION_CODE_TOO_MANY);
        return;
    }
    if (!is_last) return;
    if (session->inbox_length == session->inbox_ready) {
        hang_up(shared, session);
        return;
    }
    if (session->inbox[session->inbox_length - 1] != '\n' && !append(session, "\n", 1)) {
        session_close(shared, session, SESSION_CODE_TOO_MANY);
        return;
    }
    for (size_t i = session->inbox_ready; i < session->inbox_length; i++)
        lines += session->inbox[i] == '\n';
    session->inbox_ready = session->inbox_length;
    /* The message itself is paid for. */
    if (session_charge(shared, session, (lines - 1) * SESSION_MESSAGE_COST)) centrifuge_run(shared, session);
}

void centrifuge_run(struct client_shared *shared, struct client *session)
{
    while (session->inbox_ready > 0 && can_execute(shared, session)) {
        struct command command;
        const char *text = session->inbox, *line;
        size_t left = session->inbox_ready, length;
        if (!command_next_line(&text, &left, &line, &length)) break;
        command_parse(line, length, &command);
        drop_front(session, (size_t)(text - session->inbox));
        execute(shared, session, &command);
    }
    if (session->inbox_length == 0) centrifuge_end(session);
}

const uint8_t *centrifuge_connected(struct client_shared *shared, struct client *session, int64_t known,
                                    bool is_recovered, size_t *length)
{
    const struct stream *stream = live_state_stream(shared->live);
    bool is_asked = session->has_request,
         is_subscribed = session->subscription == SESSION_SUBSCRIBED_BY_SERVER;
    struct reply_subscription subscription = {
        .was_recovering = is_asked, .is_recovered = is_recovered, .offset = known, .last = known};
    if (is_recovered) subscription.last = last_in_reply(stream, session, known);
    if (is_subscribed)
        session->position =
            frame_log_position(stream_log(stream, (enum protocol)session->protocol), subscription.last + 1);
    enum snapshot_recovered recovered = !is_asked      ? SNAPSHOT_NOT_ASKED
                                        : is_recovered ? SNAPSHOT_RECOVERED
                                                       : SNAPSHOT_NOT_RECOVERED;
    const uint8_t *data = live_state_connected(shared->live, shared->now_ms, recovered, length);
    char name[EMULATION_SESSION_MAX];
    struct reply_stream way = {.session = name};
    if (protocol_is_stream((enum protocol)session->protocol)) {
        emulation_name(shared->emulation, session, name);
        way.node = emulation_node(shared->emulation);
    }
    reply_connect(&shared->reply, session->connect_id, stream, data, *length,
                  is_subscribed ? &subscription : NULL, shared->ping_interval_ms / 1000,
                  way.node ? &way : NULL);
    frame_wrap(&shared->reply, (enum protocol)session->protocol, NULL);
    return frame_bytes(&shared->reply, length);
}

void centrifuge_end(struct client *session)
{
    free(session->inbox);
    session->inbox = NULL;
    session->inbox_length = session->inbox_ready = 0;
}

static bool append(struct client *session, const void *bytes, size_t length)
{
    size_t wanted = session->inbox_length + length;
    if (wanted > SESSION_MESSAGE_MAX + 1) return false; /* one line break is ours */
    if (length == 0) return true;
    char *inbox = realloc(session->inbox, wanted);
    if (!inbox) fatal("reason=\"out of memory\"");
    session->inbox = inbox;
    memcpy(&session->inbox[session->inbox_length], bytes, length);
    session->inbox_length = (uint16_t)wanted;
    return true;
}

static void drop_front(struct client *session, size_t length)
{
    session->inbox_length = (uint16_t)(session->inbox_length - length);
    session->inbox_ready = (uint16_t)(session->inbox_ready - length);
    memmove(session->inbox, session->inbox + length, session->inbox_length);
}

/* After connect also the state must be at hand: a subscription may begin with it. */
static bool can_execute(const struct client_shared *shared, const struct client *session)
{
    return session->state == SESSION_SILENT ||
           (session_can_send(session) && live_state_is_complete(shared->live));
}

static void execute(struct client_shared *shared, struct client *session, const struct command *command)
{
    /* connect comes first and once. */
    if (command->kind == COMMAND_BAD ||
        (session->state == SESSION_SILENT) != (command->kind == COMMAND_CONNECT)) {
        hang_up(shared, session);
        return;
    }
    switch (command->kind) {
    case COMMAND_PONG: /* that something came is all it says */
    case COMMAND_SEND:
    case COMMAND_BAD:
        return;
    case COMMAND_CONNECT:
        execute_connect(shared, session, command);
        return;
    case COMMAND_SUBSCRIBE:
        execute_subscribe(shared, session, command);
        return;
    case COMMAND_UNSUBSCRIBE:
        execute_unsubscribe(shared, session, command);
        return;
    case COMMAND_HISTORY:
        execute_history(shared, session, command);
        return;
    case COMMAND_PING:
        reply_done(&shared->reply, command->id, "ping");
        answer(shared, session);
        return;
    case COMMAND_PUBLISH:
        refuse(shared, session, command, REPLY_PERMISSION_DENIED);
        return;
    case COMMAND_RPC:
    case COMMAND_UNKNOWN:
        refuse(shared, session, command, REPLY_METHOD_NOT_FOUND);
        return;
    case COMMAND_PRESENCE:
    case COMMAND_PRESENCE_STATS:
    case COMMAND_REFRESH:
    case COMMAND_SUB_REFRESH:
        refuse(shared, session, command, REPLY_NOT_AVAILABLE);
        return;
    }
    fatal("reason=\"unknown command\" kind=%d", command->kind);
}

static void execute_connect(struct client_shared *shared, struct client *session,
                            const struct command *command)
{
    struct request_position position = command->position;
    enum session_subscription subscription =
        command->refuses_autosub ? SESSION_NOT_SUBSCRIBED : SESSION_SUBSCRIBED_BY_SERVER;
    look_ahead(session, &position, &subscription);
    session->connect_id = command->id;
    if (*command->token) subscription_take_token(session, command->token);
    session->subscription = (uint8_t)subscription;
    struct request request = {
        .has_offset = position.is_given, .is_resumable = position.is_good, .offset = position.offset};
    memcpy(request.epoch, position.epoch, sizeof request.epoch);
    session_enter(shared, session, &request);
}

/* Does a subscribe of the client's own follow at once? Then it names the position, and there is no server's. */
static void look_ahead(const struct client *session, struct request_position *position,
                       enum session_subscription *subscription)
{
    struct command command;
    const char *text = session->inbox, *line;
    size_t left = session->inbox_ready, length;
    while (command_next_line(&text, &left, &line, &length)) {
        command_parse(line, length, &command);
        if (command.kind != COMMAND_SUBSCRIBE || !is_ours(&command)) continue;
        *position = command.position;
        *subscription = SESSION_NOT_SUBSCRIBED;
        return;
    }
}

static void execute_subscribe(struct client_shared *shared, struct client *session,
                              const struct command *command)
{
    const struct stream *stream = live_state_stream(shared->live);
    const struct request_position *position = &command->position;
    if (!is_ours(command)) {
        execute_private(shared, session, command);
        return;
    }
    if (session->subscription == SESSION_SUBSCRIBED_BY_CLIENT) {
        refuse(shared, session, command, REPLY_ALREADY_SUBSCRIBED);
        return;
    }
    bool is_recovered = position->is_given && position->is_good &&
                        stream_can_resume(stream, position->epoch, position->offset);
    if (position->is_given && !is_recovered && command->wants_all_or_error) {
        refuse(shared, session, command, REPLY_UNRECOVERABLE);
        return;
    }
    struct reply_subscription subscription = {.was_recovering = position->is_given,
                                              .is_recovered = is_recovered};
    subscription.offset = subscription.last = is_recovered         ? position->offset
                                              : position->is_given ? live_state_snapshot_offset(shared->live)
                                                                   : last_told(shared, session);
    /* Paid for is all that it is sent. */
    int64_t told = is_recovered ? stream_top(stream) - position->offset : 0;
    if (is_recovered) subscription.last = last_in_reply(stream, session, position->offset);
    if (!session_charge(shared, session, (size_t)told * PUBLICATION_COST)) return;
    session->subscription = SESSION_SUBSCRIBED_BY_CLIENT;
    session->position =
        frame_log_position(stream_log(stream, (enum protocol)session->protocol), subscription.last + 1);
    size_t length = 0;
    bool is_lost = position->is_given && !is_recovered;
    /* What the client knew is void: the reply tells the state that it starts from, as connect does. */
    const uint8_t *state =
        is_lost ? live_state_connected(shared->live, shared->now_ms, SNAPSHOT_NOT_RECOVERED, &length) : NULL;
    reply_subscribe(&shared->reply, command->id, stream, &subscription, state, length);
    answer(shared, session);
}

/* The reply comes when the database has said whether it may; the next command does not wait for it. */
static void execute_private(struct client_shared *shared, struct client *session,
                            const struct command *command)
{
    enum reply_error error = REPLY_UNKNOWN_CHANNEL;
    if (!is_private(command) || !subscription_begin(shared, session, command, &error))
        refuse(shared, session, command, error);
}

/* Everything up to there the client has: by subscription, or in connect.data. The top when that is too long ago. */
static int64_t last_told(const struct client_shared *shared, const struct client *session)
{
    size_t length;
    const struct stream *stream = live_state_stream(shared->live);
    const struct frame_log *log = stream_log(stream, (enum protocol)session->protocol);
    bool is_kept = session->position != 0 && frame_log_read(log, session->position, &length) != NULL;
    return is_kept ? frame_log_number(log, session->position) - 1 : stream_top(stream);
}

static int64_t last_in_reply(const struct stream *stream, const struct client *session, int64_t offset)
{
    const struct frame_log *log = stream_log(stream, (enum protocol)session->protocol);
    uint64_t limit = frame_log_position(log, offset + 1) + MISSED_MAX;
    return limit >= frame_log_end(log) ? stream_top(stream)
                                       : frame_log_number(log, frame_log_boundary(log, limit)) - 1;
}

static void execute_unsubscribe(struct client_shared *shared, struct client *session,
                                const struct command *command)
{
    if (is_ours(command)) {
        session->subscription = SESSION_NOT_SUBSCRIBED;
        session->position = 0;
    } else {
        subscription_leave(shared, session, command->channel);
        if (!session_can_send(session)) return;
    }
    reply_done(&shared->reply, command->id, "unsubscribe");
    answer(shared, session);
}

static void execute_history(struct client_shared *shared, struct client *session,
                            const struct command *command)
{
    const struct stream *stream =
        is_ours(command) ? live_state_stream(shared->live) : subscription_stream(session, command->channel);
    struct reply_history history;
    if (!stream) {
        refuse(shared, session, command,
               is_private(command) ? REPLY_PERMISSION_DENIED : REPLY_UNKNOWN_CHANNEL);
        return;
    }
    if (!choose_history(stream, command, &history)) {
        refuse(shared, session, command, REPLY_UNRECOVERABLE);
        return;
    }
    int64_t count = history.last - history.first + 1;
    if (!session_charge(shared, session, (size_t)(count > 0 ? count : 0) * PUBLICATION_COST)) return;
    reply_history(&shared->reply, command->id, stream, &history);
    answer(shared, session);
}

/* False: the position is of another stream. */
static bool choose_history(const struct stream *stream, const struct command *command,
                           struct reply_history *history)
{
    const struct request_position *since = &command->position;
    if (since->is_given &&
        (!since->is_good || (*since->epoch && strcmp(since->epoch, stream_epoch(stream)) != 0)))
        return false;
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

static void refuse(struct client_shared *shared, struct client *session, const struct command *command,
                   enum reply_error error)
{
    reply_error(&shared->reply, command->id, error);
    answer(shared, session);
}

static void answer(struct client_shared *shared, struct client *session)
{
    size_t length;
    frame_wrap(&shared->reply, (enum protocol)session->protocol, NULL);
    const uint8_t *bytes = frame_bytes(&shared->reply, &length);
    session_send(shared, session, bytes, length);
}

static void hang_up(struct client_shared *shared, struct client *session)
{
    session_close(shared, session, SESSION_CODE_BAD_REQUEST);
}
