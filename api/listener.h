/* SPDX-License-Identifier: MIT */
/* The listening socket: made, shared by the accepting threads, refused without losing anybody. */
#ifndef HIPPO_API_LISTENER_H
#define HIPPO_API_LISTENER_H

#include <stdbool.h>

struct listener {
    int descriptor;
    bool is_unix;
};

/* `address` is "unix:/path" or "host:port" (":port" for all interfaces); die() when it cannot be had. The
 * unix socket is open to its owner and group (0660): who may connect may also say for whom (X-Forwarded-For).
 */
void listener_open(struct listener *listener, const char *address);

/* Waits for a connection, but not for ever: -1 with errno EAGAIN now and then, EINVAL once refusing. */
int listener_accept(const struct listener *listener) __attribute__((warn_unused_result));

/* Does anybody wait in the queue? A unix socket that refuses has served its own. */
bool listener_has_waiting(const struct listener *listener) __attribute__((warn_unused_result));

/* From now on nobody new gets in; those already in the queue are still given out, and then listener_accept
 * fails at once. */
void listener_refuse(const struct listener *listener);

void listener_close(struct listener *listener);

#endif
