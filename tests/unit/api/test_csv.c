/* SPDX-License-Identifier: MIT */
/* Reports as comma-separated values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "csv.h"

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

static const char *csv(const char *report)
{
    size_t length;
    const char *text = csv_write(arena, report, &length);
    if (text) assert_int_equal(strlen(text), length);
    return text;
}

static void writes_names_and_rows(void **state)
{
    (void)state;
    assert_string_equal(
        csv("{\"columns\":[\"day\",\"stake\"],\"rows\":[[\"2026-11-23\",12500],[null,-3],[true,1.50]]}"),
        "day,stake\r\n2026-11-23,12500\r\n,-3\r\ntrue,1.50\r\n");
    assert_string_equal(csv("{\"columns\":[\"day\"],\"rows\":[]}"), "day\r\n");
}

static void quotes_what_must_be(void **state)
{
    (void)state;
    assert_string_equal(csv("{\"columns\":[\"a\"],\"rows\":[[\"x,y\"],[\"say "
                            "\\\"no\\\"\"],[\"two\\nlines\"],[\"d\u00e9j\u00e0\"]]}"),
                        "a\r\n\"x,y\"\r\n\"say \"\"no\"\"\"\r\n\"two\nlines\"\r\nd\xc3\xa9j\xc3\xa0\r\n");
}

static void text_never_becomes_a_formula(void **state)
{
    (void)state;
    assert_string_equal(
        csv("{\"columns\":[\"a\"],\"rows\":[[\"=1+1\"],[\"@x\"],[\"-1\"],[\"+1\"],[\"\\tx\"],[-1]]}"),
        "a\r\n'=1+1\r\n'@x\r\n'-1\r\n'+1\r\n'\tx\r\n-1\r\n");
}

static void refuses_what_is_no_report(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "[]",
                                      "{}",
                                      "{\"columns\":[\"a\"]}",
                                      "{\"columns\":1,\"rows\":[]}",
                                      "{\"columns\":[],\"rows\":[1]}",
                                      "{\"columns\":[],\"rows\":{}}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(csv(bad[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writes_names_and_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quotes_what_must_be, set_up, tear_down),
        cmocka_unit_test_setup_teardown(text_never_becomes_a_formula, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_report, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
