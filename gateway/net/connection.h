/* SPDX-License-Identifier: MIT */
/* A client's socket from accept to close, and the one seam between it and what speaks on it.
 *
 *   downwards   connection_offer, connection_send, connection_want_writable, connection_close
 *   upwards     struct connection_events: received, pinged, ponged, writable, closed
 *
 * A connection waits for its request (http_request.h), which is looked at without being taken, until it is whole; it is
 * then answered and ended, or opened for an owner. What the
 * socket does not take of connection_send is kept, and whatever is sent later goes behind it; connection_offer is for who
 * keeps the rest. So messages never mix.
 *
 * The sockets lie in an epoll set of their own, which hangs in libwebsockets' loop. */
#ifndef HIPPO_GATEWAY_NET_CONNECTION_H
#define HIPPO_GATEWAY_NET_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "loop/timer_wheel.h"
#include "net/http_request.h"
#include "net/ws_reader.h"

struct connection;
struct connections;
struct lws_vhost;
struct ws_deflated;

#define CONNECTION_LOST 1006 /* RFC 6455's code of a connection that ended without a close frame */

/* What the owner of an open connection is told. It may call connection_send and connection_want_writable in there, but not
 * connection_close. */
struct connection_events {
    /* A piece of a message. */
    void (*received)(void *context, void *owner, const struct ws_event *piece);
    /* A ping of `length` bytes. False: it is not to be answered. */
    bool (*pinged)(void *context, void *owner, size_t length);
    void (*ponged)(void *context, void *owner, size_t length);
    /* Once after each connection_want_writable. */
    void (*writable)(void *context, void *owner);
    /* The peer has closed it (its code, 0 if it gave none), broken the protocol (what it was told), or is gone
     * (CONNECTION_LOST). The owner must not use the connection again. */
    void (*closed)(void *context, void *owner, uint16_t code);
};

/* How a kind of connection reads, and says goodbye: ws_connection.h, http_stream.h. */
struct connection_kind {
    void (*receive)(struct connection *connection);
    void (*close)(struct connection *connection, uint16_t code, const char *reason);
};

struct connections_owner {
    /* A request is whole: has to be answered by connection_open or connection_answer. */
    void (*on_request)(void *context, struct connection *connection, const struct http_request *request);
    /* A connection is no more. */
    void (*on_gone)(void *context);
    void *context;
    const struct connection_events *events;
    void *events_context;
};

struct connections *connections_new(struct lws_vhost *vhost, struct connections_owner owner);

/* Takes a socket that has just been accepted. */
void connections_accept(struct connections *connections, int fd);

/* Call about every 100 ms. */
void connections_tick(struct connections *connections, int64_t now_ms);

/* How many there are, those included that wait for the end of a closing handshake. */
size_t connections_count(const struct connections *connections);

/* --- For on_request ------------------------------------------------------------------------------------------- */

/* Sends `response`, and serves `owner` from now on. `is_more_coming`: the owner sends more at once. False: the connection
 * is lost, and gone. */
bool connection_open(struct connection *connection, const struct connection_kind *kind, void *owner,
                     const char *response, bool is_more_coming) __attribute__((warn_unused_result));

/* Sends this, with more header lines ("": none), and ends the connection. */
void connection_answer(struct connection *connection, enum http_answer answer, const char *lines);

/* --- For the owner -------------------------------------------------------------------------------------------- */

/* To ask who the peer is. */
int connection_fd(const struct connection *connection);

/* Is something still to go before anything may be offered? */
bool connection_has_pending(const struct connection *connection);

/* Offers bytes to the socket, only while nothing is pending. Returns how many it took; -1: the connection is lost. */
ssize_t connection_offer(struct connection *connection, const struct iovec *parts, size_t count)
    __attribute__((warn_unused_result));

/* Sends it all, now or as soon as the socket takes it. False: the connection is lost. */
bool connection_send(struct connection *connection, const uint8_t *bytes, size_t length)
    __attribute__((warn_unused_result));

void connection_want_writable(struct connection *connection);

/* Has the peer's side taken bytes since this was asked last, and has not all that was sent yet? */
bool connection_is_being_read(struct connection *connection);

/* Says goodbye behind all that is still to go (CONNECTION_LOST: says nothing). The owner hears no more of it, and must
 * not use the connection again. */
void connection_close(struct connection *connection, uint16_t code, const char *reason);

/* --- For the kinds -------------------------------------------------------------------------------------------- */

enum connection_state {
    CONNECTION_REQUEST, /* its request is not whole */
    CONNECTION_OPEN,    /* serves an owner */
    CONNECTION_CLOSING, /* waits for the peer's close frame */
    CONNECTION_ENDING,  /* only what is pending is still to go, then the peer's end is waited for */
    CONNECTION_DEAD,    /* closed; freed when the batch of events is through */
};

struct connection {
    struct timer timer; /* first: the wheel gives it back */
    struct connections *set;
    const struct connection_kind *kind;
    union {
        void *owner;                  /* NULL: none, or no more */
        struct connection *next_dead; /* DEAD */
    };
    uint8_t *pending_output;      /* what the socket did not take */
    struct ws_deflated *deflated; /* of a deflated message that has come in part */
    struct ws_reader reader;
    uint32_t pending_length, pending_sent;
    uint32_t given,
        taken; /* bytes: what the socket got; what of it the peer's side had when that was asked last */
    uint32_t watched; /* for these epoll events */
    int fd;
    uint8_t state;  /* enum connection_state */
    uint8_t delays; /* of its end, because the peer still reads */
    bool wants_writable;
};

/* Passed on to the owner, if there is one. */
void connection_received(struct connection *connection, const struct ws_event *piece);
bool connection_pinged(struct connection *connection, size_t length);
void connection_ponged(struct connection *connection, size_t length);

/* Reads behind the first `offset` bytes of the buffer that all connections share. Returns the bytes read; 0: none, and
 * when there will be none any more, the connection has ended. */
#define CONNECTION_BUFFER (HTTP_HEAD_MAX + HTTP_BODY_MAX)
uint8_t *connection_buffer(const struct connection *connection);
size_t connection_read(struct connection *connection, size_t offset);

/* Tells the owner, if there is one, and goes on in `state`: CLOSING or ENDING. */
void connection_leave_owner(struct connection *connection, uint16_t code, enum connection_state state);

void connection_destroy(struct connection *connection);

#endif
