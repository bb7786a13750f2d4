/* SPDX-License-Identifier: MIT */
/* A listening socket on "unix:/path", "host:port" or ":port" (all addresses, IPv6 and IPv4). */
#ifndef HIPPO_LISTEN_SOCKET_H
#define HIPPO_LISTEN_SOCKET_H

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/un.h>

struct listen_socket {
    int descriptor;
    bool is_unix;
    /* Unix only: the name, and what lstat(2) says of it while it is this socket's. */
    struct sockaddr_un name;
    struct stat status;
};

/* Binds and listens; die() with the setting's name when that is not possible. `flags` as for socket(2), SOCK_CLOEXEC is
 * set. A unix socket gets mode 0660 and replaces another one of the same name atomically. A TCP socket has SO_REUSEADDR
 * and TCP_NODELAY; `configure` (NULL: nothing) sets more options before it is bound. Accepted connections inherit them. */
void listen_socket_open(struct listen_socket *listening, const char *setting, const char *address, int flags,
                        void (*configure)(int descriptor));

/* Removes a unix socket's name, unless another socket has replaced it. To be called before the descriptor is closed:
 * after that its inode number may be reused. */
void listen_socket_unlink(const struct listen_socket *listening);

#endif
