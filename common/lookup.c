/* SPDX-License-Identifier: MIT */
/* Caller and thread share it, and the last one that lets go frees it: a look-up cannot be taken back once it runs. */
#include "lookup.h"

#include <netdb.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "log.h"
#include "thread.h"

struct lookup {
    char *host;
    struct addrinfo *addresses; /* after LOOKUP_DONE */
    atomic_int state;
    atomic_int owners;
};

static void *on_thread(void *argument);

struct lookup *lookup_start(const char *host)
{
    struct lookup *lookup = calloc(1, sizeof *lookup);
    char *copy = strdup(host);
    if (!lookup || !copy) fatal("reason=\"out of memory\"");
    lookup->host = copy;
    atomic_init(&lookup->state, LOOKUP_RUNNING);
    atomic_init(&lookup->owners, 2);
    if (!thread_start(on_thread, lookup)) {
        atomic_store(&lookup->state, LOOKUP_FAILED);
        atomic_store(&lookup->owners, 1);
    }
    return lookup;
}

void lookup_release(struct lookup *lookup)
{
    if (!lookup || atomic_fetch_sub(&lookup->owners, 1) > 1) return;
    if (lookup->addresses) freeaddrinfo(lookup->addresses);
    free(lookup->host);
    free(lookup);
}

enum lookup_state lookup_state(const struct lookup *lookup)
{
    return (enum lookup_state)atomic_load(&lookup->state);
}

bool lookup_address(const struct lookup *lookup, size_t index, char text[INET6_ADDRSTRLEN])
{
    const struct addrinfo *info = lookup->addresses;
    while (info && index-- > 0)
        info = info->ai_next;
    return info &&
           getnameinfo(info->ai_addr, info->ai_addrlen, text, INET6_ADDRSTRLEN, NULL, 0, NI_NUMERICHOST) == 0;
}

static void *on_thread(void *argument)
{
    struct lookup *lookup = argument;
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    bool is_found = getaddrinfo(lookup->host, NULL, &hints, &lookup->addresses) == 0;
    atomic_store(&lookup->state, is_found ? LOOKUP_DONE : LOOKUP_FAILED);
    lookup_release(lookup);
    return NULL;
}
