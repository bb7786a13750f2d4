/* SPDX-License-Identifier: MIT */
/* One connection's state machine: what comes in, what goes out, and how it ends. */
#include "net/ws_connection.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client/session.h"
#include "clock.h"
#include "log.h"
#include "loop/fd_watch.h"
#include "loop/timer_wheel.h"
#include "net/http_stream.h"
#include "net/ws_handshake.h"
#include "stream/frame.h"

/* In one turn of the loop; what is ready beyond it keeps the set readable. */
#define EVENTS 256
#define BUFFER ((size_t)16 * 1024)
#define REQUEST_MS 5000
#define CLOSING_MS 5000
#define CONTROL_MAX 125
#define KEPT_MAX (14 + CONTROL_MAX) /* a header, or a control frame, that came in part */

enum wire_state {
    WIRE_WAITING, /* for its first bytes */
    WIRE_READING, /* a request for a stream; it is collected in `rest` */
    WIRE_OPEN,    /* serves a session */
    WIRE_CLOSING, /* waits for the peer's close frame */
    WIRE_ENDING,  /* only its rest is still to go */
    WIRE_DEAD,    /* closed; freed when the batch of events is through */
};

struct wire {
    struct timer timer; /* first: the wheel gives it back */
    struct wires *set;
    struct wire *next_dead;
    struct client *session; /* OPEN: the one it serves */
    uint8_t *rest;          /* what the socket did not take */
    uint8_t *kept;          /* the beginning of what is not whole yet */
    uint64_t left;          /* of the payload of the data frame under way */
    size_t rest_length, rest_sent;
    uint32_t watched; /* for these epoll events */
    int fd;
    uint8_t mask[4];
    uint8_t kept_length, mask_at;
    uint8_t state; /* enum wire_state */
    bool is_fragmented, is_text, is_first, is_final;
    bool wants_writable;
    bool is_stream; /* no WebSocket: what comes in means nothing */
};

struct wires {
    struct wires_owner owner;
    struct client_shared *shared;
    struct timer_wheel *wheel;
    struct fd_watch watch;
    struct wire *dead;
    size_t count;
    int epoll_fd;
    uint8_t buffer[BUFFER];
};

struct frame_header {
    uint8_t opcode;
    bool is_final, is_masked, is_reserved;
    uint64_t payload;
    size_t size;
    const uint8_t *mask;
};

enum { OPCODE_CONTINUATION = 0, OPCODE_TEXT = 1, OPCODE_BINARY = 2, OPCODE_PONG = 0xa };

static void on_event(void *context, enum fd_watch_event event);
static void on_due(void *context, struct timer *timer);
static void consider(struct wire *wire, bool is_new);
static void read_request(struct wire *wire);
static void hand_over(struct wire *wire);
static void watch_for(struct wire *wire, uint32_t events);
static void on_writable(struct wire *wire);
static bool send_rest(struct wire *wire);
static void receive(struct wire *wire);
static size_t take_frame(struct wire *wire, uint8_t *bytes, size_t length);
static bool read_header(const uint8_t *bytes, size_t length, struct frame_header *header);
static bool is_legal(const struct wire *wire, const struct frame_header *header);
static size_t take_payload(struct wire *wire, uint8_t *bytes, size_t length);
static void take_control(struct wire *wire, uint8_t opcode, const uint8_t *payload, size_t length);
static void take_close(struct wire *wire, const uint8_t *payload, size_t length);
static bool is_sendable(unsigned code);
static void keep(struct wire *wire, const uint8_t *bytes, size_t length);
static void lose(struct wire *wire);
static void destroy(struct wire *wire);
static void free_dead(struct wires *wires);

struct wires *wires_new(struct lws_vhost *vhost, struct wires_owner owner)
{
    struct wires *wires = calloc(1, sizeof *wires);
    if (!wires) fatal("reason=\"out of memory\"");
    wires->owner = owner;
    wires->wheel = timer_wheel_new(clock_mono_ms());
    wires->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (wires->epoll_fd < 0 || !fd_watch_open(&wires->watch, vhost, wires->epoll_fd, on_event, wires))
        die("reason=\"no descriptor for clients\"");
    return wires;
}

void wires_start(struct wires *wires, struct client_shared *shared)
{
    wires->shared = shared;
}

