/* SPDX-License-Identifier: MIT */
/* Who is let in: so many handshakes a second, so many clients from one address (of IPv6: from one /64). Costs the same for
 * every address there is: addresses are counted in a fixed table by a keyed hash. Two that fall together share their limit, which takes a
 * slot's worth of clients from both, and nobody outside can tell which do. */
#ifndef HIPPO_GATEWAY_ADMISSION_H
#define HIPPO_GATEWAY_ADMISSION_H

#include <stdbool.h>
#include <stdint.h>

struct admission;

/* 0: no limit. A whole second's handshakes may come at once. */
struct admission *admission_new(int64_t handshakes_per_second, int64_t clients_per_address);
void admission_free(struct admission *admission);

/* Takes one handshake. False: too many came lately. */
bool admission_take_handshake(struct admission *admission, int64_t now_ms)
    __attribute__((warn_unused_result));

/* `name` is an address as in peer.h. */
bool admission_has_room(const struct admission *admission, const char *name)
    __attribute__((warn_unused_result));

/* A client from `name` has come; the slot is to be given back when it goes. */
uint16_t admission_enter(struct admission *admission, const char *name);
void admission_leave(struct admission *admission, uint16_t slot);

#endif
