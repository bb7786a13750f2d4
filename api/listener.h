/* SPDX-License-Identifier: MIT */
/* The api's listening socket, shared by the accepting threads. It stops without losing connections in its queue. */
#ifndef HIPPO_API_LISTENER_H
#define HIPPO_API_LISTENER_H

#include <stdbool.h>

#include "listen_socket.h"

struct listener {
    struct listen_socket socket;
};

/* Beside a unix socket lies a link of its name with this behind, which leads to a file while the process that listens there
 * lives and takes connections, and nowhere after that, however the process ended. */
#define LISTENER_ALIVE_SUFFIX ".alive"

/* `address` as for listen_socket_open. Only owner and group may connect to a unix socket, because whoever connects can
 * claim any client address (X-Forwarded-For). */
void listener_open(struct listener *listener, const char *address);

/* Accepts a connection. -1 with errno EAGAIN: none came within 250 ms; EINVAL: a unix socket refuses and its queue is
 * empty. */
int listener_accept(const struct listener *listener) __attribute__((warn_unused_result));

/* True if a connection waits in the queue of a TCP socket. (A unix socket's accept fails only once its queue is empty.) */
bool listener_has_waiting(const struct listener *listener) __attribute__((warn_unused_result));

/* Takes the link away. From now on a unix socket refuses new connections; a TCP socket still queues them until it is closed. listener_accept
 * returns those in the queue, and then fails at once. */
void listener_refuse(const struct listener *listener);

void listener_close(struct listener *listener);

#endif
