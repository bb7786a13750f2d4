/* SPDX-License-Identifier: MIT */
/* LD_PRELOAD for a program whose name server is away: whoever looks up a name that ends in ".silent" waits for a minute. */
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
    static const char end[] = ".silent";
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    size_t length = node ? strlen(node) : 0;
    if (length >= strlen(end) && strcmp(node + length - strlen(end), end) == 0) {
        (void)sleep(60);
        return EAI_AGAIN;
    }
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real(node, service, hints, result);
}
