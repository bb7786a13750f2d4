/* SPDX-License-Identifier: MIT */
/* Listens with SO_REUSEPORT on TCP, so that several gateways can share an address. */
#include "net/listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "loop/fd_watch.h"

#define BACKLOG 4096
/* Accepted in one go; then the loop serves them. */
#define ACCEPT_BATCH 32
#define OUT_OF_FILES_MS 200

/* What a client that does not read can cost in the kernel (which doubles it), and how long TCP waits for it. */
#define SEND_BUFFER_BYTES (64 * 1024)
#define USER_TIMEOUT_MS 20000
/* The kernel hands a connection over when its first bytes are there: it can be served at once then. */
#define DEFER_SECONDS 5

#define SOCKET_FLAGS (SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC)

struct listener {
    int fd;
    bool is_unix, keeps_name;
    struct sockaddr_un unix_address;
    struct stat unix_status;
    struct fd_watch watch;
    void (*on_accept)(void *context, int fd);
    void *context;
    bool is_full;
    int64_t paused_until_ms; /* 0: not paused */
};

static void bind_unix(struct listener *listener, const char *setting, const char *path);
static bool has_name(const struct listener *listener);
static void bind_tcp(struct listener *listener, const char *setting, const char *address);
static int try_bind(const struct addrinfo *info);
static void on_event(void *context, enum fd_watch_event event);
static void set_send_buffer(int fd);
static void set_tcp_options(int fd);
static void update_pause(struct listener *listener);

struct listener *listener_new(const char *setting, const char *address)
{
    struct listener *listener = calloc(1, sizeof *listener);
    if (!listener) fatal("reason=\"out of memory\"");
    listener->is_unix = strncmp(address, "unix:", 5) == 0;
    if (listener->is_unix)
        bind_unix(listener, setting, address + 5);
    else
        bind_tcp(listener, setting, address);
    return listener;
}

void listener_keep_name(struct listener *listener)
{
    listener->keeps_name = true;
}

void listener_start(struct listener *listener, struct lws_vhost *vhost,
                    void (*on_accept)(void *context, int fd), void *context)
{
    listener->on_accept = on_accept;
    listener->context = context;
    if (!fd_watch_open(&listener->watch, vhost, listener->fd, on_event, listener))
        die("reason=\"no descriptor for the listener\"");
}

void listener_set_full(struct listener *listener, bool is_full)
{
    if (listener->is_full == is_full) return;
    listener->is_full = is_full;
    update_pause(listener);
}

void listener_tick(struct listener *listener, int64_t now_ms)
{
    if (!listener->paused_until_ms || now_ms < listener->paused_until_ms) return;
    listener->paused_until_ms = 0;
    update_pause(listener);
}

void listener_pause_until(struct listener *listener, int64_t until_ms)
{
    listener->paused_until_ms = until_ms;
    update_pause(listener);
}

void listener_close(struct listener *listener)
{
    if (listener->fd < 0) return;
    fd_watch_close(&listener->watch);
    /* Others may hold the same socket: nobody must be let in any more, whoever holds it. */
    if (listener->is_unix && !listener->keeps_name && has_name(listener))
        (void)unlink(listener->unix_address.sun_path);
    (void)close(listener->fd);
    listener->fd = -1;
}

/* Under a name of its own first, then renamed over what is there: at no time is there nobody to connect to. Mode 0660:
 * the proxy in front must run as the same user or share the group. */
static void bind_unix(struct listener *listener, const char *setting, const char *path)
{
    struct sockaddr_un *address = &listener->unix_address, draft = {.sun_family = AF_UNIX};
    address->sun_family = AF_UNIX;
    int length = snprintf(draft.sun_path, sizeof draft.sun_path, "%s.%ld", path, (long)getpid());
    if (!*path || length < 0 || (size_t)length >= sizeof draft.sun_path)
        die("setting=%s value=%s reason=\"a path of 1 to %zu bytes is wanted\"", setting, path,
            sizeof draft.sun_path - 12);
    memcpy(address->sun_path, path, strlen(path) + 1);
    struct stat status;
    if (lstat(path, &status) == 0 && !S_ISSOCK(status.st_mode))
        die("setting=%s value=%s reason=\"something else is there\"", setting, path);
    (void)unlink(draft.sun_path);
    listener->fd = socket(AF_UNIX, SOCKET_FLAGS, 0);
    mode_t mask = umask(0117);
    bool is_bound =
        listener->fd >= 0 && bind(listener->fd, (const struct sockaddr *)&draft, sizeof draft) == 0;
    (void)umask(mask);
    if (!is_bound || listen(listener->fd, BACKLOG) != 0 ||
        lstat(draft.sun_path, &listener->unix_status) != 0 || rename(draft.sun_path, path) != 0)
        die("setting=%s value=%s reason=\"%m\"", setting, path);
}

