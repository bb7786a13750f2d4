/* SPDX-License-Identifier: MIT */
/* A session's secrets: a hash chain from one random secret s_N down to the anchor s_0, which commits them
 * all. s_{i-1} is the commitment to s_i: public before round i sells its first ticket. */
#ifndef HIPPO_SCHEDULER_HASH_CHAIN_H
#define HIPPO_SCHEDULER_HASH_CHAIN_H

#include <stdint.h>

#include "hr1.h"

#define HASH_CHAIN_ROUNDS_MAX 100000 /* all secrets are kept in memory: 32 bytes each */

struct hash_chain;

/* A new chain from the kernel's random bytes, for `rounds` rounds (1 to CHAIN_ROUNDS_MAX). */
struct hash_chain *hash_chain_new(uint32_t rounds);

/* The same chain again from its last secret. */
struct hash_chain *hash_chain_restore(const uint8_t last[HR1_BYTES], uint32_t rounds);

/* Wipes all secrets. NULL is fine. */
void hash_chain_free(struct hash_chain *chain);

uint32_t hash_chain_rounds(const struct hash_chain *chain);

/* s_index, from 0 (the anchor) to `rounds` (the one to seal); any other index is fatal. Valid until the chain is
 * freed. */
const uint8_t *hash_chain_secret(const struct hash_chain *chain, uint32_t index);

#endif
