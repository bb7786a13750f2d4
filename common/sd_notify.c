/* SPDX-License-Identifier: MIT */
/* One datagram socket, opened when it is first needed. */
#include "sd_notify.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define INTERVAL_MS 1000

static int open_socket(const char *path);

void sd_notify_alive(int64_t now_ms)
{
    static int descriptor = -1;
    static int64_t due_ms = INT64_MIN;
    static const char ready[] = "READY=1\nWATCHDOG=1", alive[] = "WATCHDOG=1";
    if (now_ms < due_ms) return;
    bool is_first = due_ms == INT64_MIN;
    const char *path = is_first ? getenv("NOTIFY_SOCKET") : NULL;
    if (path) descriptor = open_socket(path);
    due_ms = now_ms + INTERVAL_MS;
    if (descriptor < 0) return;
    const char *text = is_first ? ready : alive;
    (void)send(descriptor, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* -1: no such socket, or nobody reads it. */
static int open_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(path);
    if (length < 2 || length >= sizeof address.sun_path) return -1;
    memcpy(address.sun_path, path, length);
    /* A leading @ is the zero byte of the abstract namespace. */
    if (path[0] == '@') address.sun_path[0] = '\0';
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&address, size) == 0) return descriptor;
    (void)close(descriptor);
    return -1;
}
