/* SPDX-License-Identifier: MIT */
/* Our own listening socket: libwebsockets 4.1.6 cannot share its port between processes, and this is the place to
 * set socket options and to stop accepting while draining or full. */
#ifndef HIPPO_GATEWAY_NET_LISTENER_H
#define HIPPO_GATEWAY_NET_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

struct listener;
struct lws_vhost;

/* Binds and listens; `address`, of the setting of this name, is unix:/path, host:port or :port. A unix socket takes its
 * name over from whoever has it: that one keeps the clients it has, and new ones come here. An address that cannot be
 * had: die(). */
struct listener *listener_new(const char *setting, const char *address);

/* For processes that inherited a unix socket: its name is not theirs to remove. */
void listener_keep_name(struct listener *listener);

/* Accepts from now on; on_accept owns each socket it is given. */
void listener_start(struct listener *listener, struct lws_vhost *vhost,
                    void (*on_accept)(void *context, int fd), void *context);

/* While full, new connections wait in the kernel's queue. */
void listener_set_full(struct listener *listener, bool is_full);

/* Ends pauses: the one of listener_pause_until, and a short one after the process ran out of descriptors. Call about every
 * 100 ms. */
void listener_tick(struct listener *listener, int64_t now_ms);

/* New connections wait in the kernel's queue until then; 0: no longer. */
void listener_pause_until(struct listener *listener, int64_t until_ms);

/* Stops for good, and removes a unix socket's name if it is still ours. */
void listener_close(struct listener *listener);

#endif
