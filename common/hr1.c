/* SPDX-License-Identifier: MIT */
/* The draw in C. sql/functions/hippo/hr1_*.sql and web/lib/hr1.js implement the same and must give the same bits. */
#include "hr1.h"

#include <sodium.h>

#define WORD_BYTES 8
#define WEIGHT_SUM_MAX INT64_MAX

static const char chain_label[] = "HR1/chain";
static const char outcome_label[] = "HR1/outcome"; /* its terminating NUL is part of the message */
static const char draw_label[] = "HR1/draw";
static const char film_label[] = "HR1/film";

/* Block k is HMAC(outcome seed, draw_label || u32be(k)) and gives four words, first bytes first. */
struct word_stream {
    crypto_auth_hmacsha256_state keyed; /* initialised with the key, and copied for each block */
    uint8_t block[HR1_BYTES];
    size_t used; /* bytes of block */
    uint32_t next_block;
};

static uint64_t stream_next_word(void *stream);
static void stream_refill(struct word_stream *stream);
static uint64_t below(uint64_t bound, hr1_word_source *next_word, void *stream, struct hr1_trace *trace);
static void put_be(uint8_t *out, uint64_t value, size_t bytes);

bool hr1_card_is_valid(const struct hr1_runner *runners, size_t count)
{
    if (count < HR1_RUNNERS_MIN || count > HR1_RUNNERS_MAX) return false;
    uint32_t previous = 0;
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (runners[i].number <= previous || runners[i].number > INT32_MAX) return false;
        if (runners[i].weight < 1 || runners[i].weight > WEIGHT_SUM_MAX - sum) return false;
        previous = runners[i].number;
        sum += runners[i].weight;
    }
    return true;
}

void hr1_chain_step(uint8_t out[HR1_BYTES], const uint8_t secret[HR1_BYTES])
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const uint8_t *)chain_label, sizeof chain_label - 1);
    crypto_hash_sha256_update(&state, secret, HR1_BYTES);
    crypto_hash_sha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

void hr1_outcome_seed(uint8_t out[HR1_BYTES], const uint8_t secret[HR1_BYTES], uint64_t round,
                      const uint8_t card_hash[HR1_BYTES], const uint8_t beacon[HR1_BYTES])
{
    uint8_t round_be[8];
    put_be(round_be, round, sizeof round_be);
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, secret, HR1_BYTES);
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)outcome_label, sizeof outcome_label);
    crypto_auth_hmacsha256_update(&state, round_be, sizeof round_be);
    crypto_auth_hmacsha256_update(&state, card_hash, HR1_BYTES);
    crypto_auth_hmacsha256_update(&state, beacon, HR1_BYTES);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

bool hr1_draw(uint32_t *order, const uint8_t outcome_seed[HR1_BYTES], const struct hr1_runner *runners,
              size_t count, struct hr1_trace *trace)
{
    struct word_stream stream = {.used = HR1_BYTES, .next_block = 0};
    crypto_auth_hmacsha256_init(&stream.keyed, outcome_seed, HR1_BYTES);
    bool is_drawn = hr1_draw_from(order, stream_next_word, &stream, runners, count, trace);
    sodium_memzero(&stream, sizeof stream);
    return is_drawn;
}

bool hr1_draw_from(uint32_t *order, hr1_word_source *next_word, void *stream,
                   const struct hr1_runner *runners, size_t count, struct hr1_trace *trace)
{
    if (!hr1_card_is_valid(runners, count)) return false;
    struct hr1_trace taken = {0, 0};
    uint64_t weights[HR1_RUNNERS_MAX] = {0}, sum = 0; /* of the runners left; a placed runner weighs 0 */
    for (size_t i = 0; i < count; i++)
        sum += weights[i] = runners[i].weight;
    for (size_t place = 0; place < count; place++) {
        /* One runner is left for the last place: it takes no word. */
        uint64_t rest = place + 1 < count ? below(sum, next_word, stream, &taken) : 0;
        size_t i = 0;
        while (rest >= weights[i])
            rest -= weights[i++];
        order[place] = runners[i].number;
        sum -= weights[i];
        weights[i] = 0;
    }
    if (trace) *trace = taken;
    return true;
}

void hr1_film_seed(uint8_t out[HR1_BYTES], const uint8_t outcome_seed[HR1_BYTES])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, outcome_seed, HR1_BYTES);
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)film_label, sizeof film_label - 1);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

static uint64_t stream_next_word(void *context)
{
    struct word_stream *stream = context;
    if (stream->used == HR1_BYTES) stream_refill(stream);
    uint64_t word = 0;
    for (size_t i = 0; i < WORD_BYTES; i++)
        word = word << 8 | stream->block[stream->used + i];
    stream->used += WORD_BYTES;
    return word;
}

static void stream_refill(struct word_stream *stream)
{
    uint8_t counter[4];
    put_be(counter, stream->next_block++, sizeof counter);
    crypto_auth_hmacsha256_state state = stream->keyed;
    crypto_auth_hmacsha256_update(&state, (const uint8_t *)draw_label, sizeof draw_label - 1);
    crypto_auth_hmacsha256_update(&state, counter, sizeof counter);
    crypto_auth_hmacsha256_final(&state, stream->block);
    sodium_memzero(&state, sizeof state);
    stream->used = 0;
}

/* Uniform on 0..bound-1 without bias: the incomplete run of `bound` values at the top of the word's range is
 * rejected, or the low values would be more likely. 0 - bound is 2^64 - bound: same remainder as 2^64. */
static uint64_t below(uint64_t bound, hr1_word_source *next_word, void *stream, struct hr1_trace *trace)
{
    uint64_t incomplete = (0 - bound) % bound;
    for (;;) {
        uint64_t word = next_word(stream);
        trace->words++;
        if (word <= UINT64_MAX - incomplete) return word % bound;
        trace->rejects++;
    }
}

static void put_be(uint8_t *out, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        out[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
}
