/* SPDX-License-Identifier: MIT */
/* A session's life and its send path. */
#include "client/session.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

#include "client/centrifuge.h"
#include "client/client_request.h"
#include "client/client_table.h"
#include "client/subscription.h"
#include "log.h"
#include "loop/list.h"
#include "loop/metrics.h"
#include "net/connection.h"
#include "stream/frame.h"
#include "stream/frame_log.h"
#include "stream/live_state.h"

#define PONG_MS 10000
#define STALL_MS 10000
#define WAIT_MS 2000
#define STALE_MS 15000
#define CLOSE_SECONDS 5

/* More is not offered to the kernel at once: a socket buffer is far smaller. */
#define SEND_MAX ((size_t)256 * 1024)

/* What a client may send: this many bytes at once, refilled by so many a millisecond, a message counting as some
 * bytes more than it has. So 32 tiny messages a second are fine for ever, 64 at once. */
#define CREDIT_MAX 16384
#define CREDIT_PER_MS 8

/* With a payload: libwebsockets does not report an empty pong. */
static const uint8_t ping_bytes[] = {0x80 | FRAME_PING, 2, 'h', 'i'};
/* Centrifuge has its own, an empty reply. */
static const uint8_t centrifuge_ping_bytes[] = {0x80 | FRAME_TEXT, 2, '{', '}'};

/* Streams cannot answer: their pings only keep the way open, and find out when it is not. */
static const struct {
    const void *bytes;
    size_t length;
} pings[PROTOCOLS] = {
    [PROTOCOL_PLAIN] = {ping_bytes, sizeof ping_bytes},
    [PROTOCOL_CENTRIFUGE] = {centrifuge_ping_bytes, sizeof centrifuge_ping_bytes},
    [PROTOCOL_PLAIN_SSE] = {":\n\n", 3},
    [PROTOCOL_CENTRIFUGE_SSE] = {"data: {}\n\n", 10},
    [PROTOCOL_CENTRIFUGE_LINES] = {"{}\n", 3},
};

static const char *const protocol_texts[PROTOCOLS] = {
    [PROTOCOL_PLAIN] = "",
    [PROTOCOL_CENTRIFUGE] = " protocol=centrifuge",
    [PROTOCOL_PLAIN_SSE] = " protocol=uni_sse",
    [PROTOCOL_CENTRIFUGE_SSE] = " protocol=sse",
    [PROTOCOL_CENTRIFUGE_LINES] = " protocol=http_stream",
};

enum part_kind { PART_REPLY, PART_EVENTS, PART_DEGRADED, PART_TICK, PART_PING };

/* Of private channels so many are sent at once, and so much of each. */
#define PRIVATE_MAX 8
#define PRIVATE_SEND_MAX ((size_t)64 * 1024)
#define PARTS_MAX (5 + PRIVATE_MAX)

struct parcel {
    size_t count;
    uint32_t tick;
    enum part_kind kinds[PARTS_MAX];
    struct iovec parts[PARTS_MAX];
    const struct frame_log *logs[PARTS_MAX]; /* PART_EVENTS: from where, and whose position moves on */
    uint64_t *positions[PARTS_MAX];
};

static bool can_admit(const struct client_shared *shared, const struct client *session, bool is_late);
static void admit(struct client_shared *shared, struct client *session);
static void send_ping(struct client_shared *shared, struct client *session);
static const struct frame_log *log_of(const struct client_shared *shared, const struct client *session);
static bool pack(struct client_shared *shared, struct client *session, struct parcel *parcel);
static void pack_private(const struct client *session, struct parcel *parcel);
static void add_events(struct parcel *parcel, const struct frame_log *log, uint64_t *position,
                       const uint8_t *events, size_t length);
static void add_part(struct parcel *parcel, enum part_kind kind, const void *bytes, size_t length);
static void deliver(struct client_shared *shared, struct client *session, const struct parcel *parcel);
static ssize_t transmit(int fd, const struct parcel *parcel);
static void mark_sent(struct client_shared *shared, struct client *session, const struct parcel *parcel,
                      size_t part);
static bool is_behind(const struct client_shared *shared, const struct client *session);
static bool hand_over_rest(struct client_shared *shared, struct client *session, const struct parcel *parcel,
                           size_t part, size_t sent);
