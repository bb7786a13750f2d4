/* SPDX-License-Identifier: MIT */
/* Owns the order of things: begin, connect, flush, pings, restart, end. */
#include "client/session.h"

#include <inttypes.h>
#include <string.h>

#include "client/centrifuge.h"
#include "client/client.h"
#include "client/client_request.h"
#include "client/client_table.h"
#include "client/subscription.h"
#include "clock.h"
#include "log.h"
#include "loop/metrics.h"
#include "net/connection.h"
#include "net/rate_limit.h"
#include "stream/channel.h"
#include "stream/frame_log.h"
#include "stream/live_state.h"

#define WAIT_MS 2000
#define STALE_MS 15000

static const char *const protocol_texts[PROTOCOLS] = {
    [PROTOCOL_PLAIN] = "",
    [PROTOCOL_CENTRIFUGE] = " protocol=centrifuge",
    [PROTOCOL_PLAIN_SSE] = " protocol=uni_sse",
    [PROTOCOL_CENTRIFUGE_SSE] = " protocol=sse",
    [PROTOCOL_CENTRIFUGE_LINES] = " protocol=http_stream",
};

static void on_received(void *context, void *owner, const struct ws_event *piece);
static bool on_pinged(void *context, void *owner, size_t length);
static void on_ponged(void *context, void *owner, size_t length);
static void on_writable(void *context, void *owner);
static void on_closed(void *context, void *owner, uint16_t code);
static void on_authorised(struct channel_reader *reader, bool is_allowed);
static void on_updated(struct channel_reader *reader, bool is_complete);
static void on_failed(struct channel_reader *reader, enum channel_failure failure);
static void on_restarted(struct channel_reader *reader);
static void receive(struct client_shared *shared, struct client *client, const struct ws_event *piece);
static void become_centrifuge(struct client_shared *shared, struct client *client);
static void run_commands(struct client_shared *shared, struct client *client);
static void connect_at(struct client_shared *shared, struct client *client,
                       const struct stream_position *position);
static bool can_begin(const struct client_shared *shared, const struct client *client, bool is_late);
static void begin_stream(struct client_shared *shared, struct client *client);
static void end(struct client_shared *shared, struct client *client);

const struct connection_events session_connection_events = {.received = on_received,
                                                            .pinged = on_pinged,
                                                            .ponged = on_ponged,
                                                            .writable = on_writable,
                                                            .closed = on_closed};

const struct channel_reader_events session_reader_events = {
    .authorised = on_authorised, .updated = on_updated, .failed = on_failed, .restarted = on_restarted};

void session_start(struct client_shared *shared, struct client *client, struct connection *connection,
                   const struct client_request *request, const char *address)
{
    const struct stream_position *position = &request->position;
    shared->now_ms = clock_mono_ms();
    client_init(shared, client, connection, request->protocol);
    if (position->is_given)
        log_info("client_open", "id=%" PRIu64 " addr=%s offset=%" PRId64, client->id, address,
                 position->offset);
    else
        log_info("client_open", "id=%" PRIu64 " addr=%s%s", client->id, address,
                 protocol_texts[request->protocol]);
    subscription_begin_requested(shared, client, request);
    metrics->opened[client->protocol]++;
    metrics->clients[client->protocol]++;
    if (protocol_is_plain(request->protocol)) {
        client->subscription = CLIENT_SUBSCRIBED_BY_SERVER;
        connect_at(shared, client, position);
        /* Channels that are refused without a question are told so at once, and forgotten. */
        if (client->identity) subscription_flush(shared, client);
        return;
    }
    client->state = CLIENT_CONNECTING;
    timer_wheel_set(shared->wheel, &client->timer, shared->now_ms + STALE_MS);
}

void session_receive(struct client_shared *shared, struct client *client, const char *message, size_t length)
{
    shared->now_ms = clock_mono_ms();
    receive(shared, client,
            &(struct ws_event){.payload = (const uint8_t *)message,
                               .length = length,
                               .is_first = true,
                               .is_last = true,
                               .is_text = true});
}

void session_flush(struct client_shared *shared, struct client *client)
{
    if (client->state == CLIENT_WAITING && can_begin(shared, client, false)) begin_stream(shared, client);
    if (client->inbox_ready > 0) run_commands(shared, client);
    if (client->identity) subscription_flush(shared, client);
    client_send_pending(shared, client);
}

