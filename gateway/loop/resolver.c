/* SPDX-License-Identifier: MIT */
/* glibc's getaddrinfo_a, polled. A look-up cannot be taken back once it runs, so it is
 * kept over the end of an attempt and serves the next one. */
#include "loop/resolver.h"

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define ADDRESSES_MAX 16 /* addresses of one host that are ever tried */

struct resolver {
    char *host; /* NULL: not needed */
    struct gaicb request;
    struct addrinfo hints;
    bool is_started;
    unsigned next; /* address to try */
    char address[INET6_ADDRSTRLEN];
};

static char *host_to_resolve(const char *url);
static const char *option_value(const PQconninfoOption *options, const char *keyword);
static bool is_address(const char *host);

struct resolver *resolver_new(const char *url)
{
    struct resolver *resolver = calloc(1, sizeof *resolver);
    if (!resolver) fatal("reason=\"out of memory\"");
    resolver->host = host_to_resolve(url);
    return resolver;
}

void resolver_start(struct resolver *resolver)
{
    if (!resolver->host) return;
    if (resolver->is_started && gai_error(&resolver->request) == EAI_INPROGRESS) return;
    if (resolver->request.ar_result) freeaddrinfo(resolver->request.ar_result);
    resolver->hints = (struct addrinfo){.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    resolver->request = (struct gaicb){.ar_name = resolver->host, .ar_request = &resolver->hints};
    struct gaicb *requests[] = {&resolver->request};
    resolver->is_started = getaddrinfo_a(GAI_NOWAIT, requests, 1, NULL) == 0;
}

enum resolver_state resolver_poll(struct resolver *resolver)
{
    if (!resolver->host) return RESOLVER_NOT_NEEDED;
    int state = resolver->is_started ? gai_error(&resolver->request) : EAI_FAIL;
    if (state == EAI_INPROGRESS) return RESOLVER_RUNNING;
    return state == 0 && resolver->request.ar_result ? RESOLVER_DONE : RESOLVER_FAILED;
}

const char *resolver_address(struct resolver *resolver)
{
    /* After the last one the first comes again. */
    const struct addrinfo *info = resolver->request.ar_result;
    for (unsigned i = 0; i < resolver->next; i++)
        info = info->ai_next ? info->ai_next : resolver->request.ar_result;
    resolver->next = (resolver->next + 1) % ADDRESSES_MAX;
    const void *address =
        info->ai_family == AF_INET6
            ? (const void *)&((const struct sockaddr_in6 *)(const void *)info->ai_addr)->sin6_addr
            : (const void *)&((const struct sockaddr_in *)(const void *)info->ai_addr)->sin_addr;
    (void)inet_ntop(info->ai_family, address, resolver->address, sizeof resolver->address);
    return resolver->address;
}

/* Several hosts, sockets and addresses are left to libpq; so is a string it does not understand. */
static char *host_to_resolve(const char *url)
{
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    const char *host = option_value(options, "host");
    char *wanted = NULL;
    if (host && !option_value(options, "hostaddr") && !strpbrk(host, "/@,") && !is_address(host)) {
        wanted = strdup(host);
        if (!wanted) fatal("reason=\"out of memory\"");
    }
    PQconninfoFree(options);
    return wanted;
}

/* NULL when it is not given. */
static const char *option_value(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *option = options; option && option->keyword; option++)
        if (strcmp(option->keyword, keyword) == 0 && option->val && *option->val) return option->val;
    return NULL;
}

static bool is_address(const char *host)
{
    struct in6_addr address;
    return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1;
}
