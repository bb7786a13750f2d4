/* SPDX-License-Identifier: MIT */
/* What the signature of an export is of: `hippo/export` and the SHA-256 of the file, so that nothing else that the key might
 * sign one day can be taken for a file. */
#ifndef HIPPO_SEAL_MESSAGE_H
#define HIPPO_SEAL_MESSAGE_H

#include <stdint.h>

#define SEAL_HASH_BYTES 32
#define SEAL_MESSAGE_BYTES (12 + SEAL_HASH_BYTES)

void seal_message(uint8_t message[SEAL_MESSAGE_BYTES], const uint8_t hash[SEAL_HASH_BYTES]);

#endif