void wires_take(struct wires *wires, int fd)
{
    struct wire *wire = calloc(1, sizeof *wire);
    if (!wire) {
        log_warn("accept_failed", "reason=\"out of memory\"");
        (void)close(fd);
        wires->owner.on_gone(wires->owner.context);
        return;
    }
    *wire = (struct wire){.set = wires, .fd = fd, .state = WIRE_WAITING};
    wires->count++;
    consider(wire, true);
}

void wires_turn(struct wires *wires, int64_t now_ms)
{
    timer_wheel_tick(wires->wheel, now_ms, on_due, wires);
    free_dead(wires);
}

size_t wires_count(const struct wires *wires)
{
    return wires->count;
}

bool wire_open(struct wire *wire, const struct head *head, struct client *session)
{
    char answer[HEAD_ANSWER_MAX];
    size_t length = head_answer(answer, head->key);
    /* A plain client is told `connected` next: with MSG_MORE both make one packet. (Where it must wait for that, the
     * kernel lets the answer go after 200 ms.) Anybody else speaks first, so must not be kept waiting. */
    int more = head->request.protocol == PROTOCOL_PLAIN ? MSG_MORE : 0;
    if (recv(wire->fd, wire->set->buffer, head->length, MSG_DONTWAIT) != (ssize_t)head->length ||
        send(wire->fd, answer, length, MSG_NOSIGNAL | MSG_DONTWAIT | more) != (ssize_t)length)
        return false;
    timer_wheel_stop(&wire->timer);
    wire->state = WIRE_OPEN;
    wire->session = session;
    watch_for(wire, EPOLLIN);
    return true;
}

bool wire_open_stream(struct wire *wire, const char *head, struct client *session)
{
    size_t length = strlen(head);
    if (send(wire->fd, head, length, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)length) return false;
    timer_wheel_stop(&wire->timer);
    wire->state = WIRE_OPEN;
    wire->is_stream = true;
    wire->session = session;
    return true;
}

void wire_answer(struct wire *wire, const char *answer, size_t length)
{
    wire->state = WIRE_ENDING;
    if (!wire_write(wire, (const uint8_t *)answer, length) || !wire->rest) destroy(wire);
}

void wire_end(struct wire *wire)
{
    wire->state = WIRE_ENDING;
}

int wire_fd(const struct wire *wire)
{
    return wire->fd;
}

bool wire_has_rest(const struct wire *wire)
{
    return wire->rest != NULL;
}

bool wire_write(struct wire *wire, const uint8_t *bytes, size_t length)
{
    ssize_t sent = 0;
    if (length == 0) return true;
    if (!wire->rest) {
        sent = send(wire->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR && errno != ENOBUFS)
            return false;
        if (sent < 0) sent = 0;
        if ((size_t)sent == length) return true;
    }
    size_t kept = wire->rest_length - wire->rest_sent, added = length - (size_t)sent;
    uint8_t *rest = malloc(kept + added);
    if (!rest) fatal("reason=\"out of memory\"");
    if (wire->rest) memcpy(rest, wire->rest + wire->rest_sent, kept);
    memcpy(rest + kept, bytes + sent, added);
    free(wire->rest);
    wire->rest = rest;
    wire->rest_length = kept + added;
    wire->rest_sent = 0;
    watch_for(wire, wire->watched | EPOLLOUT);
    return true;
}

void wire_want_writable(struct wire *wire)
{
    wire->wants_writable = true;
    watch_for(wire, wire->watched | EPOLLOUT);
}

void wire_release(struct wire *wire)
{
    struct client *session = wire->session;
    bool is_lost = session->code == 0 || session->code == SESSION_CODE_LOST;
    wire->session = NULL;
    wire->wants_writable = false;
    wire->set->owner.on_end(wire->set->owner.context, session);
    if (wire->is_stream) wire->state = WIRE_ENDING;
    if (is_lost || (wire->state == WIRE_ENDING && !wire->rest)) {
        destroy(wire);
        return;
    }
    if (wire->state == WIRE_OPEN) wire->state = WIRE_CLOSING;
    timer_wheel_set(wire->set->wheel, &wire->timer, clock_mono_ms() + CLOSING_MS);
}