void session_on_due(struct client_shared *shared, struct client *client)
{
    int64_t next_ms = client->ping_ms, look_ms = CLIENT_LOOK_MS;
    if (client_is_closing(client)) {
        client_hang_up(shared, client);
        end(shared, client);
        return;
    }
    if (client->state == CLIENT_CONNECTING) {
        client_close(shared, client, CLIENT_CODE_STALE);
        return;
    }
    if (client->is_blocked) {
        int64_t left_ms = client_stall_left(shared, client);
        if (left_ms <= 0) {
            client_close(shared, client, CLIENT_CODE_SLOW);
            return;
        }
        /* The last look is at the end itself: the next whole interval would end up to a second behind it. */
        if (left_ms < look_ms) look_ms = left_ms;
    }
    if (client->state == CLIENT_WAITING) {
        if (can_begin(shared, client, true)) {
            begin_stream(shared, client);
            run_commands(shared, client);
            return;
        }
        next_ms = shared->now_ms + TIMER_WHEEL_STEP_MS;
    } else if (client->is_blocked) {
        next_ms = shared->now_ms + look_ms;
    } else if (client->is_pong_due) {
        if (!client_wait_for_pong(shared, client)) client_close(shared, client, CLIENT_CODE_NO_PONG);
        return;
    } else if (client->ping_ms <= shared->now_ms) {
        client_send_ping(shared, client);
        return;
    }
    timer_wheel_set(shared->wheel, &client->timer, next_ms);
}

void session_on_restart(struct client_shared *shared, struct client *client)
{
    /* Who has not been sent anything yet, or nothing of the stream, can go on. */
    bool is_untouched = client->state == CLIENT_CONNECTING ||
                        (client->state == CLIENT_OPEN && client->subscription == CLIENT_NOT_SUBSCRIBED);
    client->races.position = 0;
    if (is_untouched) return;
    if (client->subscription == CLIENT_SUBSCRIBED_BY_CLIENT && client_can_send(client))
        centrifuge_unsubscribe(shared, client);
    else
        client_close(shared, client, CLIENT_CODE_INSUFFICIENT_STATE);
}

static void on_received(void *context, void *owner, const struct ws_event *piece)
{
    struct client_shared *shared = context;
    shared->now_ms = clock_mono_ms();
    receive(shared, owner, piece);
}

static bool on_pinged(void *context, void *owner, size_t length)
{
    struct client_shared *shared = context;
    shared->now_ms = clock_mono_ms();
    return client_charge(shared, owner, length + CLIENT_MESSAGE_COST);
}

static void on_ponged(void *context, void *owner, size_t length)
{
    struct client_shared *shared = context;
    struct client *client = owner;
    if (client_is_closing(client)) return;
    shared->now_ms = clock_mono_ms();
    client_has_spoken(shared, client, protocol_is_plain((enum protocol)client->protocol));
    if (!client_charge(shared, client, length + CLIENT_MESSAGE_COST)) return;
}

static void on_writable(void *context, void *owner)
{
    struct client_shared *shared = context;
    shared->now_ms = clock_mono_ms();
    client_unblock(shared, owner);
    session_flush(shared, owner);
}

/* A client that was to be closed anyway keeps its own code for it. */
static void on_closed(void *context, void *owner, uint16_t code)
{
    struct client_shared *shared = context;
    struct client *client = owner;
    shared->now_ms = clock_mono_ms();
    if (!client_is_closing(client)) client->code = code ? code : CLIENT_CODE_NO_STATUS;
    end(shared, client);
}

static void on_authorised(struct channel_reader *reader, bool is_allowed)
{
    struct client_shared *shared = reader->context;
    shared->now_ms = clock_mono_ms();
    session_flush(shared, subscription_on_authorised(shared, reader, is_allowed));
}

static void on_updated(struct channel_reader *reader, bool is_complete)
{
    struct client_shared *shared = reader->context;
    shared->now_ms = clock_mono_ms();
    session_flush(shared, subscription_on_updated(reader, is_complete));
}

static void on_failed(struct channel_reader *reader, enum channel_failure failure)
{
    struct client_shared *shared = reader->context;
    shared->now_ms = clock_mono_ms();
    session_flush(shared, subscription_on_failed(reader, failure));
}

static void on_restarted(struct channel_reader *reader)
{
    subscription_on_restart(reader);
}

/* It is counted against size and rate. Plain clients have nothing to say: theirs is dropped, unless it is Centrifuge's
 * connect. */
static void receive(struct client_shared *shared, struct client *client, const struct ws_event *piece)
{
    if (client_is_closing(client)) return;
    client_has_spoken(shared, client, client->protocol == PROTOCOL_CENTRIFUGE && centrifuge_is_pong(piece));
    size_t message = (piece->is_first ? 0 : client->message_bytes) + piece->length;
    if (message > CLIENT_MESSAGE_MAX || piece->remaining > CLIENT_MESSAGE_MAX - message) {
        client_close(shared, client, CLIENT_CODE_TOO_BIG);
        return;
    }
    client->message_bytes = (uint16_t)message;
    /* A fragment of nothing costs as much as a message: otherwise they could come for ever. */
    bool is_whole_price = piece->is_first || piece->length == 0;
    if (!client_charge(shared, client, piece->length + (is_whole_price ? CLIENT_MESSAGE_COST : 0))) return;
    bool is_plain = protocol_is_plain((enum protocol)client->protocol);
    if (!piece->is_text) {
        if (!is_plain) client_close(shared, client, CLIENT_CODE_NOT_JSON);
        return;
    }
    if (!centrifuge_receive(shared, client, piece)) return;
    if (is_plain) {
        if (!centrifuge_begins(shared, client)) return;
        become_centrifuge(shared, client);
    }
    run_commands(shared, client);
}

