/* SPDX-License-Identifier: MIT */
/* Accepts with a timeout, and stops unix and TCP sockets each in its way. */
#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "log.h"

#define ACCEPT_WAIT_US 250000
#define LINK_BYTES 160 /* more than a socket's name and what stands behind it */
#define TARGET_BYTES 32

static void make_link(const struct listener *listener);
static void remove_link(const struct listener *listener);
static void print_target(char target[TARGET_BYTES]);

void listener_open(struct listener *listener, const char *address)
{
    listen_socket_open(&listener->socket, "API_LISTEN", address, 0, NULL);
    struct timeval wait = {.tv_usec = ACCEPT_WAIT_US};
    (void)setsockopt(listener->socket.descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (listener->socket.is_unix) make_link(listener);
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
    if (listener->socket.is_unix) remove_link(listener);
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

/* After the socket is there: what fails before that is no api's fault. */
static void make_link(const struct listener *listener)
{
    char link[LINK_BYTES], draft[LINK_BYTES], target[TARGET_BYTES];
    const char *name = listener->socket.name.sun_path;
    (void)snprintf(link, sizeof link, "%s" LISTENER_ALIVE_SUFFIX, name);
    (void)snprintf(draft, sizeof draft, "%s" LISTENER_ALIVE_SUFFIX ".%ld", name, (long)getpid());
    print_target(target);
    (void)unlink(draft);
    if (symlink(target, draft) != 0 || rename(draft, link) != 0)
        log_warn("no_link", "path=\"%s\" reason=\"%s\"", link, strerror(errno));
}

/* Unless a successor has made its own. */
static void remove_link(const struct listener *listener)
{
    char link[LINK_BYTES], target[TARGET_BYTES], found[TARGET_BYTES];
    (void)snprintf(link, sizeof link, "%s" LISTENER_ALIVE_SUFFIX, listener->socket.name.sun_path);
    print_target(target);
    ssize_t length = readlink(link, found, sizeof found);
    if (length == (ssize_t)strlen(target) && memcmp(found, target, (size_t)length) == 0) (void)unlink(link);
}

static void print_target(char target[TARGET_BYTES])
{
    (void)snprintf(target, TARGET_BYTES, "/proc/%ld/stat", (long)getpid());
}
