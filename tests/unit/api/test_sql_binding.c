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
#include "sql_binding.h"

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

static const struct sql_binding sale = {DATABASE_TICKET_SELL,
                                        {BIND_SIGNED,
                                         {BIND_BODY_NUMBER, "roundId"},
                                         {BIND_BODY_HASH, "cardHash"},
                                         {BIND_BODY_SELECTIONS, "lines"},
                                         {BIND_BODY_STAKES, "lines"}}};

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
    struct sql_binding_values values;
    struct fault fault;
    struct request request = post("{\"roundId\": 10000001, \"lines\": [{\"market\": \"win\", \"selection\": "
                                  "\"6\", \"stake\": 2500, \"odds\": 99.5}], \"cardHash\": null}");
    assert_true(sql_binding_collect(&request, &sale, &values, &fault));
    assert_int_equal(values.count, 7);
    assert_string_equal(values.values[0], "\\xtoken");
    assert_string_equal(values.values[1], "12345678");
    assert_string_equal(values.values[2], values.fingerprint);
    assert_string_equal(values.values[3], "10000001");
    assert_null(values.values[4]);
    assert_string_equal(values.values[5], "{\"win 6\"}");
    assert_string_equal(values.values[6], "{2500}");
    request = post("");
    assert_true(sql_binding_collect(&request, &sale, &values, &fault));
    assert_null(values.values[5]);
    assert_null(values.values[6]);
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
        {"{\"lines\":{}}", PROBLEM_BAD_PARAMETER, "lines"},
        {"{\"lines\":\"win 6\"}", PROBLEM_BAD_PARAMETER, "lines"},
        {"{\"lines\":\"\xff\"}", PROBLEM_BAD_REQUEST, NULL},
        {"{\"lines\":\"\\u0000\"}", PROBLEM_BAD_REQUEST, NULL},
        {"{\"lines\":[[[[[[[[[[1]]]]]]]]]]}", PROBLEM_BAD_REQUEST, NULL},
        {"{\"surprise\":1}", PROBLEM_UNKNOWN_PARAMETER, "surprise"},
        {"{\"roundId\":1,\"roundId\":1}", PROBLEM_DUPLICATE_MEMBER, "roundId"},
        {"{\"lines\":[{\"stake\":1},{\"stake\":1,\"st\\u0061ke\":2}]}", PROBLEM_DUPLICATE_MEMBER, "stake"},
        {"{\"cardHash\":\"\\ud83c\"}", PROBLEM_BAD_CHARACTERS, "cardHash"},
        {"{\"roundId\":\"1\"}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"roundId\":1.5}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"roundId\":9007199254740992.0}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"roundId\":1e400}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"roundId\":true}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"roundId\":99999999999999999999}", PROBLEM_BAD_PARAMETER, "roundId"},
        {"{\"cardHash\":\"abc\"}", PROBLEM_BAD_PARAMETER, "cardHash"},
        {"{\"cardHash\":1}", PROBLEM_BAD_PARAMETER, "cardHash"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sql_binding_values values;
        struct fault fault;
        struct request request = post(rows[i].body);
        if (sql_binding_collect(&request, &sale, &values, &fault)) fail_msg("%s was taken", rows[i].body);
        if (fault.problem != rows[i].problem) fail_msg("%s: problem %d", rows[i].body, (int)fault.problem);
        if (rows[i].parameter) assert_string_equal(fault.parameter, rows[i].parameter);
    }
}

/* Whatever a line is, there is one selection and one stake for it: the database says which line is wrong. */
static void writes_lines_as_arrays(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *selections, *stakes;
    } rows[] = {
        {"[]", "{}", "{}"},
        {"[{\"market\":\"exacta\",\"selection\":\"6-7\",\"stake\":1},{\"market\":\"win\",\"selection\":\"6\","
         "\"stake\":-5}]",
         "{\"exacta 6-7\",\"win 6\"}", "{1,-5}"},
        {"[null,1,\"win 6\",[],{}]", "{NULL,NULL,NULL,NULL,NULL}", "{NULL,NULL,NULL,NULL,NULL}"},
        {"[{\"market\":\"win\",\"selection\":6,\"stake\":\"2500\"}]", "{NULL}", "{NULL}"},
        {"[{\"market\":\"a\\\"},{\\\\\",\"selection\":\"NULL,{}\",\"stake\":2500.0}]",
         "{\"a\\\"},{\\\\ NULL,{}\"}", "{2500}"},
        {"[{\"market\":\"\",\"selection\":\"\",\"stake\":99999999999999999999}]", "{\" \"}", "{NULL}"},
        {"[{\"stake\":1e3},{\"stake\":true},{\"stake\":null}]", "{NULL,NULL,NULL}", "{1000,NULL,NULL}"},
        {"[{\"stake\":0.5},{\"stake\":-3.0},{\"stake\":1e300}]", "{NULL,NULL,NULL}", "{NULL,-3,NULL}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sql_binding_values values;
        struct fault fault;
        char *body = arena_printf(arena, "{\"lines\":%s}", rows[i].lines);
        struct request request = post(body);
        assert_true(sql_binding_collect(&request, &sale, &values, &fault));
        assert_string_equal(values.values[5], rows[i].selections);
        assert_string_equal(values.values[6], rows[i].stakes);
    }
}

