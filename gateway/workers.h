/* SPDX-License-Identifier: MIT */
/* Several gateways as one: a parent that does nothing but keep WORKERS processes alive. They share the address and
 * nothing else; any client may land on any of them and still resume. One that dies costs its own clients a reconnect. */
#ifndef HIPPO_GATEWAY_WORKERS_H
#define HIPPO_GATEWAY_WORKERS_H

struct listener;

/* Returns in each worker with its number, from 0 on. The parent never returns: it starts a worker anew that has ended, sends SIGTERM and SIGINT on
 * to all, and ends when they have. `shared` (may be NULL) is the socket they inherit; the parent closes it. A worker
 * that gives up during its first second has a reason that no other would escape: all end with its status. */
int workers_start(int count, struct listener *shared);

/* An address of the worker's own, made of one for all: .0, .1 … behind a unix socket's path, the next ports of a TCP
 * address. It is never freed. */
const char *workers_address(const char *address, int number);

#endif
