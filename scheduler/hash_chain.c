/* SPDX-License-Identifier: MIT */
/* The whole chain is derived once and kept in locked, guarded memory: a transition must not wait for hashes. */
#include "hash_chain.h"

#include <sodium.h>
#include <stddef.h>
#include <string.h>

#include "log.h"

struct hash_chain {
    uint32_t rounds;
    uint8_t secrets[][HR1_BYTES]; /* s_0 .. s_rounds */
};

static struct hash_chain *allocate(uint32_t rounds);
static void derive(struct hash_chain *chain);

struct hash_chain *hash_chain_new(uint32_t rounds)
{
    struct hash_chain *chain = allocate(rounds);
    randombytes_buf(chain->secrets[rounds], HR1_BYTES);
    derive(chain);
    return chain;
}

struct hash_chain *hash_chain_restore(const uint8_t last[HR1_BYTES], uint32_t rounds)
{
    struct hash_chain *chain = allocate(rounds);
    memcpy(chain->secrets[rounds], last, HR1_BYTES);
    derive(chain);
    return chain;
}

void hash_chain_free(struct hash_chain *chain)
{
    sodium_free(chain);
}

uint32_t hash_chain_rounds(const struct hash_chain *chain)
{
    return chain->rounds;
}

const uint8_t *hash_chain_secret(const struct hash_chain *chain, uint32_t index)
{
    if (index > chain->rounds) fatal("reason=\"no such secret\" index=%u rounds=%u", index, chain->rounds);
    return chain->secrets[index];
}

static struct hash_chain *allocate(uint32_t rounds)
{
    if (rounds < 1 || rounds > HASH_CHAIN_ROUNDS_MAX) fatal("reason=\"chain length\" rounds=%u", rounds);
    /* sodium_malloc puts the block's end at a page's end, so it is aligned only if its size is of whole words: it is. */
    struct hash_chain *chain = sodium_malloc(sizeof *chain + ((size_t)rounds + 1) * HR1_BYTES);
    if (!chain) fatal("reason=\"out of memory\"");
    chain->rounds = rounds;
    return chain;
}

static void derive(struct hash_chain *chain)
{
    for (uint32_t i = chain->rounds; i > 0; i--)
        hr1_chain_step(chain->secrets[i - 1], chain->secrets[i]);
    if (sodium_mprotect_readonly(chain) != 0) fatal("reason=\"the secrets cannot be protected\"");
}
