/* SPDX-License-Identifier: MIT */
/* WebSockets on sockets of our own, in an epoll set that hangs in libwebsockets' loop.
 *
 * Why not libwebsockets for these: in 4.1.6 as Debian builds it a connection has 1.5 kB, takes 24 system calls to come
 * in, and looks through the table of all others four times on its way (a check of the debug build): 110 us beside
 * 18 000 idle clients, where this takes half of that. It still reads and answers everything that is not a WebSocket
 * handshake of the usual kind; such sockets are handed over with not a byte consumed.
 *
 * All that is written goes through wire_write: what the socket does not take stays in the wire, and whatever is
 * written after it waits behind it. So events, replies, pongs and close frames never mix. */
#ifndef HIPPO_GATEWAY_NET_WS_CONNECTION_H
#define HIPPO_GATEWAY_NET_WS_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fallback;
struct head;
struct lws_vhost;
struct client;
struct client_shared;
struct wire;
struct wires;

struct wires_owner {
    /* These are the first bytes of a connection. True: it has been opened with wire_open. */
    bool (*on_request)(void *context, struct wire *wire, int fd, const char *bytes, size_t length);
    /* Somebody wants a stream, or has said something beside one. 200: it has been opened with wire_open_stream; otherwise
     * the HTTP status that answers it. */
    int (*on_fallback)(void *context, struct wire *wire, int fd, const struct fallback *fallback);
    /* Somebody else has to read them; the descriptor is the owner's from now on, and the wire is no more. */
    void (*on_stranger)(void *context, int fd);
    /* The session has ended, as session.h has it; its wire may be there a little longer. */
    void (*on_end)(void *context, struct client *session);
    /* A wire is no more. */
    void (*on_gone)(void *context);
    void *context;
};

struct wires *wires_new(struct lws_vhost *vhost, struct wires_owner owner);

/* Before the first wires_take. */
void wires_start(struct wires *wires, struct client_shared *shared);

/* A connection that has just been accepted. */
void wires_take(struct wires *wires, int fd);

/* About every 100 ms. */
void wires_turn(struct wires *wires, int64_t now_ms);

/* How many there are, those included that wait for the end of a closing handshake. */
size_t wires_count(const struct wires *wires);

/* For on_request: answers the handshake; from now on the wire serves `session`. False: the connection is broken. */
bool wire_open(struct wire *wire, const struct head *head, struct client *session)
    __attribute__((warn_unused_result));

/* For on_fallback: begins the answer without end. */
bool wire_open_stream(struct wire *wire, const char *head, struct client *session)
    __attribute__((warn_unused_result));

/* Sends this, and hangs up. */
void wire_answer(struct wire *wire, const char *answer, size_t length);

/* --- For the session that has it ------------------------------------------------------------------------------ */

int wire_fd(const struct wire *wire);

/* Is something still to go before anything else may be sent? */
bool wire_has_rest(const struct wire *wire);

/* Sends it all, now or as soon as the socket takes it. False: the connection is broken. */
bool wire_write(struct wire *wire, const uint8_t *bytes, size_t length) __attribute__((warn_unused_result));

/* Asks for one session_on_writable. */
void wire_want_writable(struct wire *wire);

/* Nothing more comes behind what is still to go. */
void wire_end(struct wire *wire);

/* The session is closing: ends it at once, and the wire when the peer has said goodbye, too. */
void wire_release(struct wire *wire);

#endif
