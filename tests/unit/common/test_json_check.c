/* SPDX-License-Identifier: MIT */
/* Members given twice, and halves of characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json_check.h"

#define TEXT_MAX 4096

static enum json_check check(const char *text, char name[JSON_CHECK_NAME_MAX])
{
    json_tokener *tokener = json_tokener_new_ex(8);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *value = json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1);
    if (json_tokener_get_error(tokener) != json_tokener_success) fail_msg("not JSON: %s", text);
    json_tokener_free(tokener);
    enum json_check result = json_check(text, strlen(text), value, name);
    json_object_put(value);
    return result;
}

static void takes_what_is_sound(void **state)
{
    (void)state;
    static const char *const good[] = {
        "{}",
        "[]",
        "7",
        "\"\"",
        "{\"a\":1,\"A\":2,\"a \":3,\"\":4}",
        "{\"a\":{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}}",
        "[{\"a\":1},{\"a\":1}]",
        "{\"a\":\"a\\\":1,\\\"a\",\"b\":\"{\\\"a\\\":1,\\\"a\\\":2}\"}",
        "{\"a\":\"\\\\\",\"b\":\"\\\\\\\"\"}",
        "{\"a\":\"\\ud83c\\udfc7 \\u00e9 \\uD83C\\uDFC7\"}",
        "{ \"a\" : 1 , \"b\" : [ true , null , 1.5e3 ] }",
        "{\"a\":\"\\ud7ff\\ue000\"}",
    };
    char name[JSON_CHECK_NAME_MAX];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (check(good[i], name) != JSON_CHECK_GOOD) fail_msg("%s: %s", good[i], name);
}

static void names_what_is_given_twice(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
    } rows[] = {
        {"{\"stake\":1,\"stake\":1}", "stake"},
        {"{\"a\":1,\"stake\":1,\"b\":{},\"stake\":null}", "stake"},
        {"{\"lines\":[{\"stake\":1},{\"stake\":1,\"x\":[],\"stake\":2}]}", "stake"},
        {"{\"a\":{\"b\":1},\"b\":2,\"a\":{}}", "a"},
        {"{\"stake\":1,\"st\\u0061ke\":2}", "stake"},
        {"{\"\":1,\"\":2}", ""},
        {"{\"a\" : 1, \"a\"\n\t:2}", "a"},
        {"{\"a\":\"}\",\"b\":\"{\",\"a\":1}", "a"},
        {"[[{\"r\\u00f4le\":1,\"r\xc3\xb4le\":2}]]", "r\xc3\xb4le"},
        {"{\"a\":1,\"a\\u0000b\":2}", "a"}, /* json-c's names end at a NUL */
        {"{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa9\":1,"
         "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa9\":1}",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    };
    char name[JSON_CHECK_NAME_MAX];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (check(rows[i].text, name) != JSON_CHECK_MEMBER_TWICE) fail_msg("%s was taken", rows[i].text);
        assert_string_equal(name, rows[i].name);
    }
}

static void names_where_a_character_is_torn(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
    } rows[] = {
        {"{\"name\":\"x\\ud83c\"}", "name"},
        {"{\"name\":\"\\udfc7x\"}", "name"},
        {"{\"name\":\"\\udfc7\\ud83c\"}", "name"},
        {"{\"name\":\"\\ud83cx\\udfc7\"}", "name"},
        {"{\"name\":\"\\ud83c\\ud83c\\udfc7\"}", "name"},
        {"{\"name\":\"\\uD83C\\n\"}", "name"},
        {"{\"name\":\"\\ud83c\\u0041\"}", "name"},
        {"{\"a\":1,\"header\":[\"x\",{\"b\":1},\"\\ud800\"],\"c\":2}", "header"},
        {"{\"reason\":{\"\\udc00\":1}}", "\xef\xbf\xbd"},
        {"\"\\ud800\"", ""},
    };
    char name[JSON_CHECK_NAME_MAX];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (check(rows[i].text, name) != JSON_CHECK_HALF_CHARACTER) fail_msg("%s was taken", rows[i].text);
        assert_string_equal(name, rows[i].name);
    }
}

/* Random JSON, of which its maker knows whether a name comes twice in one object. */
struct maker {
    char text[TEXT_MAX];
    size_t length;
    uint64_t seed;
    bool has_twice;
};

static unsigned pick(struct maker *maker, unsigned choices)
{
    maker->seed = maker->seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(maker->seed >> 33) % choices;
}

static void put(struct maker *maker, const char *text)
{
    size_t length = strlen(text);
    assert_true(maker->length + length < TEXT_MAX);
    memcpy(maker->text + maker->length, text, length + 1);
    maker->length += length;
}

/* Names are single letters, half of them escaped. */
static void put_name(struct maker *maker, unsigned letter)
{
    char text[16];
    (void)snprintf(text, sizeof text, pick(maker, 2) ? "\"%c\" :" : "\"\\u%04x\":", (int)('a' + letter));
    put(maker, text);
}

static void put_value(struct maker *maker, int depth)
{
    static const char *const plain[] = {"1", "\"a\\\":\"", "null", "\":{\\\"\"", "\"\\\\\"", "[]", "{}"};
    unsigned count = depth < 4 ? pick(maker, 4) : 0, seen = 0;
    unsigned kind = count == 0 ? 0 : 1 + pick(maker, 2);
    if (kind == 0) put(maker, plain[pick(maker, sizeof plain / sizeof *plain)]);
    if (kind > 0) put(maker, kind == 1 ? "{" : " [ ");
    for (unsigned i = 0; i < count; i++) {
        if (i > 0) put(maker, ",");
        if (kind == 1) {
            unsigned letter = pick(maker, 12);
            maker->has_twice = maker->has_twice || (seen >> letter & 1) == 1;
            seen |= 1U << letter;
            put_name(maker, letter);
        }
        put_value(maker, depth + 1);
    }
    if (kind > 0) put(maker, kind == 1 ? "}" : "]");
}

static void agrees_with_whoever_made_the_text(void **state)
{
    (void)state;
    int twice = 0;
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        char name[JSON_CHECK_NAME_MAX];
        struct maker maker = {.seed = seed * 0x9e3779b97f4a7c15ULL};
        put_value(&maker, 0);
        enum json_check expected = maker.has_twice ? JSON_CHECK_MEMBER_TWICE : JSON_CHECK_GOOD;
        if (check(maker.text, name) != expected) fail_msg("seed %d: %s", (int)seed, maker.text);
        twice += maker.has_twice;
    }
    assert_in_range(twice, 1000, 19000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_is_sound),
        cmocka_unit_test(names_what_is_given_twice),
        cmocka_unit_test(names_where_a_character_is_torn),
        cmocka_unit_test(agrees_with_whoever_made_the_text),
    };
    return cmocka_run_group_tests_name("json_check", tests, NULL, NULL);
}
