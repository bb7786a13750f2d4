/* SPDX-License-Identifier: MIT */
/* Who is let in: so many handshakes a second, so many clients from one address. Costs the same for every address there
 * is: addresses are counted in a fixed table by a keyed hash. Two that fall together share their limit, which takes a
 * slot's worth of clients from both, and nobody outside can tell which do. */
#ifndef HIPPO_GATEWAY_NET_RATE_LIMIT_H
#define HIPPO_GATEWAY_NET_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct rate_limit;

/* 0: no limit. A whole second's handshakes may come at once. */
struct rate_limit *rate_limit_new(int64_t handshakes_per_second, int64_t clients_per_address);
void rate_limit_free(struct rate_limit *admission);

/* Takes one handshake. False: too many came lately. */
bool rate_limit_take_handshake(struct rate_limit *admission, int64_t now_ms)
    __attribute__((warn_unused_result));

/* `name` is an address as in peer.h. */
bool rate_limit_has_room(const struct rate_limit *admission, const char *name)
    __attribute__((warn_unused_result));

/* A client from `name` has come; the slot is to be given back when it goes. */
uint16_t rate_limit_enter(struct rate_limit *admission, const char *name);
void rate_limit_leave(struct rate_limit *admission, uint16_t slot);

#endif