/* A stock client came to the plain address. It has taken the events so far for pings, as it does with whatever is neither a
 * reply nor a push; from here on it is answered in its own protocol, as if it had been sent nothing. */
static void become_centrifuge(struct client_shared *shared, struct client *client)
{
    metrics->clients[client->protocol]--;
    client->protocol = PROTOCOL_CENTRIFUGE;
    metrics->clients[client->protocol]++;
    log_info("client_protocol", "id=%" PRIu64 "%s", client->id, protocol_texts[client->protocol]);
    subscription_drop_all(shared, client);
    client_follow_races(shared, client, CLIENT_NOT_SUBSCRIBED, 0);
    client->state = CLIENT_CONNECTING;
}

static void run_commands(struct client_shared *shared, struct client *client)
{
    struct stream_position position;
    while (centrifuge_run(shared, client, &position) == CENTRIFUGE_CONNECT)
        connect_at(shared, client, &position);
}

/* Goes on when `connected` can be sent. */
static void connect_at(struct client_shared *shared, struct client *client,
                       const struct stream_position *position)
{
    client->has_position = position->is_given;
    client->may_resume = position->is_given && stream_has_epoch(live_state_stream(shared->live), position);
    client->wanted_offset = position->offset;
    if (can_begin(shared, client, false)) {
        begin_stream(shared, client);
        return;
    }
    client->state = CLIENT_WAITING;
    timer_wheel_set(shared->wheel, &client->timer, shared->now_ms + WAIT_MS);
}

/* A client that knows more than we do is waited for, until `is_late`. What a plain client was being sent when it said
 * connect goes out first. */
static bool can_begin(const struct client_shared *shared, const struct client *client, bool is_late)
{
    if (!live_state_is_complete(shared->live) || client->is_blocked ||
        connection_has_pending(client->connection))
        return false;
    return is_late || !client->may_resume ||
           client->wanted_offset <= stream_top(live_state_stream(shared->live));
}

/* Sends `connected` and all that follows from there; see snapshot.h for what it promises. */
static void begin_stream(struct client_shared *shared, struct client *client)
{
    struct live_state *live = shared->live;
    enum protocol protocol = (enum protocol)client->protocol;
    const struct stream_position position = {
        .is_given = client->may_resume, .is_good = true, .offset = client->wanted_offset};
    bool is_recovered = stream_can_resume(live_state_stream(live), &position);
    if (client->has_position) (*(is_recovered ? &metrics->recovered : &metrics->unrecovered))++;
    int64_t known = is_recovered ? client->wanted_offset : live_state_snapshot_offset(live);
    client->state = CLIENT_OPEN;
    client_follow_races(shared, client, (enum client_subscription)client->subscription,
                        frame_log_position(client_log(shared, client), known + 1));
    client->has_degraded_been_sent = live_state_is_degraded(live);
    client->tick = live_state_tick_serial(live);
    timer_wheel_set(shared->wheel, &client->timer, client->ping_ms);
    size_t length;
    const uint8_t *connected;
    if (!protocol_is_plain(protocol))
        connected = centrifuge_connected(shared, client, known, is_recovered, &length);
    else
        connected = live_state_connected_frame(live, shared->now_ms,
                                               is_recovered           ? SNAPSHOT_RECOVERED
                                               : client->has_position ? SNAPSHOT_NOT_RECOVERED
                                                                      : SNAPSHOT_NOT_ASKED,
                                               protocol, known, &length);
    client_send(shared, client, connected, length);
}

/* Logs, and gives the client back to the table. */
static void end(struct client_shared *shared, struct client *client)
{
    timer_wheel_stop(&client->timer);
    centrifuge_end(shared, client);
    subscription_end(shared, client);
    rate_limit_leave(shared->rate_limit, client->rate_slot);
    metrics->clients[client->protocol]--;
    metrics_count_close(client->code);
    log_info("client_close", "id=%" PRIu64 " code=%d duration_ms=%" PRId64 " lag=%" PRId64, client->id,
             client->code, shared->now_ms - client->opened_ms, client_lag(shared, client));
    client_table_remove(shared->table, client);
}
