/* SPDX-License-Identifier: MIT */
/* The draw against the published vectors, against the exact law of the order, and against malformed cards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "hr1.h"

#define VECTORS_IN_FILE 83
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

enum { ID, SECRET, ROUND, CARD_HASH, BEACON, RUNNERS, OUTCOME_SEED, WORDS, REJECTS, ORDER, FIELDS };

/* Words that a test wrote down, in place of the HMAC stream. */
struct script {
    const uint64_t *words;
    size_t count, used;
};

static void read_hex(uint8_t out[HR1_BYTES], const char *hex)
{
    size_t length;
    assert_int_equal(sodium_hex2bin(out, HR1_BYTES, hex, strlen(hex), NULL, &length, NULL), 0);
    assert_int_equal(length, HR1_BYTES);
}

static void assert_hex(const uint8_t bytes[HR1_BYTES], const char *expected)
{
    char hex[2 * HR1_BYTES + 1];
    sodium_bin2hex(hex, sizeof hex, bytes, HR1_BYTES);
    assert_string_equal(hex, expected);
}

/* Cuts a line of the vector file in place; only the runners stand in quotes. */
static void split(char *line, char *fields[FIELDS])
{
    for (int i = 0; i < FIELDS; i++) {
        char stop = i == FIELDS - 1 ? '\n' : ',';
        if (*line == '"') {
            line++;
            stop = '"';
        }
        fields[i] = line;
        line = strchr(line, stop);
        assert_non_null(line);
        *line++ = '\0';
        if (stop == '"') line++;
    }
}

static size_t read_runners(struct hr1_runner runners[HR1_RUNNERS_MAX], char *text)
{
    size_t count = 0;
    for (const char *word; (word = strsep(&text, ",")); count++) {
        assert_true(count < HR1_RUNNERS_MAX);
        char *colon;
        runners[count].number = (uint32_t)strtoul(word, &colon, 10);
        runners[count].weight = strtoull(colon + 1, NULL, 10);
    }
    return count;
}

