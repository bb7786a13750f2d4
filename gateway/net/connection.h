/* SPDX-License-Identifier: MIT */
/* A session's way to its client: a wire of our own, or, for clients that libwebsockets let in, its connection. */
#ifndef HIPPO_GATEWAY_NET_CONNECTION_H
#define HIPPO_GATEWAY_NET_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client;

int link_fd(const struct client *session);

/* Is something still to go before anything else may be sent? */
bool link_has_rest(const struct client *session);

/* Sends it all, now or as soon as the socket takes it; it is copied then. False: the connection is broken. */
bool link_write(struct client *session, const uint8_t *bytes, size_t length)
    __attribute__((warn_unused_result));

/* Asks for one session_on_writable. */
void link_want_writable(struct client *session);

/* Sends a close frame behind all that is still to go. */
void link_say_goodbye(struct client *session, uint16_t code, const char *reason);

/* The peer's close frame is answered; waits at most `seconds` until that is out. */
void link_await_end(struct client *session, int seconds);

/* Ends the session, outside of a callback for it. */
void link_release(struct client *session);

#endif
