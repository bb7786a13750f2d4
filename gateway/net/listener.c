/* SPDX-License-Identifier: MIT */
/* Listens with SO_REUSEPORT on TCP, so that several gateways can share an address. */
#include "net/listener.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "listen_socket.h"
#include "log.h"
#include "loop/fd_watch.h"

/* Accepted in one go; then the loop serves them. */
#define ACCEPT_BATCH 32
#define OUT_OF_FILES_MS 200

/* What a client that does not read can cost in the kernel (which doubles it), and how long TCP waits for it. */
#define SEND_BUFFER_BYTES (64 * 1024)
#define USER_TIMEOUT_MS 20000
/* The kernel hands a connection over when its first bytes are there: it can be served at once then. */
#define DEFER_SECONDS 5

struct listener {
    struct listen_socket socket;
    bool keeps_name;
    struct fd_watch watch;
    void (*on_accept)(void *context, int fd);
    void *context;
    bool is_full;
    int64_t paused_until_ms; /* 0: not paused */
};

static void on_event(void *context, enum fd_watch_event event);
static void set_send_buffer(int fd);
static void set_tcp_options(int fd);
static void update_pause(struct listener *listener);

struct listener *listener_new(const char *setting, const char *address)
{
    struct listener *listener = calloc(1, sizeof *listener);
    if (!listener) fatal("reason=\"out of memory\"");
    listen_socket_open(&listener->socket, setting, address, SOCK_NONBLOCK, set_tcp_options);
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
    if (!fd_watch_open(&listener->watch, vhost, listener->socket.descriptor, on_event, listener))
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
    if (listener->socket.descriptor < 0) return;
    fd_watch_close(&listener->watch);
    /* Others may hold the same socket: nobody must be let in any more, whoever holds it. */
    if (!listener->keeps_name) listen_socket_unlink(&listener->socket);
    (void)close(listener->socket.descriptor);
    listener->socket.descriptor = -1;
}

static void on_event(void *context, enum fd_watch_event event)
{
    struct listener *listener = context;
    if (event == FD_WATCH_BROKEN) fatal("reason=\"the listening socket broke\"");
    if (event != FD_WATCH_READABLE) return;
    for (int i = 0; i < ACCEPT_BATCH && !listener->is_full && listener->socket.descriptor >= 0; i++) {
        int fd = accept4(listener->socket.descriptor, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            /* Unix sockets inherit nothing. */
            if (listener->socket.is_unix) set_send_buffer(fd);
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
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout_ms, sizeof timeout_ms);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof seconds);
}

static void update_pause(struct listener *listener)
{
    fd_watch_pause(&listener->watch, listener->is_full || listener->paused_until_ms != 0);
}