static void assert_vector(char *fields[FIELDS])
{
    uint8_t secret[HR1_BYTES], card_hash[HR1_BYTES], beacon[HR1_BYTES], seed[HR1_BYTES];
    read_hex(secret, fields[SECRET]);
    read_hex(card_hash, fields[CARD_HASH]);
    read_hex(beacon, fields[BEACON]);
    hr1_outcome_seed(seed, secret, strtoull(fields[ROUND], NULL, 10), card_hash, beacon);
    assert_hex(seed, fields[OUTCOME_SEED]);

    struct hr1_runner runners[HR1_RUNNERS_MAX];
    size_t count = read_runners(runners, fields[RUNNERS]);
    uint32_t order[HR1_RUNNERS_MAX];
    struct hr1_trace trace;
    assert_true(hr1_draw(order, seed, runners, count, &trace));
    char text[HR1_RUNNERS_MAX * 11 + 1] = "";
    for (size_t i = 0, used = 0; i < count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%u", i ? "-" : "", order[i]);
    assert_string_equal(text, fields[ORDER]);
    assert_int_equal(trace.words, strtoul(fields[WORDS], NULL, 10));
    assert_int_equal(trace.rejects, strtoul(fields[REJECTS], NULL, 10));
}

static void every_published_vector_comes_out(void **state)
{
    (void)state;
    const char *path = getenv("HR1_VECTORS");
    if (!path) path = "tests/fairness/hr1-vectors.csv";
    FILE *file = fopen(path, "r");
    if (!file) fail_msg("cannot open %s: run from the project's root or set HR1_VECTORS", path);
    char line[4096];
    assert_non_null(fgets(line, sizeof line, file));
    assert_string_equal(line, "id,secret,round,card_hash,beacon,runners,outcome_seed,words,rejects,order\n");
    int vectors = 0;
    for (; fgets(line, sizeof line, file); vectors++) {
        char *fields[FIELDS];
        split(line, fields);
        assert_vector(fields);
    }
    (void)fclose(file);
    assert_int_equal(vectors, VECTORS_IN_FILE);
}

static void vector_0_has_its_chain_and_its_film(void **state)
{
    (void)state;
    uint8_t secret[HR1_BYTES], seed[HR1_BYTES], film[HR1_BYTES];
    read_hex(secret, "a52ec84d284ecba3dda7e5dac6075281020b08d1d51075daf1c4cd583816dbe2");
    uint8_t card_hash[HR1_BYTES], beacon[HR1_BYTES];
    read_hex(card_hash, "3ac3c8316dbf9b95eb1e5d10472f0e8321d1574bd5997634c885e2354d9da6f6");
    read_hex(beacon, "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587");
    hr1_outcome_seed(seed, secret, 10000001, card_hash, beacon);
    assert_hex(seed, "d393f5603a461cbd77194ebb81d771f3ea22b7140495a3ccb164da41da752a06");
    hr1_film_seed(film, seed);
    assert_hex(film, "cc65d7c9f06b07dad3c018e3e2dee553cdf66fa3caf112c3c47f8a89116cc2fc");
    hr1_chain_step(secret, secret);
    assert_hex(secret, "c973d68a8fc582fead30d6f7a73d9233742e1e125dc9eedf740a1fbc952ea0be");
}

static void malformed_cards_are_refused(void **state)
{
    (void)state;
    const struct {
        const char *name;
        size_t count;
        struct hr1_runner runners[3];
    } cards[] = {
        {"no runner", 0, {{1, 1}}},
        {"one runner", 1, {{1, 1}}},
        {"number 0", 2, {{0, 1}, {1, 1}}},
        {"number 2^31", 2, {{1, 1}, {UINT32_C(1) << 31, 1}}},
        {"equal numbers", 2, {{5, 1}, {5, 1}}},
        {"numbers descend", 3, {{4, 1}, {6, 1}, {5, 1}}},
        {"weight 0", 3, {{1, 1}, {2, 0}, {3, 1}}},
        {"weight 2^63", 2, {{1, UINT64_C(1) << 63}, {2, 1}}},
        {"sum 2^63", 2, {{1, INT64_MAX}, {2, 1}}},
        {"sum that wraps around 2^64", 3, {{1, UINT64_MAX}, {2, 1}, {3, 1}}},
        {"sum that wraps in the middle", 3, {{1, INT64_MAX - 1}, {2, UINT64_MAX - 1}, {3, 5}}},
    };
    const uint8_t seed[HR1_BYTES] = {0};
    for (size_t i = 0; i < COUNT_OF(cards); i++) {
        uint32_t order[3] = {99, 99, 99};
        struct hr1_trace trace = {99, 99};
        bool is_drawn = hr1_draw(order, seed, cards[i].runners, cards[i].count, &trace);
        if (is_drawn) fail_msg("drawn from a card with %s", cards[i].name);
        assert_int_equal(order[0], 99);
        assert_int_equal(trace.words, 99);
    }
    struct hr1_runner many[HR1_RUNNERS_MAX + 1];
    for (uint32_t i = 0; i < COUNT_OF(many); i++)
        many[i] = (struct hr1_runner){i + 1, 1};
    assert_false(hr1_card_is_valid(many, COUNT_OF(many)));
    assert_true(hr1_card_is_valid(many, HR1_RUNNERS_MAX));
}

static void the_widest_card_is_drawn(void **state)
{
    (void)state;
    const struct hr1_runner runners[] = {{1, INT64_MAX - 1}, {INT32_MAX, 1}};
    const uint8_t seed[HR1_BYTES] = {0};
    uint32_t order[2];
    assert_true(hr1_draw(order, seed, runners, 2, NULL));
    assert_int_equal(order[0], 1);
    assert_int_equal(order[1], INT32_MAX);
}

static uint64_t scripted_word(void *context)
{
    struct script *script = context;
    assert_true(script->used < script->count);
    return script->words[script->used++];
}

/* Weights 3 and 4: 2^64 mod 7 = 2, so the two highest words are refused and the third highest leaves 6. */
static void the_incomplete_run_of_words_is_refused(void **state)
{
    (void)state;
    const struct hr1_runner runners[] = {{1, 3}, {2, 4}};
    const uint64_t words[] = {UINT64_MAX, UINT64_MAX - 1, UINT64_MAX - 2};
    struct script script = {words, COUNT_OF(words), 0};
    uint32_t order[2];
    struct hr1_trace trace;
    assert_true(hr1_draw_from(order, scripted_word, &script, runners, 2, &trace));
    assert_int_equal(order[0], 2);
    assert_int_equal(trace.words, 3);
    assert_int_equal(trace.rejects, 2);
}

/* 2^64 is a multiple of 2: no word may be refused. */
static void a_sum_that_divides_takes_every_word(void **state)
{
    (void)state;
    const struct hr1_runner runners[] = {{1, 1}, {2, 1}};
    const uint64_t words[] = {UINT64_MAX};
    struct script script = {words, COUNT_OF(words), 0};
    uint32_t order[2];
    struct hr1_trace trace;
    assert_true(hr1_draw_from(order, scripted_word, &script, runners, 2, &trace));
    assert_int_equal(order[0], 2);
    assert_int_equal(trace.rejects, 0);
}

/* Feeds every pair of words below (sum, rests' product): each remainder comes equally often at both places,
 * so the count of each order must be its Plackett-Luce probability, exactly. */
static void assert_exact_law(const uint64_t weights[3])
{
    const uint64_t sum = weights[0] + weights[1] + weights[2];
    const uint64_t rests = (sum - weights[0]) * (sum - weights[1]) * (sum - weights[2]);
    const struct hr1_runner runners[] = {{1, weights[0]}, {2, weights[1]}, {3, weights[2]}};
    uint64_t seen[4][4] = {{0}};
    for (uint64_t first = 0; first < sum; first++) {
        for (uint64_t second = 0; second < rests; second++) {
            struct script script = {(const uint64_t[]){first, second}, 2, 0};
            uint32_t order[3];
            if (!hr1_draw_from(order, scripted_word, &script, runners, 3, NULL)) fail();
            if (order[0] + order[1] + order[2] != 6 || script.used != 2) fail();
            seen[order[0]][order[1]]++;
        }
    }
    for (size_t a = 0; a < 3; a++)
        for (size_t b = 0; b < 3; b++)
            if (a != b)
                assert_int_equal(seen[a + 1][b + 1], weights[a] * rests / (sum - weights[a]) * weights[b]);
}

static void three_runners_follow_the_exact_law(void **state)
{
    (void)state;
    for (uint64_t a = 1; a <= 4; a++)
        for (uint64_t b = 1; b <= 4; b++)
            for (uint64_t c = 1; c <= 4; c++)
                assert_exact_law((const uint64_t[]){a, b, c});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_published_vector_comes_out),
        cmocka_unit_test(vector_0_has_its_chain_and_its_film),
        cmocka_unit_test(malformed_cards_are_refused),
        cmocka_unit_test(the_widest_card_is_drawn),
        cmocka_unit_test(the_incomplete_run_of_words_is_refused),
        cmocka_unit_test(a_sum_that_divides_takes_every_word),
        cmocka_unit_test(three_runners_follow_the_exact_law),
    };
    if (sodium_init() < 0) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