static void on_event(void *context, enum fd_watch_event event)
{
    struct wires *wires = context;
    struct epoll_event events[EVENTS];
    if (event == FD_WATCH_BROKEN) fatal("reason=\"the clients' epoll set broke\"");
    free_dead(wires);
    int count = epoll_wait(wires->epoll_fd, events, EVENTS, 0);
    if (count > 0) wires->shared->now_ms = clock_mono_ms();
    for (int i = 0; i < count; i++) {
        struct wire *wire = events[i].data.ptr;
        if (wire->state == WIRE_WAITING) {
            consider(wire, false);
            continue;
        }
        if (wire->state == WIRE_READING) {
            read_request(wire);
            continue;
        }
        if (events[i].events & EPOLLOUT && wire->state != WIRE_DEAD) on_writable(wire);
        if (events[i].events & ~(uint32_t)EPOLLOUT && wire->state != WIRE_DEAD) receive(wire);
    }
}

static void on_due(void *context, struct timer *timer)
{
    (void)context;
    destroy((struct wire *)timer);
}

/* Looks at the first bytes without taking them. */
static void consider(struct wire *wire, bool is_new)
{
    struct wires *wires = wire->set;
    ssize_t length = recv(wire->fd, wires->buffer, BUFFER, MSG_PEEK | MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) {
        if (is_new) {
            watch_for(wire, EPOLLIN);
            timer_wheel_set(wires->wheel, &wire->timer, clock_mono_ms() + REQUEST_MS);
        }
        return;
    }
    if (length <= 0) {
        destroy(wire);
        return;
    }
    if (wires->owner.on_request(wires->owner.context, wire, wire->fd, (const char *)wires->buffer,
                                (size_t)length) ||
        wire->state != WIRE_WAITING)
        return;
    if (!fallback_is_ours((const char *)wires->buffer, (size_t)length)) {
        hand_over(wire);
        return;
    }
    wire->state = WIRE_READING;
    if (is_new) timer_wheel_set(wires->wheel, &wire->timer, clock_mono_ms() + REQUEST_MS);
    watch_for(wire, EPOLLIN);
    read_request(wire);
}