static void takes_the_other_forms(void **state)
{
    (void)state;
    static const struct sql_binding binding = {DATABASE_SHOP_UPDATE,
                                               {{BIND_CAPTURE_NUMBER, "id"},
                                                {BIND_BODY_TEXTS, "header"},
                                                {BIND_BODY_SCALAR, "value"},
                                                {BIND_BODY_FLAG, "open"},
                                                {BIND_CONSTANT, "true"},
                                                {BIND_REQUIRED, "open"}}};
    struct sql_binding_values values;
    struct fault fault;
    struct request request = post("{\"header\":[\"a \\\"b\\\"\",\"\"],\"value\":5,\"open\":false}");
    request.capture = "7";
    assert_true(sql_binding_collect(&request, &binding, &values, &fault));
    assert_string_equal(values.values[0], "7");
    assert_string_equal(values.values[1], "{\"a \\\"b\\\"\",\"\"}");
    assert_string_equal(values.values[2], "5");
    assert_string_equal(values.values[3], "false");
    assert_string_equal(values.values[4], "true");
    assert_int_equal(values.count, 5);
    static const struct {
        const char *capture, *body, *parameter;
    } rows[] = {
        {"7", "{}", "open"},
        {"7", "{\"open\":null}", "open"},
        {"7", "", "open"},
        {"0", "{}", "id"},
        {"x", "{}", "id"},
        {"9223372036854775808", "{}", "id"},
        {"7", "{\"header\":\"a\"}", "header"},
        {"7", "{\"header\":[1]}", "header"},
        {"7", "{\"value\":true}", "value"},
        {"7", "{\"value\":1.5}", "value"},
        {"7", "{\"open\":0}", "open"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        request = post(rows[i].body);
        request.capture = rows[i].capture;
        if (sql_binding_collect(&request, &binding, &values, &fault))
            fail_msg("%s %s was taken", rows[i].capture, rows[i].body);
        assert_string_equal(fault.parameter, rows[i].parameter);
    }
}

static void a_day_is_one_of_the_calendar(void **state)
{
    (void)state;
    static const struct sql_binding binding = {DATABASE_REPORT,
                                               {{BIND_QUERY_DAY, "from"}, {BIND_LONG_LIMIT, "limit"}}};
    static const char *const good[] = {"2026-11-23", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"};
    static const char *const bad[] = {"",           "2026-11-3",  "2026-13-01", "2026-00-01", "2026-11-31",
                                      "2026-02-29", "1900-02-29", "0000-01-01", "2026-11-00", "today",
                                      "infinity",   "2026/11/23", "2026-11-23T"};
    struct sql_binding_values values;
    struct fault fault;
    struct request request = post("");
    request.parameter_count = 1;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        request.parameters[0] = (struct request_parameter){"from", good[i]};
        assert_true(sql_binding_collect(&request, &binding, &values, &fault));
        assert_string_equal(values.values[0], good[i]);
        assert_string_equal(values.values[1], "1000");
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        request.parameters[0] = (struct request_parameter){"from", bad[i]};
        if (sql_binding_collect(&request, &binding, &values, &fault)) fail_msg("%s was taken", bad[i]);
        assert_string_equal(fault.parameter, "from");
    }
}

static void a_day_of_the_body_is_one_too(void **state)
{
    (void)state;
    static const struct sql_binding binding = {DATABASE_EXPORT_CREATE, {{BIND_BODY_DAY, "from"}}};
    static const char *const bad[] = {"{\"from\":\"2026-02-29\"}", "{\"from\":\"today\"}",
                                      "{\"from\":20261123}"};
    struct sql_binding_values values;
    struct fault fault;
    struct request request = post("{\"from\":\"2024-02-29\"}");
    assert_true(sql_binding_collect(&request, &binding, &values, &fault));
    assert_string_equal(values.values[0], "2024-02-29");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        request = post(bad[i]);
        if (sql_binding_collect(&request, &binding, &values, &fault)) fail_msg("%s was taken", bad[i]);
        assert_int_equal(fault.problem, PROBLEM_BAD_PARAMETER);
        assert_string_equal(fault.parameter, "from");
    }
}

static void a_key_must_be_there(void **state)
{
    (void)state;
    struct sql_binding_values values;
    struct fault fault;
    struct request request = post("{}");
    request.key = NULL;
    assert_false(sql_binding_collect(&request, &sale, &values, &fault));
    assert_int_equal(fault.problem, PROBLEM_KEY_MISSING);
}

static void a_password_leaves_no_fingerprint(void **state)
{
    (void)state;
    static const struct sql_binding binding = {
        DATABASE_PASSWORD_BEGIN, {BIND_SIGNED, {BIND_BODY_SECRET, "password"}, {BIND_BODY_TEXT, "name"}}};
    struct sql_binding_values one, two, three;
    struct fault fault;
    struct request request = post("{\"password\":\"secret one\",\"name\":\"a\"}");
    assert_true(sql_binding_collect(&request, &binding, &one, &fault));
    request = post("{\"password\":\"secret two\",\"name\":\"a\"}");
    assert_true(sql_binding_collect(&request, &binding, &two, &fault));
    request = post("{\"password\":\"secret two\",\"name\":\"b\"}");
    assert_true(sql_binding_collect(&request, &binding, &three, &fault));
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
        cmocka_unit_test_setup_teardown(writes_lines_as_arrays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_the_other_forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_day_is_one_of_the_calendar, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_day_of_the_body_is_one_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_key_must_be_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_password_leaves_no_fingerprint, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("call", tests, NULL, NULL);
}
