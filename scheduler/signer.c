/* SPDX-License-Identifier: MIT */
/* The pair lives in memory of its own that is wiped, and out of reach of stray writes. */
#include "signer.h"

#include <sodium.h>

#include "log.h"

struct signer {
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    char public_key[SIGNER_KEY_CHARS + 1];
};

_Static_assert(SIGNER_KEY_CHARS == 2 * crypto_sign_PUBLICKEYBYTES, "an Ed25519 key");
_Static_assert(SIGNER_SIGNATURE_BYTES == crypto_sign_BYTES, "an Ed25519 signature");
_Static_assert(KEY_STORE_SEED_BYTES == crypto_sign_SEEDBYTES, "the seed of an Ed25519 pair");

struct signer *signer_new(const struct key_store *keys)
{
    struct signer *signer = sodium_malloc(sizeof *signer);
    if (!signer) fatal("reason=\"out of memory\"");
    uint8_t seed[KEY_STORE_SEED_BYTES], public_key[crypto_sign_PUBLICKEYBYTES];
    key_store_signing_seed(keys, seed);
    (void)crypto_sign_seed_keypair(public_key, signer->secret, seed);
    sodium_memzero(seed, sizeof seed);
    (void)sodium_bin2hex(signer->public_key, sizeof signer->public_key, public_key, sizeof public_key);
    if (sodium_mprotect_readonly(signer) != 0) fatal("reason=\"a key could not be guarded\"");
    return signer;
}

void signer_free(struct signer *signer)
{
    sodium_free(signer);
}

const char *signer_public_key(const struct signer *signer)
{
    return signer->public_key;
}

void signer_sign(const struct signer *signer, const uint8_t hash[SEAL_HASH_BYTES],
                 uint8_t signature[SIGNER_SIGNATURE_BYTES])
{
    uint8_t message[SEAL_MESSAGE_BYTES];
    seal_message(message, hash);
    (void)crypto_sign_detached(signature, NULL, message, sizeof message, signer->secret);
}
