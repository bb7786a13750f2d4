/* SPDX-License-Identifier: MIT */
/* Sockets, unix and TCP. */
#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "log.h"

/* The kernel takes less when net.core.somaxconn is less. A full queue is an error to Caddy at once, not a
 * wait. */
#define BACKLOG 4096
#define ACCEPT_WAIT_US 250000

static int open_unix(const char *path);
static int open_tcp(const char *address);
static int bind_tcp(const struct addrinfo *candidates, const char *address);

void listener_open(struct listener *listener, const char *address)
{
    listener->is_unix = strncmp(address, "unix:", 5) == 0;
    listener->descriptor = listener->is_unix ? open_unix(address + 5) : open_tcp(address);
    struct timeval wait = {.tv_usec = ACCEPT_WAIT_US};
    (void)setsockopt(listener->descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
}

int listener_accept(const struct listener *listener)
{
    int connection = accept4(listener->descriptor, NULL, NULL, SOCK_CLOEXEC);
    if (connection >= 0 && !listener->is_unix) {
        /* TCP hands the listener's time limit down to its children. */
        struct timeval forever = {0};
        (void)setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &forever, sizeof forever);
    }
    return connection;
}

void listener_refuse(const struct listener *listener)
{
    /* A unix socket shut down refuses whoever comes and keeps its queue; TCP would drop the queue. */
    if (listener->is_unix) (void)shutdown(listener->descriptor, SHUT_RDWR);
    int flags = fcntl(listener->descriptor, F_GETFL);
    (void)fcntl(listener->descriptor, F_SETFL, flags | O_NONBLOCK);
}

bool listener_has_waiting(const struct listener *listener)
{
    struct pollfd poll_for = {.fd = listener->descriptor, .events = POLLIN};
    return !listener->is_unix && poll(&poll_for, 1, 0) == 1 && (poll_for.revents & POLLIN);
}

void listener_close(struct listener *listener)
{
    /* The path stays: it may be a successor's by now. */
    if (listener->descriptor >= 0) (void)close(listener->descriptor);
    listener->descriptor = -1;
}

/* Under another name first, then renamed over the old one: at no time is there no socket to connect to. */
static int open_unix(const char *path)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int length = snprintf(name.sun_path, sizeof name.sun_path, "%s.%ld", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof name.sun_path)
        die("setting=API_LISTEN path=%s reason=\"the path is too long\"", path);
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) fatal("call=socket reason=\"%s\"", strerror(errno));
    (void)unlink(name.sun_path);
    if (bind(descriptor, (const struct sockaddr *)&name, sizeof name) != 0 ||
        chmod(name.sun_path, 0660) != 0 || listen(descriptor, BACKLOG) != 0 ||
        rename(name.sun_path, path) != 0)
        die("setting=API_LISTEN path=%s reason=\"%s\"", path, strerror(errno));
    return descriptor;
}

static int open_tcp(const char *address)
{
    char host[256];
    const char *colon = strrchr(address, ':');
    size_t length = colon ? (size_t)(colon - address) : 0;
    char *end = NULL;
    long port = colon ? strtol(colon + 1, &end, 10) : -1;
    if (!colon || length >= sizeof host || end == colon + 1 || *end || port < 0 || port > UINT16_MAX)
        die("setting=API_LISTEN value=%s reason=\"unix:/path or host:port is wanted\"", address);
    const char *start = address;
    if (length >= 2 && address[0] == '[' && address[length - 1] == ']') {
        start++;
        length -= 2;
    }
    memcpy(host, start, length);
    host[length] = '\0';
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *candidates;
    int error = getaddrinfo(length ? host : NULL, colon + 1, &hints, &candidates);
    if (error != 0) die("setting=API_LISTEN value=%s reason=\"%s\"", address, gai_strerror(error));
    int descriptor = bind_tcp(candidates, address);
    freeaddrinfo(candidates);
    return descriptor;
}

static int bind_tcp(const struct addrinfo *candidates, const char *address)
{
    int last = 0;
    for (const struct addrinfo *at = candidates; at; at = at->ai_next) {
        int on = 1;
        int descriptor = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (descriptor < 0) continue;
        (void)setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        /* Replies go out in one or a few writes: waiting for more gains nothing. Connections inherit it. */
        (void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (bind(descriptor, at->ai_addr, at->ai_addrlen) == 0 && listen(descriptor, BACKLOG) == 0)
            return descriptor;
        last = errno;
        (void)close(descriptor);
    }
    die("setting=API_LISTEN value=%s reason=\"%s\"", address, strerror(last));
}
