/* SPDX-License-Identifier: MIT */
/* What makes a repeated request the same request: the client's key, and a fingerprint of what was asked. */
#ifndef HIPPO_API_IDEMPOTENCY_H
#define HIPPO_API_IDEMPOTENCY_H

#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

#define IDEMPOTENCY_KEY_MIN 8
#define IDEMPOTENCY_KEY_MAX 64
#define IDEMPOTENCY_FINGERPRINT_SIZE 67 /* \x and 64 hex digits, and a NUL */

/* Is this header (NULL: not sent) a key: 8 to 64 of A-Z a-z 0-9 _ . : - ? False: *fault says what is wrong. */
bool idempotency_key_check(const char *key, struct fault *fault) __attribute__((warn_unused_result));

/* SHA-256 of `METHOD SP path LF body`. A body with a password in it must come without: the fingerprint is kept
 * for ever, and a bare hash of a password must not be. */
void idempotency_fingerprint(char fingerprint[IDEMPOTENCY_FINGERPRINT_SIZE], const char *method,
                             const char *path, const char *body, size_t length);

#endif
