/* SPDX-License-Identifier: MIT */
/* A repeated request is recognised by the client's key and a fingerprint of its content. */
#ifndef HIPPO_API_IDEMPOTENCY_H
#define HIPPO_API_IDEMPOTENCY_H

#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

#define IDEMPOTENCY_KEY_MIN 8
#define IDEMPOTENCY_KEY_MAX 64
#define IDEMPOTENCY_FINGERPRINT_SIZE 67 /* \x and 64 hex digits, and a NUL */

/* True if this header (NULL: not sent) is a key: 8 to 64 of A-Z a-z 0-9 _ . : - . False: *fault says what is wrong. */
bool idempotency_key_check(const char *key, struct fault *fault) __attribute__((warn_unused_result));

/* SHA-256 of `METHOD SP path LF body`. Passwords must be removed from the body first: the fingerprint is stored, and an
 * unsalted hash of a password must not be. */
void idempotency_fingerprint(char fingerprint[IDEMPOTENCY_FINGERPRINT_SIZE], const char *method,
                             const char *path, const char *body, size_t length);

#endif
