/* SPDX-License-Identifier: MIT */
/* From a request to the parameters of a function. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "call.h"

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

static const struct call sale = {
    DATABASE_TICKET_SELL,
    {CALL_SIGNED, {CALL_BODY_NUMBER, "roundId"}, {CALL_BODY_HASH, "cardHash"}, {CALL_BODY_JSON, "lines"}}};

static struct request post(const char *body)
{
    struct request request = {.arena = arena,
                              .method = REQUEST_POST,
                              .method_text = "POST",
                              .path = "/x",
                              .query = "",
                              .key = "12345678",
                              .body = body,
                              .body_length = strlen(body),
                              .token = {.is_there = true, .hash = "\\xtoken"}};
    return request;
}

static void hands_a_body_on(void **state)
{
    (void)state;
    struct call_values values;
    struct fault fault;
    struct request request =
        post("{\"roundId\": 10000001, \"lines\": [{\"stake\": 2500, \"odds\": 99.5}], \"cardHash\": null}");
    assert_true(call_collect(&request, &sale, &values, &fault));
    assert_int_equal(values.count, 6);
    assert_string_equal(values.values[0], "\\xtoken");
    assert_string_equal(values.values[1], "12345678");
    assert_string_equal(values.values[2], values.fingerprint);
    assert_string_equal(values.values[3], "10000001");
    assert_null(values.values[4]);
    assert_string_equal(values.values[5], "[{\"stake\":2500,\"odds\":99.5}]");
    request = post("");
    assert_true(call_collect(&request, &sale, &values, &fault));
    assert_null(values.values[5]);
}

static void names_what_does_not_fit(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum problem problem;
        const char *parameter;
    } rows[] = {
        {"[]", PROBLEM_BAD_REQUEST, NULL},
        {"{", PROBLEM_BAD_REQUEST, NULL},
        {"{} {}", PROBLEM_BAD_REQUEST, NULL},
        {"{\"lines\":\"\xff\"}", PROBLEM_BAD_REQUEST, NULL},
        {"{\"lines\":\"\\u0000\"}", PROBLEM_BAD_REQUEST, NULL},
        {"{\"lines\":[[[[[[[[[[1]]]]]]]]]]}", PROBLEM_BAD_REQUEST, NULL},
        {"{\"surprise\":1}", PROBLEM_UNKNOWN_PARAMETER, "surprise"},
        {"{\"roundId\":\"1\"}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"roundId\":1.0}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"roundId\":true}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"roundId\":99999999999999999999}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"cardHash\":\"abc\"}", PROBLEM_BAD_PARAMETER, "cardHash"},
        {"{\"cardHash\":1}", PROBLEM_BAD_PARAMETER, "cardHash"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct call_values values;
        struct fault fault;
        struct request request = post(rows[i].body);
        if (call_collect(&request, &sale, &values, &fault)) fail_msg("%s was taken", rows[i].body);
        if (fault.problem != rows[i].problem) fail_msg("%s: problem %d", rows[i].body, (int)fault.problem);
        if (rows[i].parameter) assert_string_equal(fault.parameter, rows[i].parameter);
    }
}

static void a_key_must_be_there(void **state)
{
    (void)state;
    struct call_values values;
    struct fault fault;
    struct request request = post("{}");
    request.key = NULL;
    assert_false(call_collect(&request, &sale, &values, &fault));
    assert_int_equal(fault.problem, PROBLEM_KEY_MISSING);
}

static void a_password_leaves_no_fingerprint(void **state)
{
    (void)state;
    static const struct call call = {DATABASE_PASSWORD_BEGIN,
                                     {CALL_SIGNED, {CALL_BODY_SECRET, "password"}, {CALL_BODY_TEXT, "name"}}};
    struct call_values one, two, three;
    struct fault fault;
    struct request request = post("{\"password\":\"secret one\",\"name\":\"a\"}");
    assert_true(call_collect(&request, &call, &one, &fault));
    request = post("{\"password\":\"secret two\",\"name\":\"a\"}");
    assert_true(call_collect(&request, &call, &two, &fault));
    request = post("{\"password\":\"secret two\",\"name\":\"b\"}");
    assert_true(call_collect(&request, &call, &three, &fault));
    assert_string_equal(one.fingerprint, two.fingerprint);
    assert_string_not_equal(two.fingerprint, three.fingerprint);
    assert_string_equal(one.secrets[0], "secret one");
    assert_int_equal(one.count, 4);
    assert_string_equal(one.values[3], "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hands_a_body_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_what_does_not_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_key_must_be_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_password_leaves_no_fingerprint, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("call", tests, NULL, NULL);
}
