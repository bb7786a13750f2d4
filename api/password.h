/* SPDX-License-Identifier: MIT */
/* Argon2id, in a few threads of its own: each hash takes 64 MiB and a processor, so logins queue and do not delay
 * sales. */
#ifndef HIPPO_API_PASSWORD_H
#define HIPPO_API_PASSWORD_H

#include <stdbool.h>

#include "problem.h"

#define PASSWORD_HASH_SIZE 128 /* libsodium's crypto_pwhash_STRBYTES */
#define PASSWORD_JOBS 2        /* at a time, in this process */
#define PASSWORD_WAITING_MAX 32
#define PASSWORD_STRANGERS_MAX 24 /* of whom nothing is known */
#define PASSWORD_WAIT_MS 4000

enum password_result {
    PASSWORD_GOOD,
    PASSWORD_BAD,  /* verify: the hash is of another password */
    PASSWORD_BUSY, /* not begun within PASSWORD_WAIT_MS, or too many are waiting */
};

/* Any thread may call these two. `hash` is what password_make wrote. Whoever is known (signed in, or was from that address)
 * goes before strangers, and has places that strangers cannot take. */
enum password_result password_verify(const char *hash, const char *password, bool is_known)
    __attribute__((warn_unused_result));
enum password_result password_make(char hash[PASSWORD_HASH_SIZE], const char *password)
    __attribute__((warn_unused_result));

/* True for PASSWORD_GOOD, else *fault is the problem to reply with. */
bool password_check_result(enum password_result result, struct fault *fault)
    __attribute__((warn_unused_result));

#endif
