/* SPDX-License-Identifier: MIT */
/* The key that only schedulers have: session secrets lie in the database sealed under it. */
#ifndef HIPPO_SCHEDULER_VAULT_H
#define HIPPO_SCHEDULER_VAULT_H

#include <stdbool.h>
#include <stdint.h>

#define VAULT_KEY_BYTES 32
#define VAULT_SECRET_BYTES 32
#define VAULT_SEALED_BYTES (24 + 16 + VAULT_SECRET_BYTES) /* nonce, tag, ciphertext of a secretbox */
#define VAULT_FINGERPRINT_CHARS 16

struct vault;

/* Reads the key from `path`, or makes one there when nothing is there yet (*was_made). An existing file is
 * never written to. A file that others may read, that is not a plain file, or not of 32 bytes is the
 * operator's mistake: die(). sodium_init() must have been called. */
struct vault *vault_open(const char *path, bool *was_made);
void vault_close(struct vault *vault);

/* Tells keys apart without telling them: 16 hex digits. Lives as long as the vault. */
const char *vault_fingerprint(const struct vault *vault);

void vault_seal(const struct vault *vault, uint8_t sealed[VAULT_SEALED_BYTES],
                const uint8_t secret[VAULT_SECRET_BYTES]);

/* False, with nothing in `secret`: sealed under another key, or damaged. The caller wipes `secret`. */
bool vault_unseal(const struct vault *vault, uint8_t secret[VAULT_SECRET_BYTES],
                  const uint8_t sealed[VAULT_SEALED_BYTES]) __attribute__((warn_unused_result));

#endif
