/* SPDX-License-Identifier: MIT */
/* Which origins pass, as a table: a new case is a new row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "origin.h"

static void origins_are_judged(void **state)
{
    (void)state;
    static const struct {
        const char *list, *origin, *host;
        bool is_allowed;
    } rows[] = {
        {"same", "", "house.example", true},
        {"same", NULL, "house.example", true},
        {"same", "https://house.example", "house.example", true},
        {"same", "https://HOUSE.example", "house.EXAMPLE", true},
        {"same", "https://house.example:8443", "house.example:8443", true},
        {"same", "https://house.example:443", "house.example", true},
        {"same", "https://house.example", "house.example:443", true},
        {"same", "http://house.example", "house.example:80", true},
        {"same", "https://[::1]:8443", "[::1]:8443", true},
        {"same", "https://house.example:8443", "house.example", false},
        {"same", "https://house.example.evil", "house.example", false},
        {"same", "https://evil-house.example", "house.example", false},
        {"same", "https://house.example@evil", "house.example", false},
        {"same", "https://house.example/", "house.example", false},
        {"same", "https://evil", "house.example", false},
        {"same", "null", "house.example", false},
        {"same", "file://", "", false},
        {"same", "https://house.example", "", false},
        {"same", "https://house.example", NULL, false},
        {"same", "https:/house.example", "house.example", false},
        {"*", "https://anywhere", "house.example", true},
        {"*", "null", NULL, true},
        {"https://a.example,https://b.example:8443", "https://a.example", "x", true},
        {"https://a.example, https://b.example:8443", "https://b.example:8443", "x", true},
        {"https://a.example", "https://a.example:443", "x", true},
        {"https://a.example", "http://a.example", "x", false},
        {"https://a.example", "https://a.example.evil", "a.example", false},
        {"https://a.example", "https://x", "x", false},
        {"https://a.example", "null", "x", false},
        {"https://a.example", "", "x", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (origin_is_allowed(rows[i].list, rows[i].origin, rows[i].host) != rows[i].is_allowed)
            fail_msg("row %zu: list %s origin %s host %s", i, rows[i].list,
                     rows[i].origin ? rows[i].origin : "-", rows[i].host ? rows[i].host : "-");
}

static void lists_are_checked(void **state)
{
    (void)state;
    static const char *const good[] = {"same", "*", "https://a", "https://a:1, http://b.example"};
    static const char *const bad[] = {"",  "a.example", "https://a/", "https://a,",
                                      ",", "https://",  "*,same",     "https://a https://b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(origin_list_is_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(origin_list_is_valid(bad[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(origins_are_judged),
        cmocka_unit_test(lists_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
