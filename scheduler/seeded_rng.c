/* SPDX-License-Identifier: MIT */
/* Block k is HMAC-SHA256(seed, "film/words" || u32be(k)); each gives four big-endian 64-bit words. */
#include "seeded_rng.h"

#include <sodium.h>
#include <string.h>

#define LABEL "film/words"
#define LABEL_BYTES (sizeof LABEL - 1)

static void refill(struct seeded_rng *rng);

void seeded_rng_init(struct seeded_rng *rng, const uint8_t seed[SEEDED_RNG_BYTES])
{
    memcpy(rng->seed, seed, SEEDED_RNG_BYTES);
    rng->next_block = 0;
    rng->used = SEEDED_RNG_BYTES;
}

uint32_t seeded_rng_below(struct seeded_rng *rng, uint32_t bound)
{
    if (rng->used == SEEDED_RNG_BYTES) refill(rng);
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word = word << 8 | rng->block[rng->used++];
    return (uint32_t)(word % bound);
}

static void refill(struct seeded_rng *rng)
{
    uint32_t k = rng->next_block++;
    uint8_t message[LABEL_BYTES + 4];
    memcpy(message, LABEL, LABEL_BYTES);
    for (int i = 0; i < 4; i++)
        message[LABEL_BYTES + (size_t)i] = (uint8_t)(k >> (24 - 8 * i));
    (void)crypto_auth_hmacsha256(rng->block, message, sizeof message, rng->seed);
    rng->used = 0;
}