static void block(struct client_shared *shared, struct client *session);
static void note_life(struct client_shared *shared, struct client *session);
static bool is_pong(const struct session_piece *piece);
static void time_ping(const struct client_shared *shared, struct client *session);
static bool take_credit(struct client_shared *shared, struct client *session, size_t cost);
static void hang_up(struct client *session);
static const char *code_text(enum session_code code);
static void begin_closing(struct client *session, enum session_code code);
static int64_t lag(const struct client_shared *shared, const struct client *session);
static int64_t jittered(const struct client *session, int64_t interval_ms);

void session_start(struct client_shared *shared, struct client *session, struct lws *wsi,
                   const struct request *request, const char *peer)
{
    session->wsi = wsi;
    session->fd = link_fd(session);
    session->opened_ms = shared->now_ms;
    session->credit = CREDIT_MAX;
    session->credit_at_ms = (uint32_t)shared->now_ms;
    /* The first ping comes at a random moment, so that clients that came together are not pinged together. */
    session->ping_ms = shared->now_ms + jittered(session, shared->ping_interval_ms);
    if (request->has_offset)
        log_info("client_open", "id=%" PRIu64 " addr=%s offset=%" PRId64, session->id, peer, request->offset);
    else
        log_info("client_open", "id=%" PRIu64 " addr=%s%s", session->id, peer,
                 protocol_texts[request->protocol]);
    session->protocol = (uint8_t)request->protocol;
    subscription_introduce(shared, session, request);
    metrics->opened[session->protocol]++;
    metrics->clients[session->protocol]++;
    if (!protocol_is_plain(request->protocol)) {
        session->state = SESSION_SILENT;
        timer_wheel_set(shared->wheel, &session->timer, shared->now_ms + STALE_MS);
        return;
    }
    session->subscription = SESSION_SUBSCRIBED_BY_SERVER;
    session_enter(shared, session, request);
}

void session_enter(struct client_shared *shared, struct client *session, const struct request *request)
{
    const char *epoch = stream_epoch(live_state_stream(shared->live));
    session->has_request = request->has_offset;
    session->may_resume = request->has_offset && request->is_resumable &&
                          (!*request->epoch || strcmp(request->epoch, epoch) == 0);
    session->wanted_offset = request->offset;
    if (can_admit(shared, session, false)) {
        admit(shared, session);
        return;
    }
    session->state = SESSION_WAITING;
    timer_wheel_set(shared->wheel, &session->timer, shared->now_ms + WAIT_MS);
}

void session_flush(struct client_shared *shared, struct client *session)
{
    if (session->state == SESSION_WAITING && can_admit(shared, session, false)) admit(shared, session);
    if (session->inbox_ready > 0) centrifuge_run(shared, session);
    if (session->identity) subscription_flush(shared, session);
    struct parcel parcel;
    parcel.count = 0;
    if (!session_can_send(session) || !pack(shared, session, &parcel)) return;
    if (parcel.count > 0) deliver(shared, session, &parcel);
}

void session_on_writable(struct client_shared *shared, struct client *session)
{
    if (session->is_blocked) {
        session->is_blocked = false;
        session->progress_ms = shared->now_ms;
        /* Bytes went out: the peer lives, however long our ping waits behind them. */
        note_life(shared, session);
    }
    session_flush(shared, session);
}

bool session_can_send(const struct client *session)
{
    return session->state == SESSION_OPEN && !session->is_blocked && !link_has_rest(session);
}

void session_send(struct client_shared *shared, struct client *session, const uint8_t *bytes, size_t length)
{
    struct parcel parcel;
    parcel.count = 0;
    add_part(&parcel, PART_REPLY, bytes, length);
    if (pack(shared, session, &parcel)) deliver(shared, session, &parcel);
}

bool session_charge(struct client_shared *shared, struct client *session, size_t cost)
{
    if (take_credit(shared, session, cost)) return true;
    session_close(shared, session, SESSION_CODE_TOO_MANY);
    return false;
}

