/* SPDX-License-Identifier: MIT */
/* The address of the database's host, looked up without blocking the loop: libpq would wait for DNS inside
 * PQconnectStart, and a name server that is away takes many seconds to say so. */
#ifndef HIPPO_GATEWAY_LOOP_RESOLVER_H
#define HIPPO_GATEWAY_LOOP_RESOLVER_H

#include <stddef.h>

struct resolver;

enum resolver_state {
    RESOLVER_NOT_NEEDED, /* the connection string names no host that needs DNS: leave it to libpq */
    RESOLVER_RUNNING,
    RESOLVER_DONE,
    RESOLVER_FAILED,
};

/* Takes the host out of a libpq connection string. */
struct resolver *resolver_new(const char *url);

/* Starts a look-up unless one is under way. */
void resolver_start(struct resolver *resolve);
enum resolver_state resolver_poll(struct resolver *resolve);

/* After RESOLVER_DONE: an address as text, the next one of the host's with each call. */
const char *resolver_address(struct resolver *resolve);

#endif
