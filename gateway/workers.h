/* SPDX-License-Identifier: MIT */
/* Several gateways as one: a parent that does nothing but keep WORKERS processes alive. They share the address, and the
 * place where they count (metrics.h), and nothing else; any client may land on any of them and still resume. One that
 * dies costs its own clients a reconnect. */
#ifndef HIPPO_GATEWAY_WORKERS_H
#define HIPPO_GATEWAY_WORKERS_H

#include <signal.h>

struct listener;

/* The parent to its workers: end at once. */
#define WORKERS_SIGNAL_NOW SIGUSR1

/* After metrics_share. Returns in each worker with its number, from 0 on. The parent never returns: it starts a worker anew
 * that has ended, kills one whose loop stands still, sends SIGTERM to all when it is told to stop, WORKERS_SIGNAL_NOW when
 * it is told again, and ends when they have. `shared` (may be NULL) is the socket they inherit for clients; the parent
 * closes it. A worker that gives up during its first second has a reason that no other would escape: all end with its
 * status. */
int workers_start(int count, struct listener *shared);

#endif
