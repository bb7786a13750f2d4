/* SPDX-License-Identifier: MIT */
/* The most used passwords are looked up by hash: a list of them is nobody's to read here. */
#include "password_rule.h"

#include <sodium.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define REPEATED_MAX 4
#define REPEATED_LENGTH_MAX 32

static bool is_common(const char *password);
static bool is_repeated(const char *password);
static int compare_hashes(const void *left, const void *right);
static size_t count_without(const char *password, const char *name);
static size_t count_characters(const char *text);
static bool starts_character(char byte);

static const uint32_t common[] = {
#include "password_common.inc"
};

bool password_fits(const char *password)
{
    return count_characters(password) <= PASSWORD_LENGTH_MAX;
}

enum password_flaw password_find_flaw(const char *password, const char *username)
{
    size_t length = count_characters(password);
    if (length < PASSWORD_LENGTH_MIN || length > PASSWORD_LENGTH_MAX) return PASSWORD_FLAW_LENGTH;
    if (is_common(password) || is_repeated(password)) return PASSWORD_FLAW_COMMON;
    if (username && *username && count_without(password, username) < PASSWORD_LENGTH_MIN)
        return PASSWORD_FLAW_NAME;
    return PASSWORD_FLAWLESS;
}

bool password_check_new(struct request *request, const char *parameter, const char *password,
                        const char *username, struct fault *fault)
{
    *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER, .parameter = parameter};
    switch (password ? password_find_flaw(password, username) : PASSWORD_FLAW_LENGTH) {
    case PASSWORD_FLAWLESS:
        return true;
    case PASSWORD_FLAW_LENGTH:
        fault->detail = arena_printf(request->arena, "%s must have %d to %d characters.", parameter,
                                     PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX);
        break;
    case PASSWORD_FLAW_COMMON:
        fault->problem = PROBLEM_PASSWORD_COMMON;
        fault->detail = "This password is one of those that are tried first: choose another one.";
        break;
    case PASSWORD_FLAW_NAME:
        fault->problem = PROBLEM_PASSWORD_NAME;
        fault->detail = arena_printf(request->arena,
                                     "This password is hardly more than the user name: choose one with %d "
                                     "other characters at least.",
                                     PASSWORD_LENGTH_MIN);
        break;
    }
    return false;
}

static bool is_common(const char *password)
{
    unsigned char text[4 * PASSWORD_LENGTH_MAX], hash[crypto_hash_sha256_BYTES];
    size_t length = strlen(password);
    if (length > sizeof text) return false;
    for (size_t i = 0; i < length; i++)
        text[i] =
            (unsigned char)(password[i] >= 'A' && password[i] <= 'Z' ? password[i] | 0x20 : password[i]);
    (void)crypto_hash_sha256(hash, text, length);
    uint32_t key = (uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 | (uint32_t)hash[2] << 8 | hash[3];
    sodium_memzero(text, sizeof text);
    return bsearch(&key, common, sizeof common / sizeof *common, sizeof *common, compare_hashes) != NULL;
}

/* 88888888, abababab, 123123123: up to four bytes again and again. Nobody tries the long ones. */
static bool is_repeated(const char *password)
{
    size_t length = strlen(password);
    for (size_t block = 1; block <= REPEATED_MAX && length <= REPEATED_LENGTH_MAX; block++)
        if (length > block && memcmp(password, password + block, length - block) == 0) return true;
    return false;
}

static int compare_hashes(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* The characters that are left when the name is taken out wherever it stands, in whatever case. */
static size_t count_without(const char *password, const char *name)
{
    size_t count = 0, length = strlen(name);
    while (*password) {
        if (strncasecmp(password, name, length) == 0)
            password += length;
        else
            count += starts_character(*password++);
    }
    return count;
}

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += starts_character(*text);
    return count;
}

/* UTF-8: a byte that does not continue a character. */
static bool starts_character(char byte)
{
    return (byte & 0xc0) != 0x80;
}
