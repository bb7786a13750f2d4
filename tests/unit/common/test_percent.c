/* SPDX-License-Identifier: MIT */
/* Percent-decoding, as a table: a new case is a new row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "percent.h"

static void bytes_are_decoded_and_half_ones_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *decoded; /* NULL: refused */
        size_t length;
    } rows[] = {
        {"", "", 0},         {"race", "race", 4},     {"a+b", "a b", 3},
        {"a%2Bb", "a+b", 3}, {"%41%7a%7A", "Azz", 3}, {"%00", "\0", 1},
        {"%ff", "\xff", 1},  {"%25%2541", "%%41", 4}, {"%", NULL, 0},
        {"a%4", NULL, 0},    {"%4g", NULL, 0},        {"%4G", NULL, 0},
        {"%4`", NULL, 0},    {"%g4", NULL, 0},        {"%+1", NULL, 0},
        {"%/0", NULL, 0},    {"%:0", NULL, 0},        {"%@0", NULL, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char decoded[16];
        size_t length = 99;
        if (percent_decode(rows[i].text, strlen(rows[i].text), decoded, &length) != (rows[i].decoded != NULL))
            fail_msg("%s", rows[i].text);
        if (!rows[i].decoded) continue;
        assert_int_equal(length, rows[i].length);
        assert_memory_equal(decoded, rows[i].decoded, length);
    }
}

/* The bytes after `length` are another's: an escape that ends there is half. */
static void an_escape_ends_within_the_length(void **state)
{
    (void)state;
    char text[] = "ab%41", decoded[8];
    size_t length;
    assert_false(percent_decode(text, 4, decoded, &length));
    assert_true(percent_decode(text, 5, text, &length));
    assert_int_equal(length, 3);
    assert_memory_equal(text, "abA", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_decoded_and_half_ones_refused),
        cmocka_unit_test(an_escape_ends_within_the_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
