/* SPDX-License-Identifier: MIT */
/* HR1, the draw: the finish order as a pure function of secret, round, card hash and beacon.
 * Integers and HMAC-SHA256 only, so that C, SQL and JavaScript give the same bits; nothing else goes in.
 * A change of one output bit is a new algorithm with a new name. Callers have called sodium_init(). */
#ifndef HIPPO_HR1_H
#define HIPPO_HR1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HR1_BYTES 32 /* of every secret, seed, hash and beacon */
#define HR1_RUNNERS_MIN 2
#define HR1_RUNNERS_MAX 24

struct hr1_runner {
    uint32_t number;
    uint64_t weight;
};

/* What one draw took from the word stream; part of the test vectors. */
struct hr1_trace {
    uint32_t words;   /* all words taken */
    uint32_t rejects; /* of them rejected, to keep the choice unbiased */
};

/* Gives the next word of a stream: 64 bits, each value as likely as any other. */
typedef uint64_t hr1_word_source(void *stream);

/* True for 2 to 24 runners, numbers strictly ascending within 1..2^31-1 (what SQL's integer holds), weights
 * at least 1, sum of weights at most 2^63-1. */
bool hr1_card_is_valid(const struct hr1_runner *runners, size_t count);

/* The secret of the round before: SHA-256("HR1/chain" || secret). It is also the commitment to `secret`.
 * `out` may be `secret`. */
void hr1_chain_step(uint8_t out[HR1_BYTES], const uint8_t secret[HR1_BYTES]);

/* The value that decides the round. As secret as `secret` until the result is published. */
void hr1_outcome_seed(uint8_t out[HR1_BYTES], const uint8_t secret[HR1_BYTES], uint64_t round,
                      const uint8_t card_hash[HR1_BYTES], const uint8_t beacon[HR1_BYTES]);

/* Writes `count` runner numbers, first to last. False, with nothing written, when the card is not valid.
 * `trace` may be NULL. */
bool hr1_draw(uint32_t *order, const uint8_t outcome_seed[HR1_BYTES], const struct hr1_runner *runners,
              size_t count, struct hr1_trace *trace) __attribute__((warn_unused_result));

/* The same draw from any stream of words: for tests that count all outcomes exactly. */
bool hr1_draw_from(uint32_t *order, hr1_word_source *next_word, void *stream,
                   const struct hr1_runner *runners, size_t count, struct hr1_trace *trace)
    __attribute__((warn_unused_result));

/* The seed of the film: without the outcome seed nothing about the order can be computed from it. */
void hr1_film_seed(uint8_t out[HR1_BYTES], const uint8_t outcome_seed[HR1_BYTES]);

#endif
