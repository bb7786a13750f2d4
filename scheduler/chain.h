/* SPDX-License-Identifier: MIT */
/* A session's secrets: a hash chain from one random secret s_N down to the anchor s_0, which commits them
 * all. s_{i-1} is the commitment to s_i: public before round i sells its first ticket. */
#ifndef HIPPO_SCHEDULER_CHAIN_H
#define HIPPO_SCHEDULER_CHAIN_H

#include <stdint.h>

#include "hr1.h"

#define CHAIN_ROUNDS_MAX 100000 /* all secrets are kept derived: 32 bytes each */

struct chain;

/* A new one from the kernel's random bytes, for `rounds` rounds (1 to CHAIN_ROUNDS_MAX). */
struct chain *chain_new(uint32_t rounds);

/* The same chain again from its last secret. */
struct chain *chain_restore(const uint8_t last[HR1_BYTES], uint32_t rounds);

/* Wipes all secrets. NULL is fine. */
void chain_free(struct chain *chain);

uint32_t chain_rounds(const struct chain *chain);

/* s_index, 0 (the anchor) to rounds (the one to seal); any other index is fatal. Lives as long as the chain.
 */
const uint8_t *chain_secret(const struct chain *chain, uint32_t index);

#endif
