/* SPDX-License-Identifier: MIT */
/* Who a client is, for logs and limits: the address of the connection, or, through trusted proxies, the one that
 * they name. One reader for all daemons. */
#ifndef HIPPO_PEER_H
#define HIPPO_PEER_H

#include <stdbool.h>
#include <stddef.h>

#define PEER_NAME_MAX 64

/* The settings behind it, worded once. */
#define PEER_PROXIES_HELP "whose X-Forwarded-For is believed: unix and addresses or CIDR blocks, comma list"
#define PEER_LISTS_WANTED "addresses and CIDR blocks are wanted, in TRUSTED_PROXIES also unix"
#define PEER_EDGES_HELP                                                                                      \
    "addresses of a content network in front of those, comma list: the one that a trusted proxy names is "   \
    "believed, and no further one"

struct peer_trust;

/* `proxies` is TRUSTED_PROXIES: `unix` and addresses or CIDR blocks, separated by commas or spaces, may be empty.
 * `edges` is EDGE_PROXIES: the same without `unix`. NULL when an item is none of these. */
struct peer_trust *peer_trust_new(const char *proxies, const char *edges) __attribute__((warn_unused_result));
void peer_trust_free(struct peer_trust *trust);

/* The socket's own address as text; "unix" for a unix socket. */
void peer_socket_name(int fd, char name[PEER_NAME_MAX]);

/* The client's address. `socket_name` is the direct peer: it is the client, unless it is a trusted proxy; then the last
 * entry of `forwarded` (X-Forwarded-For, may be NULL) is whom it saw, and so on to the left. An entry that is no
 * address ends this: the one before it in the walk is the client. */
void peer_client_name(const struct peer_trust *trust, const char *socket_name, const char *forwarded,
                      char name[PEER_NAME_MAX]);

/* What limits count by: whoever has one IPv6 address has the 2^64 of its network too. Any other name is its own. */
void peer_network(const char *name, char network[PEER_NAME_MAX]);

#endif