void session_on_receive(struct client_shared *shared, struct client *session,
                        const struct session_piece *piece)
{
    if (session_is_closing(session)) return;
    note_life(shared, session);
    if (session->is_ping_timed && session->protocol == PROTOCOL_CENTRIFUGE && is_pong(piece))
        time_ping(shared, session);
    size_t message = (piece->is_first ? 0 : session->message_bytes) + piece->length;
    if (message > SESSION_MESSAGE_MAX || piece->remaining > SESSION_MESSAGE_MAX - message) {
        session_close(shared, session, SESSION_CODE_TOO_BIG);
        return;
    }
    session->message_bytes = (uint16_t)message;
    /* A fragment of nothing costs as much as a message: otherwise they could come for ever. */
    bool is_whole_price = piece->is_first || piece->length == 0;
    if (!session_charge(shared, session, piece->length + (is_whole_price ? SESSION_MESSAGE_COST : 0)) ||
        protocol_is_plain((enum protocol)session->protocol))
        return;
    if (piece->is_text)
        centrifuge_take(shared, session, piece->bytes, piece->length, piece->is_last);
    else
        session_close(shared, session, SESSION_CODE_BAD_REQUEST);
}

void session_on_pong(struct client_shared *shared, struct client *session, size_t length)
{
    if (session_is_closing(session)) return;
    if (session->is_ping_timed && protocol_is_plain((enum protocol)session->protocol))
        time_ping(shared, session);
    note_life(shared, session);
    if (!session_charge(shared, session, length + SESSION_MESSAGE_COST)) return;
}

void session_on_peer_close(struct client_shared *shared, struct client *session, uint16_t code)
{
    (void)shared;
    if (session_is_closing(session)) return;
    begin_closing(session, code ? (enum session_code)code : SESSION_CODE_NO_STATUS);
    link_await_end(session, CLOSE_SECONDS);
}

void session_on_due(struct client_shared *shared, struct client *session)
{
    int64_t next_ms = session->ping_ms;
    if (session_is_closing(session)) {
        hang_up(session);
        return;
    }
    if (session->state == SESSION_SILENT) {
        session_close(shared, session, SESSION_CODE_STALE);
        return;
    }
    if (session->state == SESSION_WAITING) {
        if (can_admit(shared, session, true)) {
            admit(shared, session);
            centrifuge_run(shared, session);
            return;
        }
        next_ms = shared->now_ms + TIMER_WHEEL_STEP_MS;
    } else if (session->is_blocked) {
        next_ms = session->progress_ms + STALL_MS;
        if (next_ms <= shared->now_ms) {
            session_close(shared, session, SESSION_CODE_SLOW);
            return;
        }
    } else if (session->is_pong_due) {
        session_close(shared, session, SESSION_CODE_NO_PONG);
        return;
    } else if (session->ping_ms <= shared->now_ms) {
        send_ping(shared, session);
        return;
    }
    timer_wheel_set(shared->wheel, &session->timer, next_ms);
}

void session_on_restart(struct client_shared *shared, struct client *session)
{
    static const char push[] = "{\"push\":{\"channel\":\"" PROTOCOL_CHANNEL
                               "\",\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient state\"}}}";
    /* Who has not been told anything yet, or nothing of the stream, can go on. */
    bool is_untouched = session->state == SESSION_SILENT ||
                        (session->state == SESSION_OPEN && session->subscription == SESSION_NOT_SUBSCRIBED);
    session->position = 0;
    if (is_untouched) return;
    if (session->subscription != SESSION_SUBSCRIBED_BY_CLIENT || !session_can_send(session)) {
        session_close(shared, session, SESSION_CODE_INSUFFICIENT_STATE);
        return;
    }
    size_t length;
    session->subscription = SESSION_NOT_SUBSCRIBED;
    frame_begin(&shared->reply);
    frame_append(&shared->reply, push, strlen(push));
    frame_wrap(&shared->reply, (enum protocol)session->protocol, NULL);
    const uint8_t *bytes = frame_bytes(&shared->reply, &length);
    session_send(shared, session, bytes, length);
}

void session_close(struct client_shared *shared, struct client *session, enum session_code code)
{
    if (session_is_closing(session)) return;
    begin_closing(session, code);
    timer_wheel_set(shared->wheel, &session->timer, shared->now_ms);
}

bool session_is_closing(const struct client *session)
{
    return session->state == SESSION_CLOSING;
}

void session_end(struct client_shared *shared, struct client *session)
{
    uint16_t code = session->code ? session->code : SESSION_CODE_LOST;
    timer_wheel_stop(&session->timer);
    centrifuge_end(session);
    subscription_end(shared, session);
    metrics->clients[session->protocol]--;
    metrics->closed[code < METRICS_CODES ? code : 0]++;
    log_info("client_close", "id=%" PRIu64 " code=%d duration_ms=%" PRId64 " lag=%" PRId64, session->id, code,
             shared->now_ms - session->opened_ms, lag(shared, session));
    client_table_remove(shared->table, session);
}

