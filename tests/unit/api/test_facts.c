/* SPDX-License-Identifier: MIT */
/* Members of JSON of any kind, and money in the languages' formats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "arena.h"
#include "facts.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 64 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *say(enum language language, int64_t minor, int digits)
{
    const struct facts facts = {.arena = arena, .language = language, .currency = "HTG", .digits = digits};
    return facts_money(&facts, minor);
}

static void amounts_are_whole_to_the_last_centime(void **state)
{
    (void)state;
    static const struct {
        int64_t minor;
        int digits;
        const char *french, *english;
    } rows[] = {
        {0, 2, "0,00\u00a0HTG", "0.00\u00a0HTG"},
        {5, 2, "0,05\u00a0HTG", "0.05\u00a0HTG"},
        {100, 2, "1,00\u00a0HTG", "1.00\u00a0HTG"},
        {125000, 2, "1\u00a0250,00\u00a0HTG", "1,250.00\u00a0HTG"},
        {9007199254740993, 2, "90\u00a0071\u00a0992\u00a0547\u00a0409,93\u00a0HTG",
         "90,071,992,547,409.93\u00a0HTG"},
        {INT64_MAX, 0, "9\u00a0223\u00a0372\u00a0036\u00a0854\u00a0775\u00a0807\u00a0HTG",
         "9,223,372,036,854,775,807\u00a0HTG"},
        {INT64_MIN, 4, "-922\u00a0337\u00a0203\u00a0685\u00a0477,5808\u00a0HTG",
         "-922,337,203,685,477.5808\u00a0HTG"},
        {1234, 3, "1,234\u00a0HTG", "1.234\u00a0HTG"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(say(LANGUAGE_FRENCH, rows[i].minor, rows[i].digits), rows[i].french);
        assert_string_equal(say(LANGUAGE_CREOLE, rows[i].minor, rows[i].digits), rows[i].french);
        assert_string_equal(say(LANGUAGE_ENGLISH, rows[i].minor, rows[i].digits), rows[i].english);
    }
}

static void without_a_currency_it_is_the_amount_alone(void **state)
{
    (void)state;
    const struct facts facts = {.arena = arena, .language = LANGUAGE_ENGLISH, .currency = "", .digits = 2};
    assert_string_equal(facts_money(&facts, 2500), "25.00");
}

static void members_of_any_type_are_borne(void **state)
{
    (void)state;
    static const char *const values[] = {"null", "true", "1.5", "\"7\"", "[]", "{}"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct json_object *value = json_tokener_parse(values[i]);
        struct json_object *object = json_object_new_object();
        json_object_object_add(object, "a", json_object_get(value));
        assert_int_equal(facts_number(object, "a"), 0);
        assert_string_equal(facts_text(object, "a"), i == 3 ? "7" : "");
        assert_string_equal(facts_text(value, "a"), "");
        assert_null(facts_member(value, "a"));
        assert_null(facts_member(object, "b"));
        json_object_put(object);
        json_object_put(value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(amounts_are_whole_to_the_last_centime, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_currency_it_is_the_amount_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(members_of_any_type_are_borne, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("facts", tests, NULL, NULL);
}
