/* SPDX-License-Identifier: MIT */
/* X-Forwarded-For is read from the right: each proxy appends whom it saw, and only the left end is the client's own
 * claim. Of a content network's addresses only the first is a proxy of ours: its customers (a VPN, a program that runs
 * in the network) come from the same blocks, and would be believed whatever they claim. Everything is kept as IPv6,
 * IPv4 mapped into it. */
#include "client_address.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "log.h"

struct block {
    struct in6_addr address;
    int bits;
};

struct blocks {
    size_t count;
    struct block *items;
};

struct client_address_trust {
    bool trusts_unix;
    struct blocks proxies, edges;
};

static bool parse_list(struct blocks *blocks, const char *list, bool *has_unix);
static bool parse_block(const char *text, size_t length, struct block *block);
static bool parse_address(const char *text, size_t length, struct in6_addr *address, bool *is_v4);
static void print_address(const struct in6_addr *address, char name[CLIENT_ADDRESS_MAX]);
static bool blocks_contain(const struct blocks *blocks, const struct in6_addr *address);
static bool block_contains(const struct block *block, const struct in6_addr *address);
static const char *last_entry(const char *text, size_t *length);
static void strip_port(const char **text, size_t *length);

struct client_address_trust *client_address_trust_new(const char *proxies, const char *edges)
{
    struct client_address_trust *trust = calloc(1, sizeof *trust);
    if (!trust) fatal("reason=\"out of memory\"");
    if (parse_list(&trust->proxies, proxies, &trust->trusts_unix) && parse_list(&trust->edges, edges, NULL))
        return trust;
    client_address_trust_free(trust);
    return NULL;
}

void client_address_trust_free(struct client_address_trust *trust)
{
    if (!trust) return;
    free(trust->proxies.items);
    free(trust->edges.items);
    free(trust);
}

void client_address_of_socket(int fd, char name[CLIENT_ADDRESS_MAX])
{
    struct sockaddr_storage storage = {0};
    socklen_t length = sizeof storage;
    (void)snprintf(name, CLIENT_ADDRESS_MAX, "unknown");
    if (getpeername(fd, (struct sockaddr *)&storage, &length) != 0) return;
    if (storage.ss_family == AF_UNIX) (void)snprintf(name, CLIENT_ADDRESS_MAX, "unix");
    if (storage.ss_family == AF_INET)
        (void)inet_ntop(AF_INET, &((struct sockaddr_in *)&storage)->sin_addr, name, CLIENT_ADDRESS_MAX);
    if (storage.ss_family == AF_INET6) print_address(&((struct sockaddr_in6 *)&storage)->sin6_addr, name);
}

bool client_address_is_proxy(const struct client_address_trust *trust, const char *socket_name)
{
    struct in6_addr address;
    bool is_v4;
    if (strcmp(socket_name, "unix") == 0) return trust->trusts_unix;
    return parse_address(socket_name, strlen(socket_name), &address, &is_v4) &&
           blocks_contain(&trust->proxies, &address);
}

void client_address_of_client(const struct client_address_trust *trust, const char *socket_name,
                              const char *forwarded, char name[CLIENT_ADDRESS_MAX])
{
    struct in6_addr address;
    bool is_v4, is_behind_edge = false;
    (void)snprintf(name, CLIENT_ADDRESS_MAX, "%s", socket_name);
    bool is_believed = client_address_is_proxy(trust, socket_name);
    if (parse_address(socket_name, strlen(socket_name), &address, &is_v4)) print_address(&address, name);
    size_t length = forwarded ? strlen(forwarded) : 0;
    while (is_believed && length > 0) {
        size_t entry_length = length;
        const char *entry = last_entry(forwarded, &entry_length);
        length = entry > forwarded ? (size_t)(entry - forwarded) - 1 : 0;
        strip_port(&entry, &entry_length);
        if (!parse_address(entry, entry_length, &address, &is_v4)) return;
        print_address(&address, name);
        if (is_behind_edge) return;
        is_behind_edge = blocks_contain(&trust->edges, &address);
        is_believed = is_behind_edge || blocks_contain(&trust->proxies, &address);
    }
}

void client_address_network(const char *name, char network[CLIENT_ADDRESS_MAX])
{
    struct in6_addr address;
    char start[INET6_ADDRSTRLEN];
    bool is_v4;
    bool is_v6 = parse_address(name, strlen(name), &address, &is_v4) && !IN6_IS_ADDR_V4MAPPED(&address);
    if (is_v6) {
        memset(&address.s6_addr[8], 0, 8);
        (void)inet_ntop(AF_INET6, &address, start, sizeof start);
    }
    (void)snprintf(network, CLIENT_ADDRESS_MAX, "%s%s", is_v6 ? start : name, is_v6 ? "/64" : "");
}

