/* SPDX-License-Identifier: MIT */
/* The session token: 32 random bytes that the client carries, and of which the database knows only the hash. */
#ifndef HIPPO_TOKEN_H
#define HIPPO_TOKEN_H

#include <stdbool.h>

#include "arena.h"

#define TOKEN_SIZE 44      /* base64url of 32 bytes, and a NUL */
#define TOKEN_HASH_SIZE 67 /* \x and 64 hex digits, as bytea reads it, and a NUL */

/* What a request carries. */
struct token {
    bool is_there;      /* well formed; whether anybody is signed in with it is for the database to say */
    bool is_of_browser; /* came as a cookie, which browsers send along with any page's requests */
    char hash[TOKEN_HASH_SIZE];
};

/* A new one. */
void token_make(char text[TOKEN_SIZE]);

/* False: not one of ours. */
bool token_hash(const char *text, char hash[TOKEN_HASH_SIZE]) __attribute__((warn_unused_result));

/* From the Authorization and Cookie headers (NULL: not sent). A machine's `Bearer` wins: whoever writes it knows
 * who they want to be. Two cookies of our name are none: one of them was planted. */
void token_read(struct token *token, const char *authorization, const char *cookie);

/* Values for Set-Cookie; NULL when the arena is used up. */
const char *token_cookie(struct arena *arena, const char *text);
extern const char token_expired_cookie[];

#endif
