/* SPDX-License-Identifier: MIT */
/* Block k is HMAC-SHA256(seed, "film/words" || u32be(k)); each gives four big-endian 64-bit words. */
#include "dice.h"

#include <sodium.h>
#include <string.h>

#define LABEL "film/words"
#define LABEL_BYTES (sizeof LABEL - 1)

static void roll(struct dice *dice);

void dice_open(struct dice *dice, const uint8_t seed[DICE_BYTES])
{
    memcpy(dice->seed, seed, DICE_BYTES);
    dice->next_block = 0;
    dice->used = DICE_BYTES;
}

uint32_t dice_below(struct dice *dice, uint32_t bound)
{
    if (dice->used == DICE_BYTES) roll(dice);
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word = word << 8 | dice->block[dice->used++];
    return (uint32_t)(word % bound);
}

static void roll(struct dice *dice)
{
    uint32_t k = dice->next_block++;
    uint8_t message[LABEL_BYTES + 4];
    memcpy(message, LABEL, LABEL_BYTES);
    for (int i = 0; i < 4; i++)
        message[LABEL_BYTES + (size_t)i] = (uint8_t)(k >> (24 - 8 * i));
    (void)crypto_auth_hmacsha256(dice->block, message, sizeof message, dice->seed);
    dice->used = 0;
}
