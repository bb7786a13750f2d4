/* SPDX-License-Identifier: MIT */
/* The chain of a session: every secret commits the next, and the last one gives the whole chain again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "hash_chain.h"
#include "hr1.h"

static void test_every_secret_is_the_commitment_of_the_next(void **state)
{
    (void)state;
    struct hash_chain *chain = hash_chain_new(2000);
    assert_int_equal(hash_chain_rounds(chain), 2000);
    for (uint32_t i = 1; i <= 2000; i++) {
        uint8_t step[HR1_BYTES];
        hr1_chain_step(step, hash_chain_secret(chain, i));
        assert_memory_equal(step, hash_chain_secret(chain, i - 1), HR1_BYTES);
    }
    hash_chain_free(chain);
}

static void test_a_chain_is_restored_from_its_last_secret(void **state)
{
    (void)state;
    struct hash_chain *chain = hash_chain_new(100),
                      *same = hash_chain_restore(hash_chain_secret(chain, 100), 100);
    for (uint32_t i = 0; i <= 100; i++)
        assert_memory_equal(hash_chain_secret(same, i), hash_chain_secret(chain, i), HR1_BYTES);
    hash_chain_free(chain);
    hash_chain_free(same);
}

static void test_two_chains_share_nothing(void **state)
{
    (void)state;
    struct hash_chain *one = hash_chain_new(1), *two = hash_chain_new(1);
    assert_memory_not_equal(hash_chain_secret(one, 0), hash_chain_secret(two, 0), HR1_BYTES);
    assert_memory_not_equal(hash_chain_secret(one, 1), hash_chain_secret(two, 1), HR1_BYTES);
    hash_chain_free(one);
    hash_chain_free(two);
}

/* The published vector 0: reveal s_1, commitment s_0. */
static void test_the_published_vector(void **state)
{
    (void)state;
    uint8_t last[HR1_BYTES];
    char hex[2 * HR1_BYTES + 1];
    const char *secret = "a52ec84d284ecba3dda7e5dac6075281020b08d1d51075daf1c4cd583816dbe2";
    assert_int_equal(sodium_hex2bin(last, sizeof last, secret, strlen(secret), NULL, NULL, NULL), 0);
    struct hash_chain *chain = hash_chain_restore(last, 1);
    sodium_bin2hex(hex, sizeof hex, hash_chain_secret(chain, 0), HR1_BYTES);
    assert_string_equal(hex, "c973d68a8fc582fead30d6f7a73d9233742e1e125dc9eedf740a1fbc952ea0be");
    hash_chain_free(chain);
}

static void test_the_longest_chain(void **state)
{
    (void)state;
    struct hash_chain *chain = hash_chain_new(HASH_CHAIN_ROUNDS_MAX);
    uint8_t step[HR1_BYTES];
    hr1_chain_step(step, hash_chain_secret(chain, HASH_CHAIN_ROUNDS_MAX));
    assert_memory_equal(step, hash_chain_secret(chain, HASH_CHAIN_ROUNDS_MAX - 1), HR1_BYTES);
    hash_chain_free(chain);
    hash_chain_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_secret_is_the_commitment_of_the_next),
        cmocka_unit_test(test_a_chain_is_restored_from_its_last_secret),
        cmocka_unit_test(test_two_chains_share_nothing),
        cmocka_unit_test(test_the_published_vector),
        cmocka_unit_test(test_the_longest_chain),
    };
    if (sodium_init() < 0) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
