/* SPDX-License-Identifier: MIT */
/* socket, bind and listen for both address families. */
#include "listen_socket.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "log.h"

/* The kernel takes less when net.core.somaxconn is less. A full queue is an error to Caddy at once, not a wait. */
#define BACKLOG 4096
#define HOST_MAX 256

static void open_unix(struct listen_socket *listening, const char *setting, const char *path, int flags);
static int open_tcp(const char *setting, const char *address, int flags, void (*configure)(int));
static bool split_address(const char *address, char host[HOST_MAX], const char **port);
static int bind_first(const struct addrinfo *candidates, int flags, void (*configure)(int));

void listen_socket_open(struct listen_socket *listening, const char *setting, const char *address, int flags,
                        void (*configure)(int descriptor))
{
    *listening = (struct listen_socket){.is_unix = strncmp(address, "unix:", 5) == 0};
    flags |= SOCK_STREAM | SOCK_CLOEXEC;
    if (listening->is_unix)
        open_unix(listening, setting, address + 5, flags);
    else
        listening->descriptor = open_tcp(setting, address, flags, configure);
}

void listen_socket_unlink(const struct listen_socket *listening)
{
    struct stat status;
    if (listening->is_unix && lstat(listening->name.sun_path, &status) == 0 &&
        status.st_ino == listening->status.st_ino && status.st_dev == listening->status.st_dev)
        (void)unlink(listening->name.sun_path);
}

/* Listens under a temporary name and is then renamed over the old socket: at no moment does connect(2) fail. */
static void open_unix(struct listen_socket *listening, const char *setting, const char *path, int flags)
{
    struct sockaddr_un draft = {.sun_family = AF_UNIX};
    int length = snprintf(draft.sun_path, sizeof draft.sun_path, "%s.%ld", path, (long)getpid());
    if (!*path || length < 0 || (size_t)length >= sizeof draft.sun_path)
        die("setting=%s value=%s reason=\"a path of 1 to %zu bytes is wanted\"", setting, path,
            sizeof draft.sun_path - 12);
    listening->name.sun_family = AF_UNIX;
    memcpy(listening->name.sun_path, path, strlen(path) + 1);
    struct stat status;
    if (lstat(path, &status) == 0 && !S_ISSOCK(status.st_mode))
        die("setting=%s value=%s reason=\"something else is there\"", setting, path);
    (void)unlink(draft.sun_path);
    int descriptor = listening->descriptor = socket(AF_UNIX, flags, 0);
    if (descriptor < 0 || bind(descriptor, (const struct sockaddr *)&draft, sizeof draft) != 0 ||
        chmod(draft.sun_path, 0660) != 0 || listen(descriptor, BACKLOG) != 0 ||
        lstat(draft.sun_path, &listening->status) != 0 || rename(draft.sun_path, path) != 0)
        die("setting=%s value=%s reason=\"%s\"", setting, path, strerror(errno));
}

static int open_tcp(const char *setting, const char *address, int flags, void (*configure)(int))
{
    char host[HOST_MAX];
    const char *port;
    if (!split_address(address, host, &port))
        die("setting=%s value=%s reason=\"unix:/path, host:port or :port is wanted\"", setting, address);
    /* Without IPv6 on the machine binding :: fails. */
    const char *const hosts[] = {*host ? host : "::", *host ? NULL : "0.0.0.0"};
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    int descriptor = -1, failure = 0;
    for (size_t i = 0; i < 2 && hosts[i] && descriptor < 0; i++) {
        struct addrinfo *candidates;
        failure = getaddrinfo(hosts[i], port, &hints, &candidates);
        if (failure != 0) continue;
        descriptor = bind_first(candidates, flags, configure);
        freeaddrinfo(candidates);
    }
    if (descriptor < 0)
        die("setting=%s value=%s reason=\"%s\"", setting, address,
            failure ? gai_strerror(failure) : strerror(errno));
    return descriptor;
}

/* "[::1]:8080" without the brackets. */
static bool split_address(const char *address, char host[HOST_MAX], const char **port)
{
    const char *colon = strrchr(address, ':');
    size_t length = colon ? (size_t)(colon - address) : 0;
    if (!colon || length >= HOST_MAX) return false;
    char *end;
    long number = strtol(colon + 1, &end, 10);
    if (strspn(colon + 1, "0123456789") == 0 || *end || number > UINT16_MAX) return false;
    bool has_brackets = length >= 2 && address[0] == '[' && colon[-1] == ']';
    if (has_brackets) length -= 2;
    memcpy(host, address + (has_brackets ? 1 : 0), length);
    host[length] = '\0';
    *port = colon + 1;
    return true;
}

/* -1 with errno: none of the addresses is free. */
static int bind_first(const struct addrinfo *candidates, int flags, void (*configure)(int))
{
    int reason = EADDRNOTAVAIL;
    for (const struct addrinfo *at = candidates; at; at = at->ai_next) {
        const int on = 1, off = 0;
        int descriptor = socket(at->ai_family, flags, 0);
        if (descriptor >= 0) {
            (void)setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
            (void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            if (at->ai_family == AF_INET6)
                (void)setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
            if (configure) configure(descriptor);
            if (bind(descriptor, at->ai_addr, at->ai_addrlen) == 0 && listen(descriptor, BACKLOG) == 0)
                return descriptor;
        }
        reason = errno;
        if (descriptor >= 0) (void)close(descriptor);
    }
    errno = reason;
    return -1;
}
