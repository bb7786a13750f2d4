/* SPDX-License-Identifier: MIT */
/* Who a client is, for logs and limits: the address of the socket, or, through a trusted proxy, the one it
 * names. */
#ifndef HIPPO_GATEWAY_NET_CLIENT_ADDRESS_H
#define HIPPO_GATEWAY_NET_CLIENT_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#define CLIENT_ADDRESS_MAX 64

struct client_address_trust;

/* `list` is TRUSTED_PROXIES: `unix` and addresses or CIDR blocks, comma separated, may be empty. NULL when an
 * item is none of these. */
struct client_address_trust *client_address_trust_new(const char *list) __attribute__((warn_unused_result));
void client_address_trust_free(struct client_address_trust *trust);

/* The socket's own address as text; "unix" for a unix socket. */
void client_address_of_socket(int fd, char name[CLIENT_ADDRESS_MAX]);

/* The client's address: `socket_name` itself, or the rightmost entry of `forwarded` (X-Forwarded-For, may be
 * NULL) that is no trusted proxy, when the socket's peer is one. Entries that are no address are not
 * believed. */
void client_address_of_client(const struct client_address_trust *trust, const char *socket_name,
                              const char *forwarded, char name[CLIENT_ADDRESS_MAX]);

#endif
