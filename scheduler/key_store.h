/* SPDX-License-Identifier: MIT */
/* The key that only schedulers have. The database stores the session secrets sealed (encrypted and authenticated) under it. */
#ifndef HIPPO_SCHEDULER_KEY_STORE_H
#define HIPPO_SCHEDULER_KEY_STORE_H

#include <stdbool.h>
#include <stdint.h>

#define KEY_STORE_KEY_BYTES 32
#define KEY_STORE_SECRET_BYTES 32
#define KEY_STORE_SEALED_BYTES (24 + 16 + KEY_STORE_SECRET_BYTES) /* nonce, tag, ciphertext of a secretbox */
#define KEY_STORE_FINGERPRINT_CHARS 16
#define KEY_STORE_SEED_BYTES 32

struct key_store;

/* Reads the key from `path`; NULL: there is no such file. One that others may read, that is not a plain file, or not of
 * 32 bytes is the operator's mistake: die(). sodium_init() must have been called. */
struct key_store *key_store_load(const char *path);

/* The same, but makes a key if no such file exists (*was_made): only for a history that wants none that is lost. An
 * existing file is never written to. */
struct key_store *key_store_open(const char *path, bool *was_made);
void key_store_close(struct key_store *keys);

/* A hash of the key, to tell keys apart: 16 hex digits. Valid until key_store_close. */
const char *key_store_fingerprint(const struct key_store *keys);

void key_store_seal(const struct key_store *keys, uint8_t sealed[KEY_STORE_SEALED_BYTES],
                    const uint8_t secret[KEY_STORE_SECRET_BYTES]);

/* False, with `secret` unchanged: sealed under another key, or damaged. The caller wipes `secret`. */
bool key_store_unseal(const struct key_store *keys, uint8_t secret[KEY_STORE_SECRET_BYTES],
                      const uint8_t sealed[KEY_STORE_SEALED_BYTES]) __attribute__((warn_unused_result));

/* What the key that exports are signed with is made from: it follows from this key and tells nothing of it. The caller wipes
 * it. */
void key_store_signing_seed(const struct key_store *keys, uint8_t seed[KEY_STORE_SEED_BYTES]);

#endif