/* A client that knows more than we do is waited for, until `is_late`. */
static bool can_admit(const struct client_shared *shared, const struct client *session, bool is_late)
{
    if (!live_state_is_complete(shared->live)) return false;
    return is_late || !session->may_resume ||
           session->wanted_offset <= stream_top(live_state_stream(shared->live));
}

/* Tells `connected` and all that follows from there; see snapshot.h for what it promises. */
static void admit(struct client_shared *shared, struct client *session)
{
    struct live_state *live = shared->live;
    const struct stream *stream = live_state_stream(live);
    bool is_recovered = session->may_resume && stream_can_resume(stream, NULL, session->wanted_offset);
    if (session->has_request) (*(is_recovered ? &metrics->recovered : &metrics->unrecovered))++;
    int64_t known = is_recovered ? session->wanted_offset : live_state_snapshot_offset(live);
    session->state = SESSION_OPEN;
    session->position = frame_log_position(log_of(shared, session), known + 1);
    session->has_degraded_been_sent = live_state_is_degraded(live);
    session->tick = live_state_tick_serial(live);
    timer_wheel_set(shared->wheel, &session->timer, session->ping_ms);
    size_t length;
    struct parcel parcel;
    parcel.count = 0;
    const uint8_t *connected;
    enum protocol protocol = (enum protocol)session->protocol;
    if (!protocol_is_plain(protocol))
        connected = centrifuge_connected(shared, session, known, is_recovered, &length);
    else
        connected = live_state_connected_frame(live, shared->now_ms,
                                               is_recovered           ? SNAPSHOT_RECOVERED
                                               : session->has_request ? SNAPSHOT_NOT_RECOVERED
                                                                      : SNAPSHOT_NOT_ASKED,
                                               protocol, known, &length);
    add_part(&parcel, PART_REPLY, connected, length);
    if (pack(shared, session, &parcel)) deliver(shared, session, &parcel);
}

static void send_ping(struct client_shared *shared, struct client *session)
{
    struct parcel parcel;
    parcel.count = 0;
    if (!session_can_send(session)) {
        /* A pong or close frame is half out; nearly impossible, so look again soon. */
        timer_wheel_set(shared->wheel, &session->timer, shared->now_ms + TIMER_WHEEL_STEP_MS);
        return;
    }
    session->ping_ms = shared->now_ms + shared->ping_interval_ms;
    session->is_pong_due = session->is_ping_timed = !protocol_is_stream((enum protocol)session->protocol);
    timer_wheel_set(shared->wheel, &session->timer,
                    session->is_pong_due ? shared->now_ms + PONG_MS : session->ping_ms);
    if (!pack(shared, session, &parcel)) return;
    add_part(&parcel, PART_PING, pings[session->protocol].bytes, pings[session->protocol].length);
    deliver(shared, session, &parcel);
}

static const struct frame_log *log_of(const struct client_shared *shared, const struct client *session)
{
    return stream_log(live_state_stream(shared->live), (enum protocol)session->protocol);
}

/* Adds what the session lacks. False: it has fallen out of the tape, and is closed. */
static bool pack(struct client_shared *shared, struct client *session, struct parcel *parcel)
{
    size_t length;
    uint32_t tick;
    if (session->identity) pack_private(session, parcel);
    if (session->subscription == SESSION_NOT_SUBSCRIBED) return true;
    enum protocol protocol = (enum protocol)session->protocol;
    const struct frame_log *log = log_of(shared, session);
    const uint8_t *events = frame_log_read(log, session->position, &length);
    if (!events) {
        session_close(shared, session, SESSION_CODE_SLOW);
        return false;
    }
    bool is_cut = length > SEND_MAX;
    if (is_cut) length = (size_t)(frame_log_boundary(log, session->position + SEND_MAX) - session->position);
    add_events(parcel, log, &session->position, events, length);
    if (is_cut) return true;
    if (session->has_degraded_been_sent != live_state_is_degraded(shared->live)) {
        const uint8_t *degraded = live_state_degraded_frame(shared->live, protocol, &length);
        add_part(parcel, PART_DEGRADED, degraded, length);
    }
    const uint8_t *update = live_state_tick_frame(shared->live, protocol, &tick, &length);
    parcel->tick = tick;
    if (update && tick != session->tick) add_part(parcel, PART_TICK, update, length);
    return true;
}

