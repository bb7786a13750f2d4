/* SPDX-License-Identifier: MIT */
/* A stream of random numbers that is a pure function of a 32-byte seed: the same on every machine. */
#ifndef HIPPO_SCHEDULER_SEEDED_RNG_H
#define HIPPO_SCHEDULER_SEEDED_RNG_H

#include <stddef.h>
#include <stdint.h>

#define SEEDED_RNG_BYTES 32

struct seeded_rng {
    uint8_t seed[SEEDED_RNG_BYTES];
    uint8_t block[SEEDED_RNG_BYTES];
    uint32_t next_block;
    size_t used; /* bytes of `block` */
};

void seeded_rng_init(struct seeded_rng *rng, const uint8_t seed[SEEDED_RNG_BYTES]);

/* 0 to bound - 1; bound is at least 1. Biased by bound / 2^64: good enough for animation, not for results, which come
 * from hr1_draw. */
uint32_t seeded_rng_below(struct seeded_rng *rng, uint32_t bound);

#endif
