/* SPDX-License-Identifier: MIT */
/* A repeated request is recognised by the client's key and a fingerprint of its content. */
#ifndef HIPPO_API_IDEMPOTENCY_H
#define HIPPO_API_IDEMPOTENCY_H

#include <stddef.h>

#include "arena.h"
#include "problem.h"

#define IDEMPOTENCY_KEY_MIN 8
#define IDEMPOTENCY_KEY_MAX 64
#define IDEMPOTENCY_FINGERPRINT_SIZE 67 /* \x and 64 hex digits, and a NUL */

/* The key that this header (NULL: not sent) holds: 8 to 64 of A-Z a-z 0-9 _ . : - , with or without quotation marks around
 * it, which are no part of it. In the arena or the header; NULL: *fault says what is wrong. */
const char *idempotency_key_read(struct arena *arena, const char *header, struct fault *fault)
    __attribute__((warn_unused_result));

/* SHA-256 of `METHOD SP path LF body`. Passwords must be removed from the body first: the fingerprint is stored, and an
 * unsalted hash of a password must not be. */
void idempotency_fingerprint(char fingerprint[IDEMPOTENCY_FINGERPRINT_SIZE], const char *method,
                             const char *path, const char *body, size_t length);

#endif
