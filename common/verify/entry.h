/* SPDX-License-Identifier: MIT */
/* The hash of a journal entry, as hippo.journal_hash makes it: over the hash before, the time, the request's fingerprint and
 * everything that the entry keeps; of a sale also over the ticket's lines. */
#ifndef HIPPO_VERIFY_ENTRY_H
#define HIPPO_VERIFY_ENTRY_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#define ENTRY_HASH_BYTES 32

/* NULL: the entry's hash is right, and is written to `hash`. Else what is not. `hash` is that of the entry before. */
const char *entry_check(struct json_object *entry, uint8_t hash[ENTRY_HASH_BYTES])
    __attribute__((warn_unused_result));

#endif
