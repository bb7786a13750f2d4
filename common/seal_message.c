/* SPDX-License-Identifier: MIT */
/* The label has no NUL behind it. */
#include "seal_message.h"

#include <string.h>

#define LABEL "hippo/export"

_Static_assert(sizeof LABEL - 1 + SEAL_HASH_BYTES == SEAL_MESSAGE_BYTES, "what is signed");

void seal_message(uint8_t message[SEAL_MESSAGE_BYTES], const uint8_t hash[SEAL_HASH_BYTES])
{
    memcpy(message, LABEL, sizeof LABEL - 1);
    memcpy(message + sizeof LABEL - 1, hash, SEAL_HASH_BYTES);
}
