/* SPDX-License-Identifier: MIT */
/* The addresses of a host, looked up while the caller goes on: a name server that is away takes many seconds to say so, and
 * getaddrinfo waits for it. */
#ifndef HIPPO_LOOKUP_H
#define HIPPO_LOOKUP_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

struct lookup;

enum lookup_state { LOOKUP_RUNNING, LOOKUP_DONE, LOOKUP_FAILED };

/* Begins in a thread of its own, with all signals blocked. Never fails here. */
struct lookup *lookup_start(const char *host);

/* Lets go of it; one that still runs ends by itself. NULL is none. */
void lookup_release(struct lookup *lookup);

enum lookup_state lookup_state(const struct lookup *lookup);

/* After LOOKUP_DONE: address number `index`, from 0, as text. False: there are no more. */
bool lookup_address(const struct lookup *lookup, size_t index, char text[INET6_ADDRSTRLEN]);

#endif
