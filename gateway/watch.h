/* SPDX-License-Identifier: MIT */
/* A file descriptor of our own (listener, signals, PostgreSQL) in libwebsockets' loop. */
#ifndef HIPPO_GATEWAY_WATCH_H
#define HIPPO_GATEWAY_WATCH_H

#include <stdbool.h>

struct lws;
struct lws_protocols;
struct lws_vhost;

enum watch_event { WATCH_READABLE, WATCH_WRITABLE, WATCH_BROKEN };

/* Embedded in its owner, who keeps it in place while it is open. Zero it before the first use. */
struct watch {
    struct lws *wsi; /* NULL: not open */
    bool is_in_callback;
    void (*on_event)(void *context, enum watch_event event);
    void *context;
};

/* The row that server.c puts into its protocol table for these descriptors. */
extern const struct lws_protocols watch_protocol;

/* Watches a duplicate of `fd`: libwebsockets closes what it watches, and the owner closes its own. So the watch must
 * be closed and opened again when the owner's descriptor is replaced. False: no descriptor left. */
bool watch_open(struct watch *watch, struct lws_vhost *vhost, int fd,
                void (*on_event)(void *context, enum watch_event event), void *context)
    __attribute__((warn_unused_result));

/* May be called from on_event. After WATCH_BROKEN it is closed already. */
void watch_close(struct watch *watch);

/* Asks for one WATCH_WRITABLE. */
void watch_want_write(struct watch *watch);

/* Stops and resumes WATCH_READABLE. */
void watch_pause(struct watch *watch, bool is_paused);

#endif
