/* SPDX-License-Identifier: MIT */
/* Text that becomes HTML: escaped, valid, and about as wide as said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "markup.h"

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

static const char *written(const char *text)
{
    struct markup markup = {.arena = arena};
    markup_put(&markup, "");
    markup_text(&markup, text);
    assert_false(markup.is_full);
    assert_int_equal(strlen(markup.text), markup.length);
    return markup.text;
}

static void what_means_something_in_html_is_escaped(void **state)
{
    (void)state;
    assert_string_equal(written("<a href=\"x\">&amp;'</a>"),
                        "&lt;a href=&quot;x&quot;&gt;&amp;amp;&#39;&lt;/a&gt;");
    assert_string_equal(written("Étoile — 馬 🐎"), "Étoile — 馬 🐎");
}

static void bytes_that_are_no_text_become_a_sign(void **state)
{
    (void)state;
    static const struct {
        const char *text, *written;
    } rows[] = {
        {"a\x80z", "a\ufffdz"},
        {"a\xffz", "a\ufffdz"},
        {"a\xc3", "a\ufffd"},
        {"a\xc3<", "a\ufffd&lt;"},
        {"\xe9\xa6", "\ufffd\ufffd"},
        {"\xc0\xbc", "\ufffd\ufffd"},                     /* '<', overlong */
        {"\xe0\x80\xbc", "\ufffd\ufffd\ufffd"},           /* the same */
        {"\xed\xa0\x80", "\ufffd\ufffd\ufffd"},           /* a surrogate */
        {"\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"}, /* above U+10FFFF */
        {"\xf8\x88\x80\x80\x80", "\ufffd\ufffd\ufffd\ufffd\ufffd"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(written(rows[i].text), rows[i].written);
}

static void nothing_controls_or_turns_the_row(void **state)
{
    (void)state;
    assert_string_equal(written("a\tb\nc\x1b[1md\x7f\xc2\x85\u2028e"), "a b c [1md   e");
    assert_string_equal(written("\u202eabc\u202c\u2066d\u2069\u200f\ufeff"), "abcd");
}

static void widths_are_about_right(void **state)
{
    (void)state;
    assert_int_equal(markup_width("", MARKUP_SANS), 0);
    assert_int_equal(markup_width("\ufeff", MARKUP_SANS), 0);
    assert_int_equal(markup_width("0000", MARKUP_SANS), 4 * 56);
    assert_int_equal(markup_width("iW馬", MARKUP_MONO), 61 + 61 + 105);
    assert_true(markup_width("iiii", MARKUP_SANS) < markup_width("WWWW", MARKUP_SANS) / 3);
    assert_true(markup_width("abc", MARKUP_CAPITALS) == markup_width("ABC", MARKUP_SANS));
}

static void says_when_there_is_no_room(void **state)
{
    (void)state;
    struct arena *small = arena_new(1024, 20000);
    struct markup markup = {.arena = small};
    for (int i = 0; i < 2000; i++)
        markup_printf(&markup, "<p>%d", 123456);
    assert_true(markup.is_full);
    arena_free(small);
    markup = (struct markup){.arena = arena};
    markup_printf(&markup, "%0300d", 1);
    assert_true(markup.is_full);
}

static void grows_as_needed(void **state)
{
    (void)state;
    struct markup markup = {.arena = arena};
    for (int i = 0; i < 20000; i++)
        markup_put(&markup, "0123456789");
    assert_false(markup.is_full);
    assert_int_equal(markup.length, 200000);
    assert_int_equal(strspn(markup.text, "0123456789"), 200000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_means_something_in_html_is_escaped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_text_become_a_sign, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_controls_or_turns_the_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(widths_are_about_right, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_when_there_is_no_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(grows_as_needed, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("markup", tests, NULL, NULL);
}
