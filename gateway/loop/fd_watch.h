/* SPDX-License-Identifier: MIT */
/* A file descriptor of our own (listener, clients, signals, PostgreSQL) in libwebsockets' loop. */
#ifndef HIPPO_GATEWAY_LOOP_FD_WATCH_H
#define HIPPO_GATEWAY_LOOP_FD_WATCH_H

#include <stdbool.h>

struct lws;
struct lws_protocols;
struct lws_vhost;

enum fd_watch_event { FD_WATCH_READABLE, FD_WATCH_WRITABLE, FD_WATCH_BROKEN };

/* Embedded in its owner, who keeps it in place while it is open. Zero it before the first use. */
struct fd_watch {
    struct lws *wsi; /* NULL: not open */
    bool is_in_callback;
    void (*on_event)(void *context, enum fd_watch_event event);
    void *context;
};

/* The row that server.c puts into its protocol table for these descriptors. */
extern const struct lws_protocols fd_watch_protocol;

/* Watches a duplicate of `fd`: libwebsockets closes what it watches, and the owner closes its own. So the watch must
 * be closed and opened again when the owner's descriptor is replaced. False: no descriptor left. */
bool fd_watch_open(struct fd_watch *watch, struct lws_vhost *vhost, int fd,
                   void (*on_event)(void *context, enum fd_watch_event event), void *context)
    __attribute__((warn_unused_result));

/* May be called from on_event. After FD_WATCH_BROKEN it is closed already. */
void fd_watch_close(struct fd_watch *watch);

/* Asks for one FD_WATCH_WRITABLE. */
void fd_watch_want_write(struct fd_watch *watch);

/* Stops and resumes FD_WATCH_READABLE. */
void fd_watch_pause(struct fd_watch *watch, bool is_paused);

#endif
