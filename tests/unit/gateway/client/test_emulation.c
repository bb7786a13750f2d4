/* SPDX-License-Identifier: MIT */
/* What clients of streams say, and what workers forward to each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/client.h"
#include "client/emulation.h"

#define NODE "\"node\":\"0123456789abcdef\""

static void a_body_has_three_fields(void **state)
{
    (void)state;
    static const char text[] =
        "{\"session\":\"1.2.ab\"," NODE ",\"data\":\"{\\\"id\\\":1}\\n{}\",\"new\":[]}";
    struct emulation_body body;
    assert_true(emulation_parse(text, strlen(text), &body));
    assert_string_equal(body.session, "1.2.ab");
    assert_string_equal(body.node, "0123456789abcdef");
    assert_int_equal(body.length, 11);
    assert_memory_equal(body.data, "{\"id\":1}\n{}", 11);
    free(body.data);
}

static void other_bodies_are_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "{}",
        "[]",
        "{\"session\":\"a\"," NODE "}",
        "{\"session\":\"a\"," NODE ",\"data\":\"\"}",
        "{\"session\":\"a\"," NODE ",\"data\":7}",
        "{\"session\":\"\"," NODE ",\"data\":\"x\"}",
        "{\"session\":\"a\\nb\"," NODE ",\"data\":\"x\"}",
        "{\"session\":\"a\\u0000b\"," NODE ",\"data\":\"x\"}",
        "{\"session\":\"a\",\"node\":\"0123456789ABCDEF\",\"data\":\"x\"}",
        "{\"session\":\"a\",\"node\":\"0123456789abcde\",\"data\":\"x\"}",
        "{\"session\":\"a\",\"node\":\"../../../../etc\",\"data\":\"x\"}",
        "{\"session\":\"a\"," NODE ",\"data\":\"x\",\"session\":\"a\"}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct emulation_body body;
        if (emulation_parse(texts[i], strlen(texts[i]), &body)) fail_msg("%s was taken", texts[i]);
        assert_null(body.data);
    }
}

static void data_has_a_limit(void **state)
{
    (void)state;
    char text[CLIENT_MESSAGE_MAX + 1000];
    struct emulation_body body;
    int head = snprintf(text, sizeof text, "{\"session\":\"a\"," NODE ",\"data\":\"");
    memset(text + head, 'x', CLIENT_MESSAGE_MAX);
    memcpy(text + head + CLIENT_MESSAGE_MAX, "\"}", 3);
    assert_true(emulation_parse(text, strlen(text), &body));
    free(body.data);
    memcpy(text + head + CLIENT_MESSAGE_MAX, "x\"}", 4);
    assert_false(emulation_parse(text, strlen(text), &body));
}

static void a_datagram_is_split_at_its_first_line(void **state)
{
    (void)state;
    char session[EMULATION_SESSION_MAX];
    const char *data;
    size_t length;
    assert_true(emulation_split("1.2.ab\n{}\n{}", 12, session, &data, &length));
    assert_string_equal(session, "1.2.ab");
    assert_int_equal(length, 5);
    assert_memory_equal(data, "{}\n{}", 5);
    static const char *const others[] = {"", "abc", "\n{}", "abc\n"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(emulation_split(others[i], strlen(others[i]), session, &data, &length));
    assert_false(emulation_split("a\0b\nx", 5, session, &data, &length));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_has_three_fields),
        cmocka_unit_test(other_bodies_are_none),
        cmocka_unit_test(data_has_a_limit),
        cmocka_unit_test(a_datagram_is_split_at_its_first_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
