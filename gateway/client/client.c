/* SPDX-License-Identifier: MIT */
/* The send path, credit, and the way to the end. */
#include "client/client.h"

#include "loop/metrics.h"
#include "net/connection.h"
#include "stream/frame_log.h"
#include "stream/live_state.h"

#define PONG_MS 10000
#define STALL_MS 10000

/* More is not offered to the kernel at once. It cuts this into pieces of 36 kB at most, and tells of a unix socket that one
 * is taken when all of it is: who reads 4 kB a second has taken one within STALL_MS. */
#define SEND_MAX ((size_t)256 * 1024)
/* Of private channels so many are sent at once, each as much. */
#define PRIVATE_MAX 8

/* What a client may say: this many bytes at once, refilled by so many a millisecond, a message and a command counting as
 * some bytes more than they have. So 30 commands a second are fine for ever; and a client that comes back with a hundred
 * subscriptions in one message gets through with all of them. It may owe as much again. */
#define CREDIT_MAX 32768
#define CREDIT_PER_MS 8

/* Streams cannot answer: their pings only keep the way open, and find out when it is not. */
static const struct {
    const void *bytes;
    size_t length;
} pings[PROTOCOLS] = {
    [PROTOCOL_PLAIN] = {"\x89\x02hi", 4},
    /* Centrifuge has its own, an empty reply. */
    [PROTOCOL_CENTRIFUGE] = {"\x81\x02{}", 4},
    [PROTOCOL_PLAIN_SSE] = {":\n\n", 3},
    [PROTOCOL_CENTRIFUGE_SSE] = {"data: {}\n\n", 10},
    [PROTOCOL_CENTRIFUGE_LINES] = {"{}\n", 3},
};

enum part_kind { PART_MESSAGE, PART_EVENTS, PART_DEGRADED, PART_TICK, PART_PING };

#define PARTS_MAX (5 + PRIVATE_MAX)

/* What goes into one sendmsg. */
struct batch {
    size_t count;
    uint32_t tick;
    enum part_kind kinds[PARTS_MAX];
    struct iovec parts[PARTS_MAX];
    struct client_cursor *cursors[PARTS_MAX]; /* PART_EVENTS: whose position moves on */
};

static bool add_pending(struct client_shared *shared, struct client *client, struct batch *batch);
static bool add_events(struct batch *batch, struct client_cursor *cursor, size_t max, bool *is_all);
static void add_part(struct batch *batch, enum part_kind kind, const void *bytes, size_t length);
static void deliver(struct client_shared *shared, struct client *client, const struct batch *batch);
static void mark_sent(struct client_shared *shared, struct client *client, const struct batch *batch,
                      size_t part);
static bool is_behind(const struct client *client);
static bool hand_over_rest(struct client_shared *shared, struct client *client, const struct batch *batch,
                           size_t part, size_t sent);
static void block(struct client_shared *shared, struct client *client);
static int64_t jittered(const struct client *client, int64_t interval_ms);

void client_init(struct client_shared *shared, struct client *client, struct connection *connection,
                 enum protocol protocol)
{
    client->connection = connection;
    client->protocol = (uint8_t)protocol;
    client->opened_ms = shared->now_ms;
    client->credit = CREDIT_MAX;
    client->credit_at_ms = (uint32_t)shared->now_ms;
    /* The first ping comes at a random moment, so that clients that came together are not pinged together. */
    client->ping_ms = shared->now_ms + jittered(client, shared->ping_interval_ms);
}

const struct frame_log *client_log(const struct client_shared *shared, const struct client *client)
{
    const struct stream *stream = live_state_stream(shared->live);
    enum protocol protocol = (enum protocol)client->protocol;
    return client->takes_deflated ? stream_deflated_log(stream, protocol) : stream_log(stream, protocol);
}

void client_follow_races(struct client_shared *shared, struct client *client,
                         enum client_subscription subscription, uint64_t position)
{
    client->subscription = (uint8_t)subscription;
    client->races.log = subscription == CLIENT_NOT_SUBSCRIBED ? NULL : client_log(shared, client);
    client->races.position = position;
}

