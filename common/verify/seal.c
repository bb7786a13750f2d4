/* SPDX-License-Identifier: MIT */
/* The line is compared byte by byte with what it should be, so that no bit of it can be another. */
#include "seal.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "log.h"

#define SEAL_LINE_MAX 512

char *seal_line(const struct seal_counts *counts, const uint8_t hash[SEAL_HASH_BYTES],
                const uint8_t signature[SEAL_SIGNATURE_BYTES])
{
    char hash_hex[2 * SEAL_HASH_BYTES + 1], signature_hex[2 * SEAL_SIGNATURE_BYTES + 1];
    (void)sodium_bin2hex(hash_hex, sizeof hash_hex, hash, SEAL_HASH_BYTES);
    (void)sodium_bin2hex(signature_hex, sizeof signature_hex, signature, SEAL_SIGNATURE_BYTES);
    char *line = malloc(SEAL_LINE_MAX);
    if (!line) fatal("reason=\"out of memory\"");
    (void)snprintf(line, SEAL_LINE_MAX,
                   "{\"type\":\"end\",\"lines\":%" PRId64 ",\"rounds\":%" PRId64 ",\"tickets\":%" PRId64
                   ",\"entries\":%" PRId64 ",\"hash\":\"%s\",\"signature\":\"%s\"}",
                   counts->lines, counts->rounds, counts->tickets, counts->entries, hash_hex, signature_hex);
    return line;
}

const char *seal_check(const char *line, size_t length, struct json_object *end,
                       const struct seal_counts *counts, const uint8_t hash[SEAL_HASH_BYTES],
                       const uint8_t key[SEAL_KEY_BYTES])
{
    uint8_t told[SEAL_HASH_BYTES], signature[SEAL_SIGNATURE_BYTES], message[SEAL_MESSAGE_BYTES];
    if (!verify_json_bytes(end, "hash", told, sizeof told) ||
        !verify_json_bytes(end, "signature", signature, sizeof signature))
        return "its last line has no hash or no signature";
    if (memcmp(told, hash, sizeof told) != 0) return "its bytes are not those that were signed";
    seal_message(message, hash);
    if (crypto_sign_verify_detached(signature, message, sizeof message, key) != 0)
        return "its signature is not by this key";
    char *wanted = seal_line(counts, hash, signature);
    bool is_same = strlen(wanted) == length && memcmp(wanted, line, length) == 0;
    free(wanted);
    return is_same ? NULL : "its last line counts otherwise";
}
