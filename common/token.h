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

/* From the Authorization and Cookie headers (NULL: not sent), each of which may be a list of what stood in several lines. Other
 * programs of the same host have theirs in both: whatever is no bearer token of ours is looked past, as if it were not there.
 * Of cookies the one that only TLS can set counts first. Two different ones count as none, since another site under our
 * domain may have set one of them. */
void token_read(struct token *token, const char *authorization, const char *cookie);

/* Lines of a response's head. Over TLS, as the browser sees it, the cookie has a name that nobody else can set, and the one
 * without it ends. NULL when the arena is used up. */
const char *token_cookie_lines(struct arena *arena, const char *text, bool is_tls);
const char *token_expired_lines(bool is_tls);

#endif
