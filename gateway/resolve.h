/* SPDX-License-Identifier: MIT */
/* The address of the database's host, looked up without blocking the loop: libpq would wait for DNS inside
 * PQconnectStart, and a name server that is away takes many seconds to say so. */
#ifndef HIPPO_GATEWAY_RESOLVE_H
#define HIPPO_GATEWAY_RESOLVE_H

#include <stddef.h>

struct resolve;

enum resolve_state {
    RESOLVE_NOT_NEEDED, /* the connection string names no host that needs DNS: leave it to libpq */
    RESOLVE_RUNNING,
    RESOLVE_DONE,
    RESOLVE_FAILED,
};

/* Takes the host out of a libpq connection string. */
struct resolve *resolve_new(const char *url);

/* Starts a look-up unless one is under way. */
void resolve_start(struct resolve *resolve);
enum resolve_state resolve_poll(struct resolve *resolve);

/* After RESOLVE_DONE: an address as text, the next one of the host's with each call. */
const char *resolve_address(struct resolve *resolve);

#endif
