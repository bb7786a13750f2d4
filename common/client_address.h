/* SPDX-License-Identifier: MIT */
/* Who a client is, for logs and limits: the address of the connection, or, through trusted proxies, the one that
 * they name. One reader for all daemons. */
#ifndef HIPPO_CLIENT_ADDRESS_H
#define HIPPO_CLIENT_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#define CLIENT_ADDRESS_MAX 64

/* The settings behind it, worded once. */
#define CLIENT_ADDRESS_PROXIES_HELP                                                                          \
    "whose X-Forwarded-For is believed: unix and addresses or CIDR blocks, comma list"
#define CLIENT_ADDRESS_LISTS_WANTED "addresses and CIDR blocks are wanted, in TRUSTED_PROXIES also unix"
#define CLIENT_ADDRESS_EDGES_HELP                                                                            \
    "addresses of a content network in front of those, comma list: the one that a trusted proxy names is "   \
    "believed, and no further one"

struct client_address_trust;

/* `proxies` is TRUSTED_PROXIES: `unix` and addresses or CIDR blocks, separated by commas or spaces, may be empty.
 * `edges` is EDGE_PROXIES: the same without `unix`. NULL when an item is none of these. */
struct client_address_trust *client_address_trust_new(const char *proxies, const char *edges)
    __attribute__((warn_unused_result));
void client_address_trust_free(struct client_address_trust *trust);

/* The socket's own address as text; "unix" for a unix socket. */
void client_address_of_socket(int fd, char name[CLIENT_ADDRESS_MAX]);

/* May a peer of this address say who and what is behind it? */
bool client_address_is_proxy(const struct client_address_trust *trust, const char *socket_name);

/* The client's address. `socket_name` is the direct peer: it is the client, unless it is a trusted proxy; then the last
 * entry of `forwarded` (X-Forwarded-For, may be NULL) is whom it saw, and so on to the left. An entry that is no
 * address ends this: the one before it in the walk is the client. */
void client_address_of_client(const struct client_address_trust *trust, const char *socket_name,
                              const char *forwarded, char name[CLIENT_ADDRESS_MAX]);

/* What limits count by: whoever has one IPv6 address has the 2^64 of its network too. Any other name is its own. */
void client_address_network(const char *name, char network[CLIENT_ADDRESS_MAX]);

#endif
