/* SPDX-License-Identifier: MIT */
/* Makes, reads and hashes session tokens. */
#include "token.h"

#include <sodium.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define TOKEN_BYTES 32
#define COOKIE_NAME "hippo_session"
/* Sent to the api and the gateway (Path=/), not readable by scripts, and not sent from other sites. */
#define COOKIE_RULES "; Path=/; HttpOnly; Secure; SameSite=Strict"

static bool find_cookie(const char *header, char text[TOKEN_SIZE]);

const char token_expired_cookie[] = COOKIE_NAME "=" COOKIE_RULES "; Max-Age=0";

void token_make(char text[TOKEN_SIZE])
{
    unsigned char bytes[TOKEN_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2base64(text, TOKEN_SIZE, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
}

bool token_hash(const char *text, char hash[TOKEN_HASH_SIZE])
{
    unsigned char bytes[TOKEN_BYTES], digest[crypto_hash_sha256_BYTES];
    size_t length;
    if (strlen(text) != TOKEN_SIZE - 1 ||
        sodium_base642bin(bytes, sizeof bytes, text, TOKEN_SIZE - 1, NULL, &length, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        length != sizeof bytes)
        return false;
    (void)crypto_hash_sha256(digest, bytes, sizeof bytes);
    hash[0] = '\\';
    hash[1] = 'x';
    (void)sodium_bin2hex(hash + 2, TOKEN_HASH_SIZE - 2, digest, sizeof digest);
    return true;
}

void token_read(struct token *token, const char *authorization, const char *cookie)
{
    static const char bearer[] = "Bearer ";
    *token = (struct token){.is_there = false};
    if (authorization) {
        bool is_bearer = strncasecmp(authorization, bearer, sizeof bearer - 1) == 0;
        token->is_there = is_bearer && token_hash(authorization + sizeof bearer - 1, token->hash);
        return;
    }
    char text[TOKEN_SIZE];
    if (!cookie || !find_cookie(cookie, text)) return;
    token->is_there = token_hash(text, token->hash);
    token->is_of_browser = true;
}

const char *token_cookie(struct arena *arena, const char *text)
{
    return arena_printf(arena, "%s=%s%s", COOKIE_NAME, text, COOKIE_RULES);
}

/* RFC 6265 4.2: name=value, separated by "; ". */
static bool find_cookie(const char *header, char text[TOKEN_SIZE])
{
    static const char name[] = COOKIE_NAME "=";
    size_t found = 0;
    for (const char *at = header; *at;) {
        at += strspn(at, "; \t");
        size_t length = strcspn(at, ";");
        if (strncmp(at, name, sizeof name - 1) == 0) {
            found++;
            if (length != sizeof name - 1 + TOKEN_SIZE - 1) return false;
            memcpy(text, at + sizeof name - 1, TOKEN_SIZE - 1);
            text[TOKEN_SIZE - 1] = '\0';
        }
        at += length;
    }
    return found == 1;
}
