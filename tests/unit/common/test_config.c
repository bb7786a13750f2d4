/* SPDX-License-Identifier: MIT */
/* Settings: what is taken, and that every refusal ends with status 2 and names the setting. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "child.h"
#include "config.h"

static const char *text;
static long long number, wide;
static int choice;

static const char *const words[] = {"red", "green", NULL};
static const struct config_entry table[] = {
    {"T_CHOICE", CONFIG_CHOICE, &choice, "green", 0, 0, words, "a colour"},
    {"T_NUMBER", CONFIG_NUMBER, &number, "7", -5, 100, NULL, "in ms"},
    {"T_TEXT", CONFIG_TEXT, &text, NULL, 0, 0, NULL, "a name"},
    {"T_WIDE", CONFIG_NUMBER, &wide, "0", LLONG_MIN, LLONG_MAX, NULL, "anything"},
};

static void load(int argc, char **argv)
{
    config_load("t", "a test", table, sizeof table / sizeof *table, argc, argv);
}

static void load_plain(void *argument)
{
    (void)argument;
    load(1, (char *[]){"t", NULL});
}

static void load_with_argument(void *argument)
{
    load(2, (char *[]){"t", argument, NULL});
}

/* The environment of every test: the one required setting. */
static int setup(void **state)
{
    (void)state;
    return setenv("T_TEXT", "Tonnerre", 1) | unsetenv("T_NUMBER") | unsetenv("T_CHOICE") | unsetenv("T_WIDE");
}

static void assert_dies_naming(const char *setting)
{
    const struct child *child = child_run(load_plain, NULL);
    assert_int_equal(child->exit_status, 2);
    char field[64];
    (void)snprintf(field, sizeof field, "setting=%s ", setting);
    if (!strstr(child->text, field)) fail_msg("%s is not in: %s", field, child->text);
}

static void settings_and_defaults_are_taken(void **state)
{
    (void)state;
    load_plain(NULL);
    assert_string_equal(text, "Tonnerre");
    assert_int_equal(number, 7);
    assert_int_equal(choice, 1);
    assert_int_equal(setenv("T_NUMBER", "-5", 1) | setenv("T_CHOICE", "red", 1), 0);
    load_plain(NULL);
    assert_int_equal(number, -5);
    assert_int_equal(choice, 0);
}

static void an_empty_setting_is_its_default(void **state)
{
    (void)state;
    assert_int_equal(setenv("T_NUMBER", "", 1), 0);
    load_plain(NULL);
    assert_int_equal(number, 7);
}

static void a_missing_required_setting_is_refused(void **state)
{
    (void)state;
    assert_int_equal(unsetenv("T_TEXT"), 0);
    assert_dies_naming("T_TEXT");
    assert_int_equal(setenv("T_TEXT", "", 1), 0);
    assert_dies_naming("T_TEXT");
}

static void bad_numbers_are_refused(void **state)
{
    (void)state;
    const char *const bad[] = {"seven", "7ms", "7 ", "1e2", "-6", "101", "9223372036854775808",
                               "0x10",  "7.0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(setenv("T_NUMBER", bad[i], 1), 0);
        assert_dies_naming("T_NUMBER");
    }
}

static void a_number_that_overflows_is_refused(void **state)
{
    (void)state;
    assert_int_equal(setenv("T_WIDE", "9223372036854775807", 1), 0);
    load_plain(NULL);
    assert_int_equal(wide, LLONG_MAX);
    assert_int_equal(setenv("T_WIDE", "9223372036854775808", 1), 0);
    assert_dies_naming("T_WIDE");
}

static void an_unknown_word_is_refused(void **state)
{
    (void)state;
    assert_int_equal(setenv("T_CHOICE", "GREEN", 1), 0);
    assert_dies_naming("T_CHOICE");
}

static void help_prints_the_table(void **state)
{
    (void)state;
    assert_int_equal(unsetenv("T_TEXT"), 0);
    const struct child *child = child_run(load_with_argument, "--help");
    assert_int_equal(child->exit_status, 0);
    assert_non_null(strstr(child->text, "t: a test"));
    assert_non_null(strstr(child->text, "a colour (red, green) [green]"));
    assert_non_null(strstr(child->text, "in ms (-5 to 100) [7]"));
    assert_non_null(strstr(child->text, "a name [required]"));
}

static void other_arguments_are_refused(void **state)
{
    (void)state;
    const struct child *child = child_run(load_with_argument, "--verbose");
    assert_int_equal(child->exit_status, 2);
    assert_non_null(strstr(child->text, "--help"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(settings_and_defaults_are_taken, setup),
        cmocka_unit_test_setup(an_empty_setting_is_its_default, setup),
        cmocka_unit_test_setup(a_missing_required_setting_is_refused, setup),
        cmocka_unit_test_setup(bad_numbers_are_refused, setup),
        cmocka_unit_test_setup(a_number_that_overflows_is_refused, setup),
        cmocka_unit_test_setup(an_unknown_word_is_refused, setup),
        cmocka_unit_test_setup(help_prints_the_table, setup),
        cmocka_unit_test_setup(other_arguments_are_refused, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
