/* SPDX-License-Identifier: MIT */
/* Who a client is, for logs and limits: the address of the socket, or, through a trusted proxy, the one it
 * names. */
#ifndef HIPPO_GATEWAY_PEER_H
#define HIPPO_GATEWAY_PEER_H

#include <stdbool.h>
#include <stddef.h>

#define PEER_NAME_MAX 64

struct peer_trust;

/* `list` is TRUSTED_PROXIES: `unix` and addresses or CIDR blocks, comma separated, may be empty. NULL when an
 * item is none of these. */
struct peer_trust *peer_trust_new(const char *list) __attribute__((warn_unused_result));
void peer_trust_free(struct peer_trust *trust);

/* The socket's own address as text; "unix" for a unix socket. */
void peer_socket_name(int fd, char name[PEER_NAME_MAX]);

/* The client's address: `socket_name` itself, or the rightmost entry of `forwarded` (X-Forwarded-For, may be
 * NULL) that is no trusted proxy, when the socket's peer is one. Entries that are no address are not
 * believed. */
void peer_client_name(const struct peer_trust *trust, const char *socket_name, const char *forwarded,
                      char name[PEER_NAME_MAX]);

#endif