/* The name may be a successor's by now; while our socket is open its inode's number is not used again. */
static bool has_name(const struct listener *listener)
{
    struct stat status;
    return lstat(listener->unix_address.sun_path, &status) == 0 &&
           status.st_ino == listener->unix_status.st_ino && status.st_dev == listener->unix_status.st_dev;
}

static void bind_tcp(struct listener *listener, const char *setting, const char *address)
{
    char host[256];
    const char *colon = strrchr(address, ':'), *port = colon ? colon + 1 : "";
    size_t length = colon ? (size_t)(colon - address) : 0;
    if (!*port || length >= sizeof host)
        die("setting=%s value=%s reason=\"unix:/path, host:port or :port is wanted\"", setting, address);
    const char *start = address;
    if (length >= 2 && start[0] == '[' && start[length - 1] == ']') {
        start++;
        length -= 2;
    }
    memcpy(host, start, length);
    host[length] = '\0';
    /* Without a host: every address, IPv6 and IPv4 on one socket where the machine has IPv6. */
    const char *const hosts[] = {length > 0 ? host : "::", length > 0 ? NULL : "0.0.0.0"};
    int failure = 0;
    listener->fd = -1;
    for (size_t i = 0; i < 2 && hosts[i] && listener->fd < 0; i++) {
        struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *infos = NULL;
        failure = getaddrinfo(hosts[i], port, &hints, &infos);
        for (struct addrinfo *info = infos; failure == 0 && info && listener->fd < 0; info = info->ai_next)
            listener->fd = try_bind(info);
        if (failure == 0) freeaddrinfo(infos);
    }
    if (listener->fd < 0)
        die("setting=%s value=%s reason=\"%s\"", setting, address,
            failure ? gai_strerror(failure) : strerror(errno));
}

static int try_bind(const struct addrinfo *info)
{
    int one = 1, zero = 0, fd = socket(info->ai_family, SOCKET_FLAGS, 0);
    if (fd < 0) return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    if (info->ai_family == AF_INET6) (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof zero);
    set_tcp_options(fd);
    if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) return fd;
    int reason = errno;
    (void)close(fd);
    errno = reason;
    return -1;
}

static void on_event(void *context, enum fd_watch_event event)
{
    struct listener *listener = context;
    if (event == FD_WATCH_BROKEN) fatal("reason=\"the listening socket broke\"");
    if (event != FD_WATCH_READABLE) return;
    for (int i = 0; i < ACCEPT_BATCH && !listener->is_full && listener->fd >= 0; i++) {
        int fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            /* Unix sockets inherit nothing. */
            if (listener->is_unix) set_send_buffer(fd);
            listener->on_accept(listener->context, fd);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
            log_warn("accept_failed", "reason=\"%m\"");
            listener->paused_until_ms = clock_mono_ms() + OUT_OF_FILES_MS;
            update_pause(listener);
            return;
        }
        if (errno != ECONNABORTED && errno != EINTR) return;
    }
}

static void set_send_buffer(int fd)
{
    int bytes = SEND_BUFFER_BYTES;
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

/* Set on the listening socket: accepted sockets inherit them without system calls. */
static void set_tcp_options(int fd)
{
    unsigned timeout_ms = USER_TIMEOUT_MS;
    int one = 1, seconds = DEFER_SECONDS;
    set_send_buffer(fd);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout_ms, sizeof timeout_ms);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof seconds);
}

static void update_pause(struct listener *listener)
{
    fd_watch_pause(&listener->watch, listener->is_full || listener->paused_until_ms != 0);
}
