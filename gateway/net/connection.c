/* SPDX-License-Identifier: MIT */
/* Owns the sockets: their epoll set, their requests, what is pending, and the ends they come to. */
#include "net/connection.h"

#include <errno.h>
#include <linux/sockios.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "loop/fd_watch.h"

/* In one turn of the loop; what is ready beyond it keeps the set readable. */
#define EVENTS 256
#define REQUEST_MS 5000
#define CLOSING_MS 5000
/* Who reads slowly what comes before our goodbye gets that time again, so often. */
#define DELAYS_MAX 12
#define LINGER_MS 2000

/* A request stays in the socket until it is whole: the edge tells of each piece, the level would tell for ever. */
#define REQUEST_EVENTS (EPOLLIN | EPOLLRDHUP | EPOLLET)

struct connections {
    struct connections_owner owner;
    struct timer_wheel *wheel;
    struct fd_watch watch;
    struct connection *dead;
    size_t count;
    int epoll_fd;
    struct http_request request; /* the one being looked at */
    uint8_t buffer[CONNECTION_BUFFER];
};

static void on_event(void *context, enum fd_watch_event event);
static void on_due(void *context, struct timer *timer);
static void peek_request(struct connection *connection, bool is_ended);
static void watch_for(struct connection *connection, uint32_t events);
static void on_writable(struct connection *connection);
static bool flush_pending(struct connection *connection);
static void end_output(struct connection *connection);
static bool is_temporary(int error);
static void set_state(struct connection *connection, enum connection_state state);
static void free_dead(struct connections *connections);

struct connections *connections_new(struct lws_vhost *vhost, struct connections_owner owner)
{
    struct connections *connections = calloc(1, sizeof *connections);
    if (!connections) fatal("reason=\"out of memory\"");
    connections->owner = owner;
    connections->wheel = timer_wheel_new(clock_mono_ms());
    connections->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (connections->epoll_fd < 0 ||
        !fd_watch_open(&connections->watch, vhost, connections->epoll_fd, on_event, connections))
        die("reason=\"no descriptor for clients\"");
    return connections;
}

void connections_accept(struct connections *connections, int fd)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) {
        log_warn("accept_failed", "reason=\"out of memory\"");
        (void)close(fd);
        connections->owner.on_gone(connections->owner.context);
        return;
    }
    *connection = (struct connection){.set = connections, .fd = fd, .state = CONNECTION_REQUEST};
    connections->count++;
    peek_request(connection, false);
}

void connections_tick(struct connections *connections, int64_t now_ms)
{
    timer_wheel_tick(connections->wheel, now_ms, on_due, connections);
    free_dead(connections);
}

size_t connections_count(const struct connections *connections)
{
    return connections->count;
}

bool connection_open(struct connection *connection, const struct connection_kind *kind, void *owner,
                     const char *response, bool is_more_coming)
{
    struct connections *connections = connection->set;
    size_t taken = connections->request.length, length = strlen(response);
    int flags = MSG_NOSIGNAL | MSG_DONTWAIT | (is_more_coming ? MSG_MORE : 0);
    if (recv(connection->fd, connections->buffer, taken, MSG_DONTWAIT) != (ssize_t)taken ||
        send(connection->fd, response, length, flags) != (ssize_t)length) {
        connection_destroy(connection);
        return false;
    }
    timer_wheel_stop(&connection->timer);
    connection->state = CONNECTION_OPEN;
    connection->kind = kind;
    connection->owner = owner;
    watch_for(connection, EPOLLIN);
    return true;
}

void connection_answer(struct connection *connection, enum http_answer answer, const char *lines)
{
    char response[HTTP_RESPONSE_MAX];
    size_t length = http_response_print(response, answer, lines, connection->set->request.is_head);
    if (connection_send(connection, (const uint8_t *)response, length))
        set_state(connection, CONNECTION_ENDING);
    else
        connection_destroy(connection);
}

int connection_fd(const struct connection *connection)
{
    return connection->fd;
}

bool connection_has_pending(const struct connection *connection)
{
    return connection->pending_output != NULL;
}

