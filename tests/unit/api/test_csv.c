/* SPDX-License-Identifier: MIT */
/* Reports as comma-separated values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "arena.h"
#include "csv.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 4 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* The rows of a JSON array of arrays as one text, without the byte-order mark that must be there; NULL: refused. */
static const char *csv(const char *rows)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    struct csv *sheet = csv_new(arena, out);
    struct json_object *list = json_tokener_parse(rows);
    bool is_good = true;
    for (size_t i = 0; is_good && i < json_object_array_length(list); i++) {
        const char *row =
            json_object_to_json_string_ext(json_object_array_get_idx(list, i), JSON_C_TO_STRING_PLAIN);
        is_good = csv_add(sheet, row, strlen(row));
    }
    json_object_put(list);
    (void)fclose(out);
    assert_int_equal(strlen(text), length);
    assert_memory_equal(text, "\xef\xbb\xbf", 3);
    const char *copy = is_good ? arena_copy(arena, text + 3, length - 3) : NULL;
    free(text);
    return copy;
}

static void writes_names_and_rows(void **state)
{
    (void)state;
    assert_string_equal(csv("[[\"day\",\"stake\"],[\"2026-11-23\",12500],[null,-3],[true,1.50]]"),
                        "day,stake\r\n2026-11-23,12500\r\n,-3\r\ntrue,1.50\r\n");
    assert_string_equal(csv("[[\"day\"]]"), "day\r\n");
}

static void quotes_what_must_be(void **state)
{
    (void)state;
    assert_string_equal(
        csv("[[\"a\"],[\"x,y\"],[\"say \\\"no\\\"\"],[\"two\\nlines\"],[\"x;y\"],[\"d\u00e9j\u00e0\"]]"),
        "a\r\n\"x,y\"\r\n\"say \"\"no\"\"\"\r\n\"two\nlines\"\r\n\"x;y\"\r\nd\xc3\xa9j\xc3\xa0\r\n");
}

/* Nor does it when the file is read with semicolons or tabs between cells: then quotation marks hold nothing together. */
static void text_never_becomes_a_formula(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell;
    } rows[] = {
        {"=1+1", "'=1+1"},
        {"@x", "'@x"},
        {"-1", "'-1"},
        {"+1", "'+1"},
        {"\\tx", "\"'\tx\""},
        {" =1", " '=1"},
        {"\uff1d1", "'\xef\xbc\x9d"
                    "1"},
        {"\uff0b1", "'\xef\xbc\x8b"
                    "1"},
        {"\uff0d1", "'\xef\xbc\x8d"
                    "1"},
        {"\uff20x", "'\xef\xbc\xa0x"},
        {"a;=1+1", "\"a;'=1+1\""},
        {"a; =1", "\"a; '=1\""},
        {"a;\\\"=1", "\"a;\"\"'=1\""},
        {"a\\t@x;-2|+3", "\"a\t'@x;'-2|'+3\""},
        {"a\\n=1", "\"a\n'=1\""},
        {"a=1, b-2", "\"a=1, b-2\""},
        {"1 + 1 = 2", "1 + 1 = 2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *text = arena_printf(arena, "[[\"a\"],[\"%s\"]]", rows[i].text);
        const char *wanted = arena_printf(arena, "a\r\n%s\r\n", rows[i].cell);
        assert_string_equal(csv(text), wanted);
    }
    assert_string_equal(csv("[[\"a\"],[{\"b\":\"x;=1\"}]]"), "a\r\n\"{\"\"b\"\":\"\"x;'=1\"\"}\"\r\n");
}

static void an_order_never_becomes_a_date(void **state)
{
    (void)state;
    assert_string_equal(
        csv("[[\"day\",\"finish_order\"],[\"2026-11-23\",\"6-7-8\"],[\"finish_order\",null]]"),
        "day,finish_order\r\n2026-11-23,6 > 7 > 8\r\nfinish_order,\r\n");
}

/* In English, in French, in either order of day and month; nor behind a semicolon. */
static void text_never_becomes_a_date(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell;
    } rows[] = {
        {"3-4", "'3-4"},
        {"12/5", "'12/5"},
        {"1.5", "'1.5"},
        {"1-2-2026", "'1-2-2026"},
        {"10:30", "'10:30"},
        {" 3-4", "' 3-4"},
        {"Mars 3", "'Mars 3"},
        {"mai-2", "'mai-2"},
        {"SEPT1", "'SEPT1"},
        {"2 f\u00e9vr", "'2 f\xc3\xa9vr"},
        {"3 pm", "'3 pm"},
        {"a;3-4", "\"a;'3-4\""},
        {"2026-11-23", "2026-11-23"},
        {"2026-11-23T10:00:00+00:00", "2026-11-23T10:00:00+00:00"},
        {"01-010002-2", "01-010002-2"},
        {"10.0.0.1", "10.0.0.1"},
        {"2026-11-23/1", "2026-11-23/1"},
        {"12", "12"},
        {"Mars", "Mars"},
        {"Marie 3", "Marie 3"},
        {"Caisse 1", "Caisse 1"},
        {"R-12", "R-12"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *text = arena_printf(arena, "[[\"a\"],[\"%s\"]]", rows[i].text);
        const char *wanted = arena_printf(arena, "a\r\n%s\r\n", rows[i].cell);
        assert_string_equal(csv(text), wanted);
    }
}

static void says_when_there_is_no_room(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    struct csv *sheet = csv_new(arena, full);
    const char row[] = "[\"12345678901234567890123456789012345678901234567890\"]";
    int lines = 0;
    while (lines < 10000 && csv_add(sheet, row, sizeof row - 1))
        lines++;
    assert_in_range(lines, 0, 9999);
    (void)fclose(full);
    struct arena *tiny = arena_new(64, 64);
    void *used = arena_alloc(tiny, 48);
    assert_non_null(used);
    assert_null(csv_new(tiny, stdout));
    arena_free(tiny);
}

static void refuses_what_is_no_row(void **state)
{
    (void)state;
    static const char *const bad[] = {"[1]", "[{}]", "[\"a\"]", "[null]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(csv(bad[i]));
    FILE *nowhere = fopen("/dev/null", "w");
    assert_false(csv_add(csv_new(arena, nowhere), "[1", 2));
    assert_false(csv_add(csv_new(arena, nowhere), "", 0));
    (void)fclose(nowhere);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writes_names_and_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quotes_what_must_be, set_up, tear_down),
        cmocka_unit_test_setup_teardown(text_never_becomes_a_formula, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_order_never_becomes_a_date, set_up, tear_down),
        cmocka_unit_test_setup_teardown(text_never_becomes_a_date, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_when_there_is_no_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_row, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
