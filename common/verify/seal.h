/* SPDX-License-Identifier: MIT */
/* The last line of an export: how many lines stand before it, the SHA-256 of all their bytes, and its Ed25519 signature. */
#ifndef HIPPO_VERIFY_SEAL_H
#define HIPPO_VERIFY_SEAL_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seal_message.h"

#define SEAL_KEY_BYTES 32
#define SEAL_SIGNATURE_BYTES 64

struct seal_counts {
    int64_t lines, rounds, tickets, entries;
};

/* The line without its line feed, in the only way in which it is written. The caller frees it. */
char *seal_line(const struct seal_counts *counts, const uint8_t hash[SEAL_HASH_BYTES],
                const uint8_t signature[SEAL_SIGNATURE_BYTES]);

/* NULL: `line`, which was parsed to `end`, seals a file with these counts and this hash, by this key. Else what is wrong. */
const char *seal_check(const char *line, size_t length, struct json_object *end,
                       const struct seal_counts *counts, const uint8_t hash[SEAL_HASH_BYTES],
                       const uint8_t key[SEAL_KEY_BYTES]) __attribute__((warn_unused_result));

#endif
