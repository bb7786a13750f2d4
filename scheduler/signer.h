/* SPDX-License-Identifier: MIT */
/* The key pair that exports are signed with (Ed25519). It follows from the scheduler's key, so there is no second file to
 * keep: a new scheduler's key is a new pair, and files that the old one signed stay good. */
#ifndef HIPPO_SCHEDULER_SIGNER_H
#define HIPPO_SCHEDULER_SIGNER_H

#include "key_store.h"
#include "seal_message.h"

#define SIGNER_KEY_CHARS 64 /* hex digits of the public key */
#define SIGNER_SIGNATURE_BYTES 64

struct signer;

/* A copy of its own: it may outlive `keys`. */
struct signer *signer_new(const struct key_store *keys);

/* Wipes it. NULL is fine. */
void signer_free(struct signer *signer);

/* The public key in hex; valid until signer_free. */
const char *signer_public_key(const struct signer *signer);

/* Signs a file with this hash. */
void signer_sign(const struct signer *signer, const uint8_t hash[SEAL_HASH_BYTES],
                 uint8_t signature[SIGNER_SIGNATURE_BYTES]);

#endif