/* What has fallen out of a private tape is subscription_flush's to see. */
static void pack_private(const struct client *session, struct parcel *parcel)
{
    const struct list *all = &session->identity->subscriptions;
    size_t count = 0;
    for (struct list *at = list_first(all); at; at = list_after(all, at)) {
        struct subscription *subscription = LIST_ITEM(at, struct subscription, of_identity);
        if (subscription->state != SUBSCRIPTION_OPEN || count == PRIVATE_MAX) continue;
        size_t length;
        const struct frame_log *log = subscription_log(subscription);
        const uint8_t *events = frame_log_read(log, subscription->position, &length);
        if (!events || length == 0) continue;
        if (length > PRIVATE_SEND_MAX)
            length = (size_t)(frame_log_boundary(log, subscription->position + PRIVATE_SEND_MAX) -
                              subscription->position);
        add_events(parcel, log, &subscription->position, events, length);
        count++;
    }
}

static void add_events(struct parcel *parcel, const struct frame_log *log, uint64_t *position,
                       const uint8_t *events, size_t length)
{
    parcel->logs[parcel->count] = log;
    parcel->positions[parcel->count] = position;
    add_part(parcel, PART_EVENTS, events, length);
}

static void add_part(struct parcel *parcel, enum part_kind kind, const void *bytes, size_t length)
{
    if (length == 0) return;
    /* sendmsg does not write to it; iovec just has no const. */
    parcel->parts[parcel->count] = (struct iovec){.iov_base = (void *)(uintptr_t)bytes, .iov_len = length};
    parcel->kinds[parcel->count++] = kind;
}

static void deliver(struct client_shared *shared, struct client *session, const struct parcel *parcel)
{
    ssize_t taken = transmit(session->fd, parcel);
    if (taken < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR && errno != ENOBUFS) {
        session_close(shared, session, SESSION_CODE_LOST);
        return;
    }
    size_t left = taken > 0 ? (size_t)taken : 0;
    metrics->sends++;
    metrics->sent_bytes += left;
    for (size_t i = 0; i < parcel->count; i++) {
        if (left >= parcel->parts[i].iov_len) {
            left -= parcel->parts[i].iov_len;
            mark_sent(shared, session, parcel, i);
            continue;
        }
        /* `connected` and replies must come first, so all of it goes in, even if the socket took nothing. */
        if ((left > 0 || parcel->kinds[i] == PART_REPLY) &&
            !hand_over_rest(shared, session, parcel, i, left)) {
            session_close(shared, session, SESSION_CODE_LOST);
            return;
        }
        block(shared, session);
        return;
    }
    /* Cut off: the rest when the loop comes round, so that one client cannot hold it. */
    if (is_behind(shared, session)) block(shared, session);
}

static bool is_behind(const struct client_shared *shared, const struct client *session)
{
    if (session->subscription != SESSION_NOT_SUBSCRIBED &&
        session->position < frame_log_end(log_of(shared, session)))
        return true;
    if (!session->identity) return false;
    const struct list *all = &session->identity->subscriptions;
    for (struct list *at = list_first(all); at; at = list_after(all, at)) {
        const struct subscription *subscription = LIST_ITEM(at, struct subscription, of_identity);
        if (subscription->state == SUBSCRIPTION_OPEN &&
            subscription->position < frame_log_end(subscription_log(subscription)))
            return true;
    }
    return false;
}

static ssize_t transmit(int fd, const struct parcel *parcel)
{
    if (parcel->count == 1)
        return send(fd, parcel->parts[0].iov_base, parcel->parts[0].iov_len, MSG_NOSIGNAL | MSG_DONTWAIT);
    struct iovec parts[PARTS_MAX];
    memcpy(parts, parcel->parts, sizeof parts);
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = parcel->count};
    return sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void mark_sent(struct client_shared *shared, struct client *session, const struct parcel *parcel,
                      size_t part)
{
    switch (parcel->kinds[part]) {
    case PART_EVENTS:
        *parcel->positions[part] += parcel->parts[part].iov_len;
        break;
    case PART_DEGRADED:
        session->has_degraded_been_sent = live_state_is_degraded(shared->live);
        break;
    case PART_TICK:
        session->tick = parcel->tick;
        break;
    case PART_REPLY:
    case PART_PING:
        break;
    }
}