bool client_can_send(const struct client *client)
{
    return client->state == CLIENT_OPEN && !client->is_blocked && !connection_has_pending(client->connection);
}

void client_send(struct client_shared *shared, struct client *client, const uint8_t *bytes, size_t length)
{
    struct batch batch;
    batch.count = 0;
    add_part(&batch, PART_MESSAGE, bytes, length);
    if (add_pending(shared, client, &batch)) deliver(shared, client, &batch);
}

void client_send_frame(struct client_shared *shared, struct client *client, struct frame *frame)
{
    size_t length;
    frame_wrap(frame, (enum protocol)client->protocol, NULL);
    const uint8_t *bytes = frame_bytes(frame, &length);
    client_send(shared, client, bytes, length);
}

void client_send_pending(struct client_shared *shared, struct client *client)
{
    struct batch batch;
    batch.count = 0;
    if (!client_can_send(client) || !add_pending(shared, client, &batch)) return;
    if (batch.count > 0) deliver(shared, client, &batch);
}

void client_send_ping(struct client_shared *shared, struct client *client)
{
    struct batch batch;
    batch.count = 0;
    if (!client_can_send(client)) {
        /* A pong is half out; nearly impossible, so look again soon. */
        timer_wheel_set(shared->wheel, &client->timer, shared->now_ms + TIMER_WHEEL_STEP_MS);
        return;
    }
    client->ping_ms = shared->now_ms + shared->ping_interval_ms;
    client->is_pong_due = client->is_ping_timed = !protocol_is_stream((enum protocol)client->protocol);
    timer_wheel_set(shared->wheel, &client->timer,
                    client->is_pong_due ? shared->now_ms + PONG_MS : client->ping_ms);
    if (!add_pending(shared, client, &batch)) return;
    add_part(&batch, PART_PING, pings[client->protocol].bytes, pings[client->protocol].length);
    deliver(shared, client, &batch);
    (void)connection_is_being_read(client->connection);
}

void client_has_spoken(struct client_shared *shared, struct client *client, bool is_pong)
{
    if (is_pong && client->is_ping_timed) {
        client->is_ping_timed = false;
        metrics_observe(&metrics->ping,
                        (shared->now_ms - (client->ping_ms - shared->ping_interval_ms)) * 1000);
    }
    if (!client->is_pong_due) return;
    client->is_pong_due = false;
    timer_wheel_set(shared->wheel, &client->timer, client->ping_ms);
}

void client_unblock(struct client_shared *shared, struct client *client)
{
    if (!client->is_blocked) return;
    client->is_blocked = false;
    client->progress_ms = shared->now_ms;
    /* Bytes went out: the peer lives, however long our ping waits behind them. */
    client_has_spoken(shared, client, false);
}

int64_t client_stall_left(const struct client_shared *shared, struct client *client)
{
    if (connection_is_being_read(client->connection)) client->progress_ms = shared->now_ms;
    return client->progress_ms + STALL_MS - shared->now_ms;
}

bool client_wait_for_pong(struct client_shared *shared, struct client *client)
{
    if (!connection_is_being_read(client->connection)) return false;
    timer_wheel_set(shared->wheel, &client->timer, shared->now_ms + PONG_MS);
    return true;
}

bool client_charge(struct client_shared *shared, struct client *client, size_t cost)
{
    uint32_t now = (uint32_t)shared->now_ms;
    int64_t credit = client->credit + (int64_t)(now - client->credit_at_ms) * CREDIT_PER_MS;
    if (credit > CREDIT_MAX) credit = CREDIT_MAX;
    client->credit_at_ms = now;
    client->credit = (int32_t)(credit - (int64_t)cost);
    if (client->credit >= -CREDIT_MAX) return true;
    client_close(shared, client, CLIENT_CODE_TOO_MANY);
    return false;
}

bool client_is_in_debt(const struct client *client)
{
    return client->credit < 0;
}

void client_close(struct client_shared *shared, struct client *client, enum client_code code)
{
    if (client_is_closing(client)) return;
    client->state = CLIENT_CLOSING;
    client->code = (uint16_t)code;
    timer_wheel_set(shared->wheel, &client->timer, shared->now_ms);
}