/* `has_unix` NULL: that word is none of this list's. */
static bool parse_list(struct blocks *blocks, const char *list, bool *has_unix)
{
    size_t most = 1;
    for (const char *c = list; *c; c++)
        most += *c == ',' || *c == ' ';
    blocks->items = calloc(most, sizeof *blocks->items);
    if (!blocks->items) fatal("reason=\"out of memory\"");
    for (const char *item = list; *item;) {
        item += strspn(item, ", ");
        size_t length = strcspn(item, ", ");
        if (has_unix && length == 4 && memcmp(item, "unix", 4) == 0)
            *has_unix = true;
        else if (length > 0 && !parse_block(item, length, &blocks->items[blocks->count++]))
            return false;
        item += length;
    }
    return true;
}

static bool parse_block(const char *text, size_t length, struct block *block)
{
    const char *slash = memchr(text, '/', length);
    size_t address_length = slash ? (size_t)(slash - text) : length;
    bool is_v4;
    if (!parse_address(text, address_length, &block->address, &is_v4)) return false;
    int most = is_v4 ? 32 : 128, bits = most;
    if (slash) {
        size_t digits = length - address_length - 1;
        if (digits < 1 || digits > 3) return false;
        bits = 0;
        for (size_t i = 1; i <= digits; i++) {
            if (slash[i] < '0' || slash[i] > '9') return false;
            bits = bits * 10 + (slash[i] - '0');
        }
    }
    block->bits = bits + 128 - most;
    return bits <= most;
}

static bool parse_address(const char *text, size_t length, struct in6_addr *address, bool *is_v4)
{
    char copy[INET6_ADDRSTRLEN];
    struct in_addr v4;
    const char *zone =
        memchr(text, '%', length); /* the network card of a link-local address: not ours to know */
    if (zone) length = (size_t)(zone - text);
    if (length == 0 || length >= sizeof copy) return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    *is_v4 = inet_pton(AF_INET, copy, &v4) == 1;
    if (!*is_v4) return inet_pton(AF_INET6, copy, address) == 1;
    memset(address, 0, sizeof *address);
    address->s6_addr[10] = address->s6_addr[11] = 0xff;
    memcpy(&address->s6_addr[12], &v4, sizeof v4);
    return true;
}

static void print_address(const struct in6_addr *address, char name[CLIENT_ADDRESS_MAX])
{
    if (IN6_IS_ADDR_V4MAPPED(address))
        (void)inet_ntop(AF_INET, &address->s6_addr[12], name, CLIENT_ADDRESS_MAX);
    else
        (void)inet_ntop(AF_INET6, address, name, CLIENT_ADDRESS_MAX);
}

static bool blocks_contain(const struct blocks *blocks, const struct in6_addr *address)
{
    for (size_t i = 0; i < blocks->count; i++)
        if (block_contains(&blocks->items[i], address)) return true;
    return false;
}

static bool block_contains(const struct block *block, const struct in6_addr *address)
{
    int bytes = block->bits / 8, rest = block->bits % 8;
    if (memcmp(&block->address, address, (size_t)bytes) != 0) return false;
    if (rest == 0) return true;
    int mask = 0xff << (8 - rest) & 0xff;
    return ((block->address.s6_addr[bytes] ^ address->s6_addr[bytes]) & mask) == 0;
}

/* The last of the comma-separated entries in text[0..*length), as written. */
static const char *last_entry(const char *text, size_t *length)
{
    const char *comma = memrchr(text, ',', *length);
    const char *entry = comma ? comma + 1 : text;
    size_t n = *length - (size_t)(entry - text);
    *length = n;
    return entry;
}

/* Blanks, and the port that some proxies add: "1.2.3.4:567", "[2001:db8::1]:567". */
static void strip_port(const char **text, size_t *length)
{
    while (*length > 0 && (**text == ' ' || **text == '\t')) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t'))
        (*length)--;
    if (*length > 0 && **text == '[') {
        const char *bracket = memchr(*text, ']', *length);
        if (!bracket) return;
        *length = (size_t)(bracket - *text) - 1;
        (*text)++;
        return;
    }
    const char *colon = *length > 0 ? memchr(*text, ':', *length) : NULL;
    if (colon && colon == memrchr(*text, ':', *length)) *length = (size_t)(colon - *text);
}
