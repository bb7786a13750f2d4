/* SPDX-License-Identifier: MIT */
/* Makes, reads and hashes session tokens. */
#include "token.h"

#include <sodium.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define TOKEN_BYTES 32
/* With this prefix browsers take a cookie only over TLS, from this very host and for all of it: no other program of the host or
 * of the domain can set a second one. */
#define TLS_COOKIE_NAME "__Host-hippo_session"
#define COOKIE_NAME "hippo_session"
/* Sent to the api and the gateway (Path=/), not readable by scripts, and not sent from other sites. */
#define COOKIE_RULES "; Path=/; HttpOnly; Secure; SameSite=Strict"
#define COOKIE_ENDS "Set-Cookie: " COOKIE_NAME "=" COOKIE_RULES "; Max-Age=0\r\n"

static bool find_bearer(const char *header, char hash[TOKEN_HASH_SIZE]);
static bool find_cookie(const char *header, const char *name, char hash[TOKEN_HASH_SIZE]);

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
    *token = (struct token){.is_there = false};
    if (authorization && find_bearer(authorization, token->hash)) {
        token->is_there = true;
        return;
    }
    token->is_there = cookie && (find_cookie(cookie, TLS_COOKIE_NAME, token->hash) ||
                                 find_cookie(cookie, COOKIE_NAME, token->hash));
    token->is_of_browser = token->is_there;
}

const char *token_cookie_lines(struct arena *arena, const char *text, bool is_tls)
{
    return arena_printf(arena, "Set-Cookie: %s=%s" COOKIE_RULES "\r\n%s",
                        is_tls ? TLS_COOKIE_NAME : COOKIE_NAME, text, is_tls ? COOKIE_ENDS : "");
}

const char *token_expired_lines(bool is_tls)
{
    return is_tls ? "Set-Cookie: " TLS_COOKIE_NAME "=" COOKIE_RULES "; Max-Age=0\r\n" COOKIE_ENDS
                  : COOKIE_ENDS;
}

/* Several lines of the header have become a list. */
static bool find_bearer(const char *header, char hash[TOKEN_HASH_SIZE])
{
    static const char bearer[] = "Bearer ";
    char text[TOKEN_SIZE];
    for (const char *at = header; *at;) {
        at += strspn(at, ", \t");
        const char *item = at;
        size_t length = strcspn(item, ",");
        at += length;
        while (length > 0 && (item[length - 1] == ' ' || item[length - 1] == '\t'))
            length--;
        if (length != sizeof bearer - 1 + TOKEN_SIZE - 1 || strncasecmp(item, bearer, sizeof bearer - 1) != 0)
            continue;
        memcpy(text, item + sizeof bearer - 1, TOKEN_SIZE - 1);
        text[TOKEN_SIZE - 1] = '\0';
        if (token_hash(text, hash)) return true;
    }
    return false;
}

/* RFC 6265 4.2: name=value, separated by "; "; by a comma where a proxy has made one line of several. What is no token of ours
 * is another program's. Two tokens: one of them was planted, and nobody knows which. */
static bool find_cookie(const char *header, const char *name, char hash[TOKEN_HASH_SIZE])
{
    size_t name_length = strlen(name), length;
    char text[TOKEN_SIZE] = "", found[TOKEN_SIZE];
    for (const char *at = header; *at; at += length) {
        at += strspn(at, ";, \t");
        length = strcspn(at, ";, \t");
        if (length != name_length + 1 + TOKEN_SIZE - 1 || strncmp(at, name, name_length) != 0 ||
            at[name_length] != '=')
            continue;
        memcpy(found, at + name_length + 1, TOKEN_SIZE - 1);
        found[TOKEN_SIZE - 1] = '\0';
        if (!token_hash(found, hash) || strcmp(text, found) == 0) continue;
        if (*text) return false;
        memcpy(text, found, sizeof text);
    }
    return *text && token_hash(text, hash);
}
