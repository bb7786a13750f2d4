/* SPDX-License-Identifier: MIT */
/* Checks keys and makes fingerprints; the database stores both and repeats the stored answer. */
#include "idempotency.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

/* The IETF's draft of this header has the key in quotation marks, most clients send it without. */
const char *idempotency_key_read(struct arena *arena, const char *header, struct fault *fault)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-";
    const char *key = header;
    size_t length = key ? strlen(key) : 0;
    if (length == 0) {
        *fault = (struct fault){.problem = PROBLEM_KEY_MISSING,
                                .detail = "Send an Idempotency-Key header, new for each thing that you want "
                                          "done, and the same when you try again."};
        return NULL;
    }
    bool is_quoted = length >= 2 && key[0] == '"' && key[length - 1] == '"';
    if (is_quoted) {
        key++;
        length -= 2;
    }
    if (length >= IDEMPOTENCY_KEY_MIN && length <= IDEMPOTENCY_KEY_MAX && strspn(key, letters) == length) {
        const char *read = is_quoted ? arena_copy(arena, key, length) : key;
        if (!read)
            *fault = (struct fault){.problem = PROBLEM_INTERNAL_ERROR, .reason = "request memory used up"};
        return read;
    }
    *fault = (struct fault){.problem = PROBLEM_KEY_BAD,
                            .detail = "An Idempotency-Key is 8 to 64 of A-Z a-z 0-9 _ . : -"};
    return NULL;
}

void idempotency_fingerprint(char fingerprint[IDEMPOTENCY_FINGERPRINT_SIZE], const char *method,
                             const char *path, const char *body, size_t length)
{
    crypto_hash_sha256_state state;
    unsigned char digest[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256_init(&state);
    (void)crypto_hash_sha256_update(&state, (const unsigned char *)method, strlen(method));
    (void)crypto_hash_sha256_update(&state, (const unsigned char *)" ", 1);
    (void)crypto_hash_sha256_update(&state, (const unsigned char *)path, strlen(path));
    (void)crypto_hash_sha256_update(&state, (const unsigned char *)"\n", 1);
    (void)crypto_hash_sha256_update(&state, (const unsigned char *)body, length);
    (void)crypto_hash_sha256_final(&state, digest);
    fingerprint[0] = '\\';
    fingerprint[1] = 'x';
    (void)sodium_bin2hex(fingerprint + 2, IDEMPOTENCY_FINGERPRINT_SIZE - 2, digest, sizeof digest);
}
