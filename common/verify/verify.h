/* SPDX-License-Identifier: MIT */
/* Replays a file line by line: either a signed export of a period, or what GET rounds/{id}/proof answered for some rounds, a
 * line each. Callers have called sodium_init(). */
#ifndef HIPPO_VERIFY_VERIFY_H
#define HIPPO_VERIFY_VERIFY_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "seal.h"

#define VERIFY_LINE_MAX ((size_t)16 * 1024 * 1024) /* of one line, in bytes */

enum verify_result { VERIFY_HOLDS, VERIFY_BROKEN, VERIFY_UNREADABLE /* it is no such file at all */ };

struct verify;

/* `key` must have signed an export; NULL: the key that it names will do. It must live as long as the verifier. */
struct verify *verify_new(const uint8_t *key);
void verify_free(struct verify *verify);

/* The next line, without its line feed; `has_feed`: it had one. */
void verify_line(struct verify *verify, const char *line, size_t length, bool has_feed);

/* After the last line: a line for each round and each chain of the journal, and one for the whole. */
enum verify_result verify_end(struct verify *verify, FILE *out) __attribute__((warn_unused_result));

#endif