bool client_is_closing(const struct client *client)
{
    return client->state == CLIENT_CLOSING;
}

void client_hang_up(struct client_shared *shared, struct client *client)
{
    enum protocol protocol = (enum protocol)client->protocol;
    uint16_t code = client->code;
    const char *reason = client_code_text((enum client_code)code);
    /* On a stream there is no close frame. A bare EventSource comes back whatever the reason, Centrifuge's client is told
     * it. */
    if (protocol_is_stream(protocol) && !protocol_is_plain(protocol) && code != CLIENT_CODE_LOST) {
        size_t length;
        struct frame *frame = &shared->reply;
        frame_begin(frame);
        frame_print(frame, "{\"push\":{\"disconnect\":{\"code\":%d,\"reason\":\"%s\"}}}", code, reason);
        frame_wrap(frame, protocol, NULL);
        const uint8_t *bytes = frame_bytes(frame, &length);
        if (!connection_send(client->connection, bytes, length)) code = CLIENT_CODE_LOST;
    }
    connection_close(client->connection, code, reason);
}

const char *client_code_text(enum client_code code)
{
    switch (code) {
    case CLIENT_CODE_TOO_BIG:
        return "message too big";
    case CLIENT_CODE_SHUTDOWN:
        return "shutdown";
    case CLIENT_CODE_SLOW:
        return "slow";
    case CLIENT_CODE_INSUFFICIENT_STATE:
        return "insufficient state";
    case CLIENT_CODE_NO_PONG:
        return "no pong";
    case CLIENT_CODE_TOO_MANY:
        return "too many messages";
    case CLIENT_CODE_BAD_REQUEST:
        return "bad request";
    case CLIENT_CODE_STALE:
        return "stale";
    case CLIENT_CODE_NOT_JSON:
        return "Protobuf is not spoken here, only JSON";
    case CLIENT_CODE_NO_STATUS:
    case CLIENT_CODE_LOST:
        break;
    }
    return "";
}

int64_t client_lag(const struct client_shared *shared, const struct client *client)
{
    const struct frame_log *log = client_log(shared, client);
    uint64_t position = client->races.position;
    return position == 0 ? 0 : frame_log_next(log) - frame_log_number(log, position);
}

/* Adds what the client lacks. False: it has fallen out of the log of the races, and is closed. What has fallen out of a
 * private one is subscription.c's to see. */
static bool add_pending(struct client_shared *shared, struct client *client, struct batch *batch)
{
    size_t length, count = 0;
    uint32_t tick;
    bool is_all = true;
    for (struct client_cursor *cursor = client->races.next; cursor && count < PRIVATE_MAX;
         cursor = cursor->next)
        count += cursor->log && add_events(batch, cursor, SEND_MAX, &is_all);
    if (!client->races.log) return true;
    if (!add_events(batch, &client->races, SEND_MAX, &is_all) &&
        !frame_log_read(client->races.log, client->races.position, &length)) {
        client_close(shared, client, CLIENT_CODE_SLOW);
        return false;
    }
    if (!is_all) return true;
    enum protocol protocol = (enum protocol)client->protocol;
    if (client->has_degraded_been_sent != live_state_is_degraded(shared->live)) {
        const uint8_t *degraded = live_state_degraded_frame(shared->live, protocol, &length);
        add_part(batch, PART_DEGRADED, degraded, length);
    }
    const uint8_t *update =
        live_state_tick_frame(shared->live, protocol, client->takes_deflated, &tick, &length);
    batch->tick = tick;
    if (update && tick != client->tick) add_part(batch, PART_TICK, update, length);
    return true;
}

/* False: there is nothing at the cursor. *is_all tells whether `max` was enough for what is there. */
static bool add_events(struct batch *batch, struct client_cursor *cursor, size_t max, bool *is_all)
{
    size_t length;
    const uint8_t *events = frame_log_read(cursor->log, cursor->position, &length);
    *is_all = length <= max;
    if (!events || length == 0) return false;
    if (!*is_all)
        length = (size_t)(frame_log_boundary(cursor->log, cursor->position + max) - cursor->position);
    batch->cursors[batch->count] = cursor;
    add_part(batch, PART_EVENTS, events, length);
    return true;
}