/* The socket took `sent` bytes of a part: the frame in which it stopped goes to the link, whole frames behind it stay on
 * the tape. */
static bool hand_over_rest(struct client_shared *shared, struct client *session, const struct parcel *parcel,
                           size_t part, size_t sent)
{
    const uint8_t *bytes = parcel->parts[part].iov_base;
    size_t end = parcel->parts[part].iov_len;
    if (parcel->kinds[part] == PART_EVENTS) {
        uint64_t *position = parcel->positions[part];
        uint64_t boundary = frame_log_boundary(parcel->logs[part], *position + sent);
        end = (size_t)(boundary - *position);
        *position = boundary;
    } else {
        mark_sent(shared, session, parcel, part);
    }
    return end == sent || link_write(session, bytes + sent, end - sent);
}

static void block(struct client_shared *shared, struct client *session)
{
    session->is_blocked = true;
    metrics->blocked++;
    session->progress_ms = shared->now_ms;
    link_want_writable(session);
    int64_t look_ms = shared->now_ms + STALL_MS;
    if (session->ping_ms > look_ms) timer_wheel_set(shared->wheel, &session->timer, look_ms);
}

static void note_life(struct client_shared *shared, struct client *session)
{
    if (!session->is_pong_due) return;
    session->is_pong_due = false;
    timer_wheel_set(shared->wheel, &session->timer, session->ping_ms);
}

/* Centrifuge's, as its clients send it. Seen here and not where commands are obeyed: there it waits with the others while
 * the socket is full or the database away, and would tell of that. */
static bool is_pong(const struct session_piece *piece)
{
    return piece->is_first && piece->is_last && piece->is_text && piece->length == 2 &&
           memcmp(piece->bytes, "{}", 2) == 0;
}

static void time_ping(const struct client_shared *shared, struct client *session)
{
    session->is_ping_timed = false;
    metrics_observe(&metrics->ping, (shared->now_ms - (session->ping_ms - shared->ping_interval_ms)) * 1000);
}

static bool take_credit(struct client_shared *shared, struct client *session, size_t cost)
{
    uint32_t now = (uint32_t)shared->now_ms;
    int64_t credit = session->credit + (int64_t)(now - session->credit_at_ms) * CREDIT_PER_MS;
    if (credit > CREDIT_MAX) credit = CREDIT_MAX;
    session->credit_at_ms = now;
    session->credit = (int32_t)(credit - (int64_t)cost);
    return session->credit >= 0;
}

/* The session may be gone afterwards. */
static void hang_up(struct client *session)
{
    if (session->code != SESSION_CODE_LOST)
        link_say_goodbye(session, session->code, code_text((enum session_code)session->code));
    link_release(session);
}

static const char *code_text(enum session_code code)
{
    switch (code) {
    case SESSION_CODE_PROTOCOL:
        return "protocol error";
    case SESSION_CODE_TOO_BIG:
        return "message too big";
    case SESSION_CODE_SHUTDOWN:
        return "shutdown";
    case SESSION_CODE_SLOW:
        return "slow";
    case SESSION_CODE_INSUFFICIENT_STATE:
        return "insufficient state";
    case SESSION_CODE_NO_PONG:
        return "no pong";
    case SESSION_CODE_TOO_MANY:
        return "too many messages";
    case SESSION_CODE_BAD_REQUEST:
        return "bad request";
    case SESSION_CODE_STALE:
        return "stale";
    case SESSION_CODE_GOING_AWAY:
    case SESSION_CODE_NO_STATUS:
    case SESSION_CODE_LOST:
        break;
    }
    return "";
}

static void begin_closing(struct client *session, enum session_code code)
{
    session->state = SESSION_CLOSING;
    session->code = (uint16_t)code;
    timer_wheel_stop(&session->timer);
}

/* Events that the client has not been given. */
static int64_t lag(const struct client_shared *shared, const struct client *session)
{
    const struct frame_log *log = log_of(shared, session);
    return session->position == 0 ? 0 : frame_log_next(log) - frame_log_number(log, session->position);
}

/* Between half the interval and all of it, by the session's number: multiplication by an odd constant spreads
 * consecutive numbers evenly. */
static int64_t jittered(const struct client *session, int64_t interval_ms)
{
    uint64_t spread = (session->id * UINT64_C(0x9e3779b97f4a7c15)) >> 33;
    return interval_ms - (int64_t)(spread % (uint64_t)(interval_ms / 2 + 1));
}
