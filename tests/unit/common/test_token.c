/* SPDX-License-Identifier: MIT */
/* Whose token a request carries: made, hashed, found among cookies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "token.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#define GOOD "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define OTHER "HxECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define GOOD_HASH                                                                                            \
    "\\x66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925" /* SHA-256 of 32 zero bytes */

static void makes_one_that_it_can_read(void **state)
{
    (void)state;
    char one[TOKEN_SIZE], two[TOKEN_SIZE], hash[TOKEN_HASH_SIZE], other[TOKEN_HASH_SIZE];
    token_make(one);
    token_make(two);
    assert_string_not_equal(one, two);
    assert_true(token_hash(one, hash));
    assert_true(token_hash(two, other));
    assert_string_not_equal(hash, other);
    assert_true(token_hash(GOOD, hash));
    assert_string_equal(hash, GOOD_HASH);
}

static void refuses_what_is_none(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "x",
        GOOD "A",
        GOOD "=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", /* bits that say nothing */
        "AAAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAA"};
    char hash[TOKEN_HASH_SIZE];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (token_hash(bad[i], hash)) fail_msg("%s was taken", bad[i]);
}

static void finds_it_in_headers(void **state)
{
    (void)state;
    static const struct {
        const char *authorization, *cookie;
        bool is_there, is_of_browser;
    } rows[] = {
        {NULL, NULL, false, false},
        {NULL, "", false, false},
        {NULL, "hippo_session=" GOOD, true, true},
        {NULL, "a=b; hippo_session=" GOOD "; c=d", true, true},
        {NULL, "a=b;hippo_session=" GOOD, true, true},
        {NULL, "hippo_session=", false, false},
        {NULL, "hippo_session=" GOOD "x", false, false},
        {NULL, "xhippo_session=" GOOD, false, false},
        {NULL, "x=hippo_session=" GOOD, false, false},
        {NULL, "Hippo_Session=" GOOD, false, false},
        {"Bearer " GOOD, NULL, true, false},
        {"bearer " GOOD, NULL, true, false},
        {"Bearer " GOOD, "hippo_session=x", true, false},
        {NULL, "hippo_session=" GOOD "; hippo_session=" GOOD, true, true},
        {NULL, "hippo_session=" GOOD "; hippo_session=" OTHER, false, false}, /* one of them was planted */
        {NULL, "hippo_session=theirs; hippo_session=" GOOD, true, true}, /* another program's, of its path */
        {NULL, "hippo_session=" GOOD "; hippo_session=", true, true},
        {NULL, "theme=dark, hippo_session=" GOOD, true, true}, /* two lines, as a proxy joins them */
        {NULL, "a=\"b, c\", hippo_session=" GOOD ", d=e", true, true},
        {NULL, "__Host-hippo_session=" GOOD, true, true},
        {NULL, "__Host-hippo_session=" GOOD "; hippo_session=" OTHER, true, true},
        {NULL, "hippo_session=" OTHER "; __Host-hippo_session=" GOOD "; hippo_session=" OTHER, true, true},
        {NULL, "__host-hippo_session=" GOOD, false, false},
        {"Basic " GOOD, "hippo_session=" GOOD, true, true}, /* a gatekeeper's */
        {"Bearer eyJhbGciOiJIUzI1NiJ9.e30.x", "hippo_session=" GOOD, true, true},
        {"Basic eDp5, Bearer " GOOD, NULL, true, false},
        {"Bearer " GOOD " , Basic eDp5", NULL, true, false},
        {"Bearer " OTHER "x, Digest a=\"Bearer " GOOD "\"", NULL, false, false},
        {"", "hippo_session=" GOOD, true, true},
        {"Bearer  " GOOD, NULL, false, false},
        {"Bearer", NULL, false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct token token;
        token_read(&token, rows[i].authorization, rows[i].cookie);
        if (token.is_there != rows[i].is_there || token.is_of_browser != rows[i].is_of_browser)
            fail_msg("row %zu", i);
        if (token.is_there) assert_string_equal(token.hash, GOOD_HASH);
    }
}

static void its_cookie_is_for_nobody_else(void **state)
{
    (void)state;
    assert_string_equal(token_cookie_lines(arena, "abc", false),
                        "Set-Cookie: hippo_session=abc; Path=/; HttpOnly; Secure; SameSite=Strict\r\n");
    assert_string_equal(
        token_cookie_lines(arena, "abc", true),
        "Set-Cookie: __Host-hippo_session=abc; Path=/; HttpOnly; Secure; SameSite=Strict\r\n"
        "Set-Cookie: hippo_session=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0\r\n");
    assert_string_equal(
        token_expired_lines(false),
        "Set-Cookie: hippo_session=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0\r\n");
    assert_non_null(strstr(token_expired_lines(true), "__Host-hippo_session=; Path=/; "));
    assert_non_null(strstr(token_expired_lines(true), "\r\nSet-Cookie: hippo_session=; Path=/; "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(makes_one_that_it_can_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_it_in_headers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(its_cookie_is_for_nobody_else, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