static void add_part(struct batch *batch, enum part_kind kind, const void *bytes, size_t length)
{
    if (length == 0) return;
    /* What is sent is not written to; iovec just has no const. */
    batch->parts[batch->count] = (struct iovec){.iov_base = (void *)(uintptr_t)bytes, .iov_len = length};
    batch->kinds[batch->count++] = kind;
}

static void deliver(struct client_shared *shared, struct client *client, const struct batch *batch)
{
    ssize_t taken = connection_offer(client->connection, batch->parts, batch->count);
    if (taken < 0) {
        client_close(shared, client, CLIENT_CODE_LOST);
        return;
    }
    size_t left = (size_t)taken;
    metrics->sends++;
    metrics->sent_bytes += left;
    for (size_t i = 0; i < batch->count; i++) {
        if (left >= batch->parts[i].iov_len) {
            left -= batch->parts[i].iov_len;
            mark_sent(shared, client, batch, i);
            continue;
        }
        /* A message of its own must come first, so all of it goes in, even if the socket took nothing. */
        if ((left > 0 || batch->kinds[i] == PART_MESSAGE) &&
            !hand_over_rest(shared, client, batch, i, left)) {
            client_close(shared, client, CLIENT_CODE_LOST);
            return;
        }
        block(shared, client);
        return;
    }
    /* Cut off: the rest when the loop comes round, so that one client cannot hold it. */
    if (is_behind(client)) block(shared, client);
}

static void mark_sent(struct client_shared *shared, struct client *client, const struct batch *batch,
                      size_t part)
{
    switch (batch->kinds[part]) {
    case PART_EVENTS:
        batch->cursors[part]->position += batch->parts[part].iov_len;
        break;
    case PART_DEGRADED:
        client->has_degraded_been_sent = live_state_is_degraded(shared->live);
        break;
    case PART_TICK:
        client->tick = batch->tick;
        break;
    case PART_MESSAGE:
    case PART_PING:
        break;
    }
}

static bool is_behind(const struct client *client)
{
    for (const struct client_cursor *cursor = &client->races; cursor; cursor = cursor->next)
        if (cursor->log && cursor->position < frame_log_end(cursor->log)) return true;
    return false;
}

/* The socket took `sent` bytes of a part: the frame in which it stopped goes to the connection, whole frames behind it
 * stay on the log. */
static bool hand_over_rest(struct client_shared *shared, struct client *client, const struct batch *batch,
                           size_t part, size_t sent)
{
    const uint8_t *bytes = batch->parts[part].iov_base;
    size_t end = batch->parts[part].iov_len;
    if (batch->kinds[part] == PART_EVENTS) {
        struct client_cursor *cursor = batch->cursors[part];
        uint64_t boundary = frame_log_boundary(cursor->log, cursor->position + sent);
        end = (size_t)(boundary - cursor->position);
        cursor->position = boundary;
    } else {
        mark_sent(shared, client, batch, part);
    }
    return end == sent || connection_send(client->connection, bytes + sent, end - sent);
}

static void block(struct client_shared *shared, struct client *client)
{
    client->is_blocked = true;
    metrics->blocked++;
    client->progress_ms = shared->now_ms;
    (void)connection_is_being_read(client->connection);
    connection_want_writable(client->connection);
    int64_t look_ms = shared->now_ms + CLIENT_LOOK_MS;
    if (client->ping_ms > look_ms) timer_wheel_set(shared->wheel, &client->timer, look_ms);
}

/* Between half the interval and all of it, by the client's number: multiplication by an odd constant spreads
 * consecutive numbers evenly. */
static int64_t jittered(const struct client *client, int64_t interval_ms)
{
    uint64_t spread = (client->id * UINT64_C(0x9e3779b97f4a7c15)) >> 33;
    return interval_ms - (int64_t)(spread % (uint64_t)(interval_ms / 2 + 1));
}