ssize_t connection_offer(struct connection *connection, const struct iovec *parts, size_t count)
{
    const struct msghdr message = {.msg_iov = (struct iovec *)(uintptr_t)parts, .msg_iovlen = count};
    ssize_t taken = count == 1
                        ? send(connection->fd, parts->iov_base, parts->iov_len, MSG_NOSIGNAL | MSG_DONTWAIT)
                        : sendmsg(connection->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (taken < 0) return is_temporary(errno) ? 0 : -1;
    connection->given += (uint32_t)taken;
    return taken;
}

bool connection_send(struct connection *connection, const uint8_t *bytes, size_t length)
{
    ssize_t sent = 0;
    if (length == 0) return true;
    if (!connection->pending_output) {
        sent = send(connection->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && !is_temporary(errno)) return false;
        if (sent < 0) sent = 0;
        connection->given += (uint32_t)sent;
        if ((size_t)sent == length) return true;
    }
    size_t kept = connection->pending_length - connection->pending_sent, added = length - (size_t)sent;
    uint8_t *pending = malloc(kept + added);
    if (!pending) fatal("reason=\"out of memory\"");
    if (connection->pending_output)
        memcpy(pending, connection->pending_output + connection->pending_sent, kept);
    memcpy(pending + kept, bytes + sent, added);
    free(connection->pending_output);
    connection->pending_output = pending;
    connection->pending_length = (uint32_t)(kept + added);
    connection->pending_sent = 0;
    watch_for(connection, EPOLLIN | EPOLLOUT);
    return true;
}

void connection_want_writable(struct connection *connection)
{
    connection->wants_writable = true;
    watch_for(connection, EPOLLIN | EPOLLOUT);
}

/* A unix socket counts its own overhead among what waits: then less seems to be taken, until it is. */
bool connection_is_being_read(struct connection *connection)
{
    int waiting = 0;
    if (ioctl(connection->fd, SIOCOUTQ, &waiting) != 0) return false;
    uint32_t taken = connection->given - (uint32_t)waiting, before = connection->taken;
    connection->taken = taken;
    return waiting > 0 && (int32_t)(taken - before) > 0;
}

void connection_close(struct connection *connection, uint16_t code, const char *reason)
{
    connection->owner = NULL;
    if (code == CONNECTION_LOST)
        connection_destroy(connection);
    else
        connection->kind->close(connection, code, reason);
}

void connection_received(struct connection *connection, const struct ws_event *piece)
{
    const struct connections_owner *owner = &connection->set->owner;
    if (connection->owner) owner->events->received(owner->events_context, connection->owner, piece);
}

bool connection_pinged(struct connection *connection, size_t length)
{
    const struct connections_owner *owner = &connection->set->owner;
    return connection->owner && owner->events->pinged(owner->events_context, connection->owner, length);
}

void connection_ponged(struct connection *connection, size_t length)
{
    const struct connections_owner *owner = &connection->set->owner;
    if (connection->owner) owner->events->ponged(owner->events_context, connection->owner, length);
}

uint8_t *connection_buffer(const struct connection *connection)
{
    return connection->set->buffer;
}

size_t connection_read(struct connection *connection, size_t offset)
{
    uint8_t *buffer = connection->set->buffer;
    ssize_t received = recv(connection->fd, buffer + offset, CONNECTION_BUFFER - offset, MSG_DONTWAIT);
    if (received > 0) return (size_t)received;
    if (received == 0 || !is_temporary(errno)) {
        connection_leave_owner(connection, CONNECTION_LOST, CONNECTION_ENDING);
        connection_destroy(connection);
    }
    return 0;
}

void connection_leave_owner(struct connection *connection, uint16_t code, enum connection_state state)
{
    const struct connections_owner *set_owner = &connection->set->owner;
    void *owner = connection->owner;
    connection->owner = NULL;
    set_state(connection, state);
    if (owner) set_owner->events->closed(set_owner->events_context, owner, code);
}

void connection_destroy(struct connection *connection)
{
    struct connections *connections = connection->set;
    timer_wheel_stop(&connection->timer);
    (void)close(connection->fd);
    free(connection->pending_output);
    free(connection->reader.partial_frame);
    free(connection->deflated);
    connection->pending_output = connection->reader.partial_frame = NULL;
    connection->deflated = NULL;
    connection->fd = -1;
    connection->state = CONNECTION_DEAD;
    connection->next_dead = connections->dead;
    connections->dead = connection;
    connections->count--;
    connections->owner.on_gone(connections->owner.context);
}

static void on_event(void *context, enum fd_watch_event event)
{
    struct connections *connections = context;
    struct epoll_event events[EVENTS];
    if (event == FD_WATCH_BROKEN) fatal("reason=\"the clients' epoll set broke\"");
    free_dead(connections);
    int count = epoll_wait(connections->epoll_fd, events, EVENTS, 0);
    for (int i = 0; i < count; i++) {
        struct connection *connection = events[i].data.ptr;
        uint32_t happened = events[i].events;
        if (connection->state == CONNECTION_REQUEST) {
            peek_request(connection, happened & (EPOLLRDHUP | EPOLLHUP | EPOLLERR));
            continue;
        }
        if (happened & EPOLLOUT && connection->state != CONNECTION_DEAD) on_writable(connection);
        if (happened & ~(uint32_t)EPOLLOUT && connection->state != CONNECTION_DEAD) {
            if (connection->kind)
                connection->kind->receive(connection);
            else
                (void)connection_read(connection, 0); /* behind a request that is answered: nobody's */
        }
    }
}

static void on_due(void *context, struct timer *timer)
{
    struct connections *connections = context;
    struct connection *connection = (struct connection *)timer;
    bool has_more = connection->state == CONNECTION_CLOSING || connection->pending_output;
    if (has_more && connection->delays < DELAYS_MAX && connection_is_being_read(connection)) {
        connection->delays++;
        timer_wheel_set(connections->wheel, timer, clock_mono_ms() + CLOSING_MS);
        return;
    }
    connection_destroy(connection);
}

/* Looks at the first bytes without taking them. is_ended: no more will come. */
static void peek_request(struct connection *connection, bool is_ended)
{
    struct connections *connections = connection->set;
    enum http_answer answer;
    ssize_t length = recv(connection->fd, connections->buffer, CONNECTION_BUFFER, MSG_PEEK | MSG_DONTWAIT);
    if (length == 0 || (length < 0 && !is_temporary(errno))) {
        connection_destroy(connection);
        return;
    }
    enum http_request_result result = HTTP_REQUEST_PARTIAL;
    if (length > 0)
        result = http_request_parse(&connections->request, (const char *)connections->buffer, (size_t)length,
                                    &answer);
    switch (result) {
    case HTTP_REQUEST_WHOLE:
        connections->owner.on_request(connections->owner.context, connection, &connections->request);
        return;
    case HTTP_REQUEST_REFUSED:
        connection_answer(connection, answer, "");
        return;
    case HTTP_REQUEST_PARTIAL:
        break;
    }
    if (is_ended) {
        connection_destroy(connection);
        return;
    }
    watch_for(connection, REQUEST_EVENTS);
    if (!timer_wheel_is_set(&connection->timer))
        timer_wheel_set(connections->wheel, &connection->timer, clock_mono_ms() + REQUEST_MS);
}

static void watch_for(struct connection *connection, uint32_t events)
{
    if (connection->watched == events) return;
    struct epoll_event event = {.events = events, .data = {.ptr = connection}};
    int operation = connection->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    if (epoll_ctl(connection->set->epoll_fd, operation, connection->fd, &event) != 0)
        fatal("reason=\"epoll_ctl: %m\"");
    connection->watched = events;
}

static void on_writable(struct connection *connection)
{
    if (connection->pending_output && !flush_pending(connection)) return;
    watch_for(connection, EPOLLIN);
    if (connection->state == CONNECTION_ENDING) {
        end_output(connection);
        return;
    }
    if (!connection->wants_writable || !connection->owner) return;
    connection->wants_writable = false;
    connection->set->owner.events->writable(connection->set->owner.events_context, connection->owner);
}

/* True: nothing is left. False: more is, or the connection is lost. */
static bool flush_pending(struct connection *connection)
{
    ssize_t sent = send(connection->fd, connection->pending_output + connection->pending_sent,
                        connection->pending_length - connection->pending_sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
        if (is_temporary(errno)) return false;
        connection_leave_owner(connection, CONNECTION_LOST, CONNECTION_CLOSING);
        connection_destroy(connection);
        return false;
    }
    connection->given += (uint32_t)sent;
    connection->pending_sent += (uint32_t)sent;
    if (connection->pending_sent < connection->pending_length) return false;
    free(connection->pending_output);
    connection->pending_output = NULL;
    connection->pending_length = connection->pending_sent = 0;
    return true;
}

/* The peer hears the end behind all that was said. Its own is waited for: closed with bytes of its unread, the connection
 * would be reset, and what was said last might be lost. */
static void end_output(struct connection *connection)
{
    (void)shutdown(connection->fd, SHUT_WR);
    watch_for(connection, EPOLLIN);
    timer_wheel_set(connection->set->wheel, &connection->timer, clock_mono_ms() + LINGER_MS);
}

static bool is_temporary(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR || error == ENOBUFS;
}

/* CLOSING or ENDING, for CLOSING_MS as long as the peer takes no bytes. */
static void set_state(struct connection *connection, enum connection_state state)
{
    struct connections *connections = connection->set;
    connection->state = (uint8_t)state;
    (void)connection_is_being_read(connection);
    if (state == CONNECTION_ENDING && !connection->pending_output)
        end_output(connection);
    else
        timer_wheel_set(connections->wheel, &connection->timer, clock_mono_ms() + CLOSING_MS);
}

/* Events that were fetched before the end may still name it. */
static void free_dead(struct connections *connections)
{
    while (connections->dead) {
        struct connection *connection = connections->dead;
        connections->dead = connection->next_dead;
        free(connection);
    }
}