/* It may come in pieces. */
static void read_request(struct wire *wire)
{
    struct wires *wires = wire->set;
    struct fallback fallback;
    char answer[FALLBACK_ANSWER_MAX];
    size_t length = wire->rest_length;
    if (length > 0) memcpy(wires->buffer, wire->rest, length);
    ssize_t received = recv(wire->fd, wires->buffer + length, BUFFER - length, MSG_DONTWAIT);
    if (received < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (received <= 0) {
        destroy(wire);
        return;
    }
    free(wire->rest);
    wire->rest = NULL;
    wire->rest_length = 0;
    length += (size_t)received;
    int status = fallback_parse((const char *)wires->buffer, length, &fallback);
    if (status == 0 && length < BUFFER) {
        wire->rest = malloc(length);
        if (!wire->rest) fatal("reason=\"out of memory\"");
        memcpy(wire->rest, wires->buffer, length);
        wire->rest_length = length;
        return;
    }
    if (status == 200) status = wires->owner.on_fallback(wires->owner.context, wire, wire->fd, &fallback);
    if (status != 200) wire_answer(wire, answer, fallback_answer(answer, status ? status : 431));
}

static void hand_over(struct wire *wire)
{
    struct wires *wires = wire->set;
    int fd = wire->fd;
    if (wire->watched) (void)epoll_ctl(wires->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
    wire->fd = -1;
    destroy(wire);
    wires->owner.on_stranger(wires->owner.context, fd);
}

static void watch_for(struct wire *wire, uint32_t events)
{
    if (wire->watched == events) return;
    struct epoll_event event = {.events = events, .data = {.ptr = wire}};
    int operation = wire->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    if (epoll_ctl(wire->set->epoll_fd, operation, wire->fd, &event) != 0) fatal("reason=\"epoll_ctl: %m\"");
    wire->watched = events;
}

static void on_writable(struct wire *wire)
{
    struct client_shared *shared = wire->set->shared;
    if (wire->rest && !send_rest(wire)) return;
    watch_for(wire, EPOLLIN);
    if (wire->state == WIRE_ENDING) {
        destroy(wire);
        return;
    }
    if (!wire->wants_writable) return;
    wire->wants_writable = false;
    session_on_writable(shared, wire->session);
}

/* True: nothing is left. False: more is, or the connection is lost. */
static bool send_rest(struct wire *wire)
{
    ssize_t sent = send(wire->fd, wire->rest + wire->rest_sent, wire->rest_length - wire->rest_sent,
                        MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR && errno != ENOBUFS) lose(wire);
        return false;
    }
    wire->rest_sent += (size_t)sent;
    if (wire->rest_sent < wire->rest_length) return false;
    free(wire->rest);
    wire->rest = NULL;
    wire->rest_length = wire->rest_sent = 0;
    return true;
}

static void receive(struct wire *wire)
{
    struct wires *wires = wire->set;
    size_t length = wire->kept_length, at = 0;
    if (length > 0) memcpy(wires->buffer, wire->kept, length);
    ssize_t received = recv(wire->fd, wires->buffer + length, BUFFER - length, MSG_DONTWAIT);
    if (received < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (received <= 0) {
        lose(wire);
        return;
    }
    if (wire->is_stream) return;
    free(wire->kept);
    wire->kept = NULL;
    wire->kept_length = 0;
    length += (size_t)received;
    while (at < length && (wire->state == WIRE_OPEN || wire->state == WIRE_CLOSING)) {
        size_t used = take_frame(wire, wires->buffer + at, length - at);
        if (wire->session && wire->state == WIRE_ENDING) wire_release(wire);
        if (used == 0) {
            keep(wire, wires->buffer + at, length - at);
            return;
        }
        at += used;
    }
}

/* Returns the bytes used; 0 when more are needed first. */
static size_t take_frame(struct wire *wire, uint8_t *bytes, size_t length)
{
    struct frame_header header;
    if (wire->left > 0) return take_payload(wire, bytes, length);
    if (!read_header(bytes, length, &header)) return 0;
    if (!is_legal(wire, &header)) {
        if (wire->session)
            session_close(wire->set->shared, wire->session, SESSION_CODE_PROTOCOL);
        else
            destroy(wire);
        return length;
    }
    memcpy(wire->mask, header.mask, sizeof wire->mask);
    wire->mask_at = 0;
    if (header.opcode >= FRAME_CLOSE) {
        size_t payload = (size_t)header.payload;
        if (length - header.size < payload) return 0;
        for (size_t i = 0; i < payload; i++)
            bytes[header.size + i] ^= wire->mask[i & 3];
        take_control(wire, header.opcode, bytes + header.size, payload);
        return header.size + payload;
    }
    if (header.opcode != OPCODE_CONTINUATION) {
        wire->is_text = header.opcode == OPCODE_TEXT;
        wire->is_first = true;
    }
    wire->is_final = header.is_final;
    wire->is_fragmented = !header.is_final;
    wire->left = header.payload;
    if (wire->left == 0) (void)take_payload(wire, bytes + header.size, 0);
    return header.size;
}

/* False: it has not come as a whole. */
static bool read_header(const uint8_t *bytes, size_t length, struct frame_header *header)
{
    if (length < 2) return false;
    size_t extended = (bytes[1] & 0x7f) == 126 ? 2 : (bytes[1] & 0x7f) == 127 ? 8 : 0;
    *header = (struct frame_header){.opcode = bytes[0] & 0xf,
                                    .is_final = bytes[0] & 0x80,
                                    .is_reserved = bytes[0] & 0x70,
                                    .is_masked = bytes[1] & 0x80,
                                    .payload = bytes[1] & 0x7f,
                                    .size = 2 + extended + 4,
                                    .mask = bytes + 2 + extended};
    /* A server of its own kind would not mask: no need to wait for a mask that will not come. */
    if (!header->is_masked) return true;
    if (length < header->size) return false;
    if (extended > 0) header->payload = 0;
    for (size_t i = 0; i < extended; i++)
        header->payload = header->payload << 8 | bytes[2 + i];
    return true;
}

static bool is_legal(const struct wire *wire, const struct frame_header *header)
{
    if (!header->is_masked || header->is_reserved || header->payload >> 63) return false;
    if (header->opcode >= FRAME_CLOSE)
        return header->opcode <= OPCODE_PONG && header->is_final && header->payload <= CONTROL_MAX;
    if (header->opcode == OPCODE_CONTINUATION) return wire->is_fragmented;
    return header->opcode <= OPCODE_BINARY && !wire->is_fragmented;
}

static size_t take_payload(struct wire *wire, uint8_t *bytes, size_t length)
{
    size_t piece = wire->left < length ? (size_t)wire->left : length;
    for (size_t i = 0; i < piece; i++)
        bytes[i] ^= wire->mask[(wire->mask_at + i) & 3];
    wire->mask_at = (uint8_t)((wire->mask_at + piece) & 3);
    wire->left -= piece;
    if (wire->session)
        session_on_receive(wire->set->shared, wire->session,
                           &(struct session_piece){.bytes = bytes,
                                                   .length = piece,
                                                   .remaining = (size_t)wire->left,
                                                   .is_first = wire->is_first,
                                                   .is_last = wire->left == 0 && wire->is_final,
                                                   .is_text = wire->is_text});
    wire->is_first = false;
    return piece;
}

static void take_control(struct wire *wire, uint8_t opcode, const uint8_t *payload, size_t length)
{
    uint8_t pong[2 + CONTROL_MAX] = {0x80 | OPCODE_PONG, (uint8_t)length};
    if (opcode == FRAME_CLOSE) {
        take_close(wire, payload, length);
        return;
    }
    if (!wire->session) return;
    if (opcode == OPCODE_PONG) {
        session_on_pong(wire->set->shared, wire->session, length);
        return;
    }
    if (!session_charge(wire->set->shared, wire->session, length + SESSION_MESSAGE_COST)) return;
    /* A client that does not read its pongs gets no more of them. */
    if (wire->rest) return;
    if (length > 0) memcpy(pong + 2, payload, length);
    if (!wire_write(wire, pong, 2 + length))
        session_close(wire->set->shared, wire->session, SESSION_CODE_LOST);
}

/* The peer's close frame: an answer to ours, or answered here. Then the wire has done its work. */
static void take_close(struct wire *wire, const uint8_t *payload, size_t length)
{
    unsigned code = length >= 2 ? (unsigned)payload[0] << 8 | payload[1] : 0;
    if (!wire->session) {
        destroy(wire);
        return;
    }
    unsigned answered = length == 0 || is_sendable(code) ? code : SESSION_CODE_PROTOCOL;
    const uint8_t answer[] = {0x80 | FRAME_CLOSE, length > 0 ? 2 : 0, (uint8_t)(answered >> 8),
                              (uint8_t)answered};
    wire->state = WIRE_ENDING;
    session_on_peer_close(wire->set->shared, wire->session, (uint16_t)code);
    if (!wire_write(wire, answer, 2 + (size_t)answer[1])) return; /* then the end is near anyway */
}

/* RFC 6455, 7.4. */
static bool is_sendable(unsigned code)
{
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
           (code >= 3000 && code <= 4999);
}

static void keep(struct wire *wire, const uint8_t *bytes, size_t length)
{
    if (wire->state == WIRE_DEAD) return;
    if (length > KEPT_MAX) fatal("reason=\"more kept than a control frame\" bytes=%zu", length);
    wire->kept = malloc(length);
    if (!wire->kept) fatal("reason=\"out of memory\"");
    memcpy(wire->kept, bytes, length);
    wire->kept_length = (uint8_t)length;
}

/* The connection is gone without a goodbye. */
static void lose(struct wire *wire)
{
    if (wire->session)
        wire_release(wire);
    else
        destroy(wire);
}

static void destroy(struct wire *wire)
{
    struct wires *wires = wire->set;
    timer_wheel_stop(&wire->timer);
    if (wire->fd >= 0) (void)close(wire->fd);
    free(wire->rest);
    free(wire->kept);
    wire->rest = wire->kept = NULL;
    wire->fd = -1;
    wire->state = WIRE_DEAD;
    wire->next_dead = wires->dead;
    wires->dead = wire;
    wires->count--;
    wires->owner.on_gone(wires->owner.context);
}

/* Events that were fetched before the end may still name it. */
static void free_dead(struct wires *wires)
{
    while (wires->dead) {
        struct wire *wire = wires->dead;
        wires->dead = wire->next_dead;
        free(wire);
    }
}
