/* SPDX-License-Identifier: MIT */
/* The session token: 32 random bytes that the client has, and of which the database stores only the hash. */
#ifndef HIPPO_TOKEN_H
#define HIPPO_TOKEN_H

#include <stdbool.h>

#include "arena.h"

#define TOKEN_SIZE 44      /* base64url of 32 bytes, and a NUL */
#define TOKEN_HASH_SIZE 67 /* \x and 64 hex digits, as bytea reads it, and a NUL */

/* The token of a request. */
struct token {
    bool is_there;      /* well formed; only the database knows whether it is valid */
    bool is_of_browser; /* came as a cookie, which browsers send along with any page's requests */
    char hash[TOKEN_HASH_SIZE];
};

/* Makes a new token. */
void token_make(char text[TOKEN_SIZE]);

/* False: not a well-formed token. */
bool token_hash(const char *text, char hash[TOKEN_HASH_SIZE]) __attribute__((warn_unused_result));

/* From the Authorization and Cookie headers (NULL: not sent). If Authorization is there, the cookie is not looked at. Two
 * cookies of our name count as none, since another site under our domain may have set one of them. */
void token_read(struct token *token, const char *authorization, const char *cookie);

/* Values for Set-Cookie. token_cookie is NULL when the arena is used up. */
const char *token_cookie(struct arena *arena, const char *text);
extern const char token_expired_cookie[];

#endif
