/* SPDX-License-Identifier: MIT */
/* The signing key: the same whenever it is made from the same key, another one from another; and what it signs. */
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
#include <sys/stat.h>
#include <unistd.h>

#include "signer.h"

static char directory[64], path[128];

/* The signer of a key file that is nothing but this byte. */
static struct signer *signer_of(char byte)
{
    char bytes[KEY_STORE_KEY_BYTES];
    memset(bytes, byte, sizeof bytes);
    (void)snprintf(path, sizeof path, "%s/vault.key", directory);
    FILE *file = fopen(path, "wbe");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, sizeof bytes, file), sizeof bytes);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
    struct key_store *keys = key_store_load(path);
    struct signer *signer = signer_new(keys);
    key_store_close(keys);
    assert_int_equal(unlink(path), 0);
    return signer;
}

static void follows_from_the_schedulers_key(void **state)
{
    (void)state;
    struct signer *one = signer_of('k'), *again = signer_of('k'), *other = signer_of('l');
    assert_string_equal(signer_public_key(one), signer_public_key(again));
    assert_string_not_equal(signer_public_key(one), signer_public_key(other));
    /* Whoever changes how it is derived makes keys that nobody has published. */
    assert_string_equal(signer_public_key(one),
                        "b739593f4ee1f4d67f33ec588616313a0dad1c86c0bb9e6641bf7941e56e6d22");
    signer_free(one);
    signer_free(again);
    signer_free(other);
}

static void signs_what_the_verifier_takes(void **state)
{
    (void)state;
    static const uint8_t hash[SEAL_HASH_BYTES] = "of a file";
    uint8_t signature[SIGNER_SIGNATURE_BYTES], message[SEAL_MESSAGE_BYTES], key[crypto_sign_PUBLICKEYBYTES];
    struct signer *signer = signer_of('k');
    signer_sign(signer, hash, signature);
    seal_message(message, hash);
    assert_int_equal(
        sodium_hex2bin(key, sizeof key, signer_public_key(signer), SIGNER_KEY_CHARS, NULL, NULL, NULL), 0);
    assert_int_equal(crypto_sign_verify_detached(signature, message, sizeof message, key), 0);
    message[0] ^= 1;
    assert_int_not_equal(crypto_sign_verify_detached(signature, message, sizeof message, key), 0);
    signer_free(signer);
}

static int make_directory(void **state)
{
    (void)state;
    (void)snprintf(directory, sizeof directory, "/tmp/hippo-signer-XXXXXX");
    return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
    (void)state;
    return rmdir(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_from_the_schedulers_key),
        cmocka_unit_test(signs_what_the_verifier_takes),
    };
    if (sodium_init() < 0) return 1;
    return cmocka_run_group_tests_name("signer", tests, make_directory, remove_directory);
}
