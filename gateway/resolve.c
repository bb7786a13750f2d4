/* SPDX-License-Identifier: MIT */
/* glibc's getaddrinfo_a, asked now and then whether it is done. A look-up cannot be taken back once it runs, so it is
 * kept over the end of an attempt and serves the next one. */
#include "resolve.h"

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define TURNS 16 /* addresses of one host that are ever tried */

struct resolve {
    char *host; /* NULL: not needed */
    struct gaicb request;
    struct addrinfo hints;
    bool is_started;
    unsigned turn;
    char address[INET6_ADDRSTRLEN];
};

static char *host_to_resolve(const char *url);
static const char *option_value(const PQconninfoOption *options, const char *keyword);
static bool is_address(const char *host);

struct resolve *resolve_new(const char *url)
{
    struct resolve *resolve = calloc(1, sizeof *resolve);
    if (!resolve) fatal("reason=\"out of memory\"");
    resolve->host = host_to_resolve(url);
    return resolve;
}

void resolve_start(struct resolve *resolve)
{
    if (!resolve->host) return;
    if (resolve->is_started && gai_error(&resolve->request) == EAI_INPROGRESS) return;
    if (resolve->request.ar_result) freeaddrinfo(resolve->request.ar_result);
    resolve->hints = (struct addrinfo){.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    resolve->request = (struct gaicb){.ar_name = resolve->host, .ar_request = &resolve->hints};
    struct gaicb *requests[] = {&resolve->request};
    resolve->is_started = getaddrinfo_a(GAI_NOWAIT, requests, 1, NULL) == 0;
}

enum resolve_state resolve_poll(struct resolve *resolve)
{
    if (!resolve->host) return RESOLVE_NOT_NEEDED;
    int state = resolve->is_started ? gai_error(&resolve->request) : EAI_FAIL;
    if (state == EAI_INPROGRESS) return RESOLVE_RUNNING;
    return state == 0 && resolve->request.ar_result ? RESOLVE_DONE : RESOLVE_FAILED;
}

const char *resolve_address(struct resolve *resolve)
{
    /* After the last one the first comes again. */
    const struct addrinfo *info = resolve->request.ar_result;
    for (unsigned i = 0; i < resolve->turn; i++)
        info = info->ai_next ? info->ai_next : resolve->request.ar_result;
    resolve->turn = (resolve->turn + 1) % TURNS;
    const void *address =
        info->ai_family == AF_INET6
            ? (const void *)&((const struct sockaddr_in6 *)(const void *)info->ai_addr)->sin6_addr
            : (const void *)&((const struct sockaddr_in *)(const void *)info->ai_addr)->sin_addr;
    (void)inet_ntop(info->ai_family, address, resolve->address, sizeof resolve->address);
    return resolve->address;
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
