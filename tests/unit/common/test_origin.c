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
        const char *list, *origin, *scheme, *host;
        enum origin_standing standing;
    } rows[] = {
        {"same", "", "https", "house.example", ORIGIN_NONE},
        {"same", NULL, "https", "house.example", ORIGIN_NONE},
        {"same", "https://house.example", "https", "house.example", ORIGIN_TRUSTED},
        {"same", "https://HOUSE.example", "https", "house.EXAMPLE", ORIGIN_TRUSTED},
        {"same", "https://house.example:8443", "https", "house.example:8443", ORIGIN_TRUSTED},
        {"same", "https://house.example:443", "https", "house.example", ORIGIN_TRUSTED},
        {"same", "https://house.example", "https", "house.example:443", ORIGIN_TRUSTED},
        {"same", "http://house.example", "http", "house.example:80", ORIGIN_TRUSTED},
        {"same", "https://[::1]:8443", "https", "[::1]:8443", ORIGIN_TRUSTED},
        {"same", "http://house.example", "https", "house.example", ORIGIN_FOREIGN}, /* written on the way */
        {"same", "https://house.example", "http", "house.example", ORIGIN_FOREIGN},
        {"same", "http://house.example:443", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "https://house.example:80", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "https://house.example", "", "house.example", ORIGIN_TRUSTED}, /* nobody says which */
        {"same", "http://house.example", NULL, "house.example", ORIGIN_TRUSTED},
        {"same", "foo://house.example", "", "house.example", ORIGIN_FOREIGN},
        {"same", "foo://house.example", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "https://house.example:8443", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "https://house.example.evil", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "https://evil-house.example", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "https://house.example@evil", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "https://house.example/", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "https://house.example\r\nX: y", "https", "house.example\r\nX: y", ORIGIN_FOREIGN},
        {"same", "https://evil", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "null", "https", "house.example", ORIGIN_FOREIGN},
        {"same", "file://", "", "", ORIGIN_FOREIGN},
        {"same", "https://house.example", "https", "", ORIGIN_FOREIGN},
        {"same", "https://house.example", "https", NULL, ORIGIN_FOREIGN},
        {"same", "https:/house.example", "https", "house.example", ORIGIN_FOREIGN},
        {"*", "https://anywhere", "https", "house.example", ORIGIN_ANYBODY},
        {"*", "null", "https", NULL, ORIGIN_ANYBODY},
        {"*", "https://house.example", "https", "house.example", ORIGIN_TRUSTED},
        {"https://a.example,https://b.example:8443", "https://a.example", "https", "x", ORIGIN_TRUSTED},
        {"https://a.example, https://b.example:8443", "https://b.example:8443", "", "x", ORIGIN_TRUSTED},
        {"https://a.example", "https://a.example:443", "https", "x", ORIGIN_TRUSTED},
        {"https://a.example", "https://x", "https", "x", ORIGIN_TRUSTED}, /* the site itself, besides */
        {"https://a.example", "http://a.example", "http", "x", ORIGIN_FOREIGN},
        {"https://a.example", "https://a.example.evil", "https", "a.example", ORIGIN_FOREIGN},
        {"https://a.example", "null", "https", "x", ORIGIN_FOREIGN},
        {"https://a.example", "", "https", "x", ORIGIN_NONE},
        {"capacitor://localhost", "capacitor://localhost", "https", "x", ORIGIN_TRUSTED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (origin_judge(rows[i].list, rows[i].origin, rows[i].scheme, rows[i].host) != rows[i].standing)
            fail_msg("row %zu: list %s origin %s host %s", i, rows[i].list,
                     rows[i].origin ? rows[i].origin : "-", rows[i].host ? rows[i].host : "-");
}

static void the_scheme_is_the_browsers(void **state)
{
    (void)state;
    assert_string_equal(origin_scheme("https"), "https");
    assert_string_equal(origin_scheme("HTTP"), "http");
    assert_string_equal(origin_scheme("https, http"), "https");
    assert_string_equal(origin_scheme("wss"), "");
    assert_string_equal(origin_scheme(""), "");
    assert_string_equal(origin_scheme(NULL), "");
}

static void browsers_are_told_who_may_read(void **state)
{
    (void)state;
    char lines[ORIGIN_LINES_MAX], origin[ORIGIN_LINES_MAX] = "https://";
    origin_print_lines(lines, ORIGIN_TRUSTED, "https://a.example");
    assert_string_equal(lines, "Access-Control-Allow-Origin: https://a.example\r\n"
                               "Access-Control-Allow-Credentials: true\r\nVary: Origin\r\n");
    origin_print_lines(lines, ORIGIN_ANYBODY, "https://a.example");
    assert_string_equal(lines, "Access-Control-Allow-Origin: *\r\nVary: Origin\r\n");
    origin_print_lines(lines, ORIGIN_FOREIGN, "https://evil.example");
    assert_string_equal(lines, "Vary: Origin\r\n");
    origin_print_lines(lines, ORIGIN_NONE, NULL);
    assert_string_equal(lines, "Vary: Origin\r\n");
    memset(origin + 8, 'x', sizeof origin - 9);
    origin_print_lines(lines, ORIGIN_TRUSTED, origin);
    assert_string_equal(lines, "Vary: Origin\r\n");
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
        cmocka_unit_test(the_scheme_is_the_browsers),
        cmocka_unit_test(browsers_are_told_who_may_read),
        cmocka_unit_test(lists_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
