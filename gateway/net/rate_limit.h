/* SPDX-License-Identifier: MIT */
/* Limits: handshakes a second, and clients from one network. Each network that has clients is counted by itself, however many
 * others there are: nobody waits because of strangers. */
#ifndef HIPPO_GATEWAY_NET_RATE_LIMIT_H
#define HIPPO_GATEWAY_NET_RATE_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rate_limit;

/* 0: no limit. A whole second's handshakes may come at once. There are never more than `clients_max` clients. */
struct rate_limit *rate_limit_new(int64_t handshakes_per_second, int64_t clients_per_address,
                                  size_t clients_max);
void rate_limit_free(struct rate_limit *limit);

/* Takes one handshake. False: too many came lately. */
bool rate_limit_take_handshake(struct rate_limit *limit, int64_t now_ms) __attribute__((warn_unused_result));

/* `name` is an address as in client_address.h. */
bool rate_limit_has_room(const struct rate_limit *limit, const char *name)
    __attribute__((warn_unused_result));

/* A client from `name` has come; the slot is to be given back when it goes. */
uint32_t rate_limit_enter(struct rate_limit *limit, const char *name);
void rate_limit_leave(struct rate_limit *limit, uint32_t slot);

#endif
