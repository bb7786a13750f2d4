/* SPDX-License-Identifier: MIT */
/* A stream of random numbers that is a pure function of a 32-byte seed: the same on every machine. */
#ifndef HIPPO_SCHEDULER_DICE_H
#define HIPPO_SCHEDULER_DICE_H

#include <stddef.h>
#include <stdint.h>

#define DICE_BYTES 32

struct dice {
    uint8_t seed[DICE_BYTES];
    uint8_t block[DICE_BYTES];
    uint32_t next_block;
    size_t used; /* bytes of `block` */
};

void dice_open(struct dice *dice, const uint8_t seed[DICE_BYTES]);

/* 0 to bound - 1; bound is at least 1. Good enough to move pictures, not to draw results: the choice is
 * biased by bound / 2^64. Results come from hr1_draw. */
uint32_t dice_below(struct dice *dice, uint32_t bound);

#endif
