/* SPDX-License-Identifier: MIT */
/* Accepts with a timeout, and stops unix and TCP sockets each in its way. */
#include "listener.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define ACCEPT_WAIT_US 250000

void listener_open(struct listener *listener, const char *address)
{
    listen_socket_open(&listener->socket, "API_LISTEN", address, 0, NULL);
    struct timeval wait = {.tv_usec = ACCEPT_WAIT_US};
    (void)setsockopt(listener->socket.descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
}

int listener_accept(const struct listener *listener)
{
    int connection = accept4(listener->socket.descriptor, NULL, NULL, SOCK_CLOEXEC);
    if (connection >= 0 && !listener->socket.is_unix) {
        /* TCP connections inherit the listener's timeout. */
        struct timeval forever = {0};
        (void)setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &forever, sizeof forever);
    }
    return connection;
}

void listener_refuse(const struct listener *listener)
{
    /* After shutdown a unix socket refuses new connections and keeps its queue; TCP would drop the queue. */
    if (listener->socket.is_unix) (void)shutdown(listener->socket.descriptor, SHUT_RDWR);
    int flags = fcntl(listener->socket.descriptor, F_GETFL);
    (void)fcntl(listener->socket.descriptor, F_SETFL, flags | O_NONBLOCK);
}

bool listener_has_waiting(const struct listener *listener)
{
    struct pollfd poll_for = {.fd = listener->socket.descriptor, .events = POLLIN};
    return !listener->socket.is_unix && poll(&poll_for, 1, 0) == 1 && (poll_for.revents & POLLIN);
}

void listener_close(struct listener *listener)
{
    /* A unix socket's name stays: a successor replaces it. */
    if (listener->socket.descriptor >= 0) (void)close(listener->socket.descriptor);
    listener->socket.descriptor = -1;
}
