/* SPDX-License-Identifier: MIT */
/* What goes out: headers, bodies, problems, conditions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "child.h"
#include "fastcgi.h"
#include "reply.h"

static struct arena *arena;
static struct request request;
static struct test_stdout out;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1024 * 1024);
    request = (struct request){.arena = arena,
                               .id = "id-1",
                               .path = "/api/v1/x",
                               .method_text = "GET",
                               .client = "c",
                               .language = LANGUAGE_ENGLISH};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *sent(struct reply *reply)
{
    FCGX_Stream *stream = test_stdout_open(&out);
    reply_finish(reply, &request);
    assert_true(reply_send(reply, &request, stream));
    return (const char *)out.text;
}

static void sends_text_with_its_tag(void **state)
{
    (void)state;
    struct reply reply;
    reply_bytes(&reply, "application/json", REPLY_CACHE_ASK, "{}", 2, "\"tag\"");
    assert_string_equal(sent(&reply), "Content-Type: application/json\r\n"
                                      "Content-Length: 2\r\n"
                                      "Cache-Control: no-cache\r\n"
                                      "ETag: \"tag\"\r\n"
                                      "Vary: Origin\r\n"
                                      "X-Content-Type-Options: nosniff\r\n"
                                      "X-Request-Id: id-1\r\n"
                                      "\r\n"
                                      "{}");
}

static void sends_no_body_for_head(void **state)
{
    (void)state;
    struct reply reply;
    request.method = REQUEST_HEAD;
    reply_bytes(&reply, "application/json", REPLY_CACHE_NEVER, "{}", 2, NULL);
    const char *text = sent(&reply);
    assert_non_null(strstr(text, "Content-Length: 2\r\n"));
    assert_null(strstr(text, "ETag"));
    assert_string_equal(strstr(text, "\r\n\r\n"), "\r\n\r\n");
}

static bool write_in_two(void *context, FCGX_Stream *stream)
{
    const char *bytes = context;
    return FCGX_PutStr(bytes, 2, stream) == 2 && FCGX_PutStr(bytes + 2, 1, stream) == 1;
}

static void lets_a_long_body_be_written_as_it_comes(void **state)
{
    (void)state;
    static char bytes[] = "x\ny";
    struct reply reply;
    reply_bytes(&reply, "application/jsonl", REPLY_CACHE_NEVER, "", 0, NULL);
    reply.length = 3;
    reply.write_body = write_in_two;
    reply.context = bytes;
    reply.file_name = "a.jsonl";
    const char *text = sent(&reply);
    assert_non_null(strstr(text, "Content-Length: 3\r\n"));
    assert_non_null(strstr(text, "Content-Disposition: attachment; filename=\"a.jsonl\"\r\n"));
    assert_string_equal(strstr(text, "\r\n\r\n"), "\r\n\r\nx\ny");
    request.method = REQUEST_HEAD;
    assert_string_equal(strstr(sent(&reply), "\r\n\r\n"), "\r\n\r\n");
}

static void makes_strong_tags_over_the_bytes(void **state)
{
    (void)state;
    char one[REPLY_ETAG_SIZE], two[REPLY_ETAG_SIZE], three[REPLY_ETAG_SIZE];
    reply_make_etag(one, "abc", 3);
    reply_make_etag(two, "abc", 3);
    reply_make_etag(three, "abd", 3);
    assert_string_equal(one, two);
    assert_string_not_equal(one, three);
    assert_int_equal(strlen(one), REPLY_ETAG_SIZE - 1);
    assert_int_equal(one[0], '"');
    assert_int_equal(one[REPLY_ETAG_SIZE - 2], '"');
}

static int status_for(enum request_method method, const char *if_none_match)
{
    struct reply reply;
    request.method = method;
    request.if_none_match = if_none_match;
    reply_bytes(&reply, "application/json", REPLY_CACHE_ASK, "{}", 2, "\"a,b\"");
    (void)sent(&reply);
    return reply.status;
}

static void answers_304_when_the_client_has_it(void **state)
{
    (void)state;
    static const char *const same[] = {
        "\"a,b\"", "*", "W/\"a,b\"", "\"x\", \"a,b\"", " \"x\" ,W/\"y\",\t\"a,b\" ", "\"\",\"a,b\""};
    static const char *const other[] = {"",          "a,b",      "\"a\", \"b\"", "\"a,b", "\"x\" \"y\"",
                                        "w/\"a,b\"", "\"a,b \"", ",,,",          "W/"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_int_equal(status_for(REQUEST_GET, same[i]), 304);
        assert_int_equal(status_for(REQUEST_HEAD, same[i]), 304);
        assert_int_equal(status_for(REQUEST_POST, same[i]), 200);
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_int_equal(status_for(REQUEST_GET, other[i]), 200);
    assert_int_equal(status_for(REQUEST_GET, NULL), 200);
}

static void a_304_has_a_tag_but_no_body(void **state)
{
    (void)state;
    (void)status_for(REQUEST_GET, "*");
    assert_string_equal((const char *)out.text, "Status: 304 Not Modified\r\n"
                                                "Cache-Control: no-cache\r\n"
                                                "ETag: \"a,b\"\r\n"
                                                "Vary: Origin\r\n"
                                                "X-Content-Type-Options: nosniff\r\n"
                                                "X-Request-Id: id-1\r\n"
                                                "\r\n");
}

static struct json_object *problem_of(struct reply *reply)
{
    const char *text = sent(reply);
    assert_non_null(strstr(text, "Content-Type: application/problem+json\r\n"));
    assert_non_null(strstr(text, "Cache-Control: no-store\r\n"));
    const char *body = strstr(text, "\r\n\r\n") + 4;
    assert_int_equal(strlen(body), reply->length);
    struct json_object *object = json_tokener_parse(body);
    assert_non_null(object);
    return object;
}

static const char *member(struct json_object *object, const char *key)
{
    struct json_object *value;
    return json_object_object_get_ex(object, key, &value) ? json_object_get_string(value) : NULL;
}

static void says_no_in_problem_json(void **state)
{
    (void)state;
    struct reply reply;
    const struct fault fault = {
        .problem = PROBLEM_BAD_PARAMETER, .parameter = "li\"mit", .detail = "<\\é\">", .reason = "secret"};
    reply_fault(&reply, &request, &fault);
    struct json_object *problem = problem_of(&reply);
    assert_string_equal(member(problem, "code"), "bad_parameter");
    assert_string_equal(member(problem, "title"), "A parameter has a bad value");
    assert_string_equal(member(problem, "status"), "400");
    assert_string_equal(member(problem, "detail"), "<\\é\">");
    assert_string_equal(member(problem, "instance"), "/api/v1/x");
    assert_string_equal(member(problem, "parameter"), "li\"mit");
    assert_null(strstr(reply.body, "secret"));
    json_object_put(problem);
}

static void says_no_in_the_language_asked_for(void **state)
{
    (void)state;
    struct reply reply;
    const struct fault fault = {.problem = PROBLEM_BAD_PARAMETER,
                                .parameter = "limit",
                                .detail = "limit must be a whole number from 1 to 100."};
    request.language = LANGUAGE_FRENCH;
    reply_fault(&reply, &request, &fault);
    struct json_object *problem = problem_of(&reply);
    assert_string_equal(member(problem, "detail"), "limit doit être un nombre entier de 1 à 100.");
    assert_string_equal(member(problem, "title"), "A parameter has a bad value");
    assert_non_null(strstr(sent(&reply), "Vary: Accept-Language\r\nContent-Language: fr\r\n"));
    json_object_put(problem);
    reply_bytes(&reply, "application/json", REPLY_CACHE_NEVER, "{}", 2, NULL);
    assert_null(strstr(sent(&reply), "Language"));
}

static void every_problem_has_its_row(void **state)
{
    (void)state;
    for (int i = 0; i < PROBLEM_COUNT; i++) {
        const struct problem_kind *kind = problem_kind((enum problem)i);
        assert_in_range(kind->status, 400, 599);
        assert_int_equal(strspn(kind->code, "abcdefghijklmnopqrstuvwxyz_"), strlen(kind->code));
        assert_non_null(kind->title);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(kind->code, problem_kind((enum problem)j)->code);
    }
}

static struct reply answer(enum database_kind kind, const char *sqlstate, const char *message,
                           const char *detail)
{
    struct reply reply;
    struct database_answer answer = {
        .kind = kind, .text = "[]", .length = 2, .message = message, .detail = detail};
    memcpy(answer.sqlstate, sqlstate, strlen(sqlstate));
    reply_answer(&reply, &request, &answer, REPLY_CACHE_FOREVER, NULL);
    return reply;
}

static void maps_the_databases_answers(void **state)
{
    (void)state;
    static const struct {
        enum database_kind kind;
        const char *sqlstate;
        int status;
        const char *code;
    } rows[] = {
        {DATABASE_NOTHING, "", 404, "not_found"},
        {DATABASE_REFUSED, "HP400", 400, "bad_parameter"},
        {DATABASE_REFUSED, "HP401", 401, "not_signed_in"},
        {DATABASE_REFUSED, "HP403", 403, "forbidden"},
        {DATABASE_REFUSED, "HP404", 404, "not_found"},
        {DATABASE_REFUSED, "HP409", 409, "conflict"},
        {DATABASE_REFUSED, "HP425", 425, "too_early"},
        {DATABASE_REFUSED, "HP999", 500, "internal_error"},
        {DATABASE_FAILED, "42883", 500, "internal_error"},
        {DATABASE_FAILED, "40001", 503, "database_busy"},
        {DATABASE_FAILED, "22003", 400, "bad_parameter"},
        {DATABASE_FAILED, "22P02", 400, "bad_parameter"},
        {DATABASE_FAILED, "22012", 500, "internal_error"},
        {DATABASE_FAILED, "23505", 500, "internal_error"},
        {DATABASE_FAILED, "57014", 503, "too_slow"},
        {DATABASE_UNAVAILABLE, "", 503, "database_unavailable"},
        {DATABASE_BUSY, "", 503, "busy"},
    };
    struct reply good = answer(DATABASE_TEXT, "", "", "");
    assert_int_equal(good.status, 200);
    assert_string_equal(good.cache_control, REPLY_CACHE_FOREVER);
    assert_true(*good.etag);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reply reply = answer(rows[i].kind, rows[i].sqlstate, "words", "");
        assert_int_equal(reply.status, rows[i].status);
        assert_string_equal(reply.problem_code, rows[i].code);
        /* The operator's words stay with the operator. */
        bool is_for_client = rows[i].kind != DATABASE_FAILED && rows[i].status < 500;
        assert_int_equal(strstr(reply.body, "words") != NULL, is_for_client);
        assert_int_equal(reply.retry_after_s, rows[i].status == 503 ? 1 : 0);
    }
    struct reply named = answer(DATABASE_REFUSED, "HP400", "limit is 1 to 100", "limit");
    assert_non_null(strstr(named.body, "\"parameter\":\"limit\""));
}

static void merges_what_the_database_knows(void **state)
{
    (void)state;
    struct reply reply =
        answer(DATABASE_REFUSED, "HP409", "Line 2 is too much.",
               "{\"code\":\"cap_round\",\"line\":2,\"max\":5000,\"status\":200,\"title\":\"x\"}");
    struct json_object *problem = problem_of(&reply);
    assert_int_equal(reply.status, 409);
    assert_string_equal(member(problem, "code"), "cap_round");
    assert_string_equal(member(problem, "line"), "2");
    assert_string_equal(member(problem, "max"), "5000");
    assert_string_equal(member(problem, "status"), "409");
    assert_string_equal(member(problem, "detail"), "Line 2 is too much.");
    json_object_put(problem);
    reply = answer(DATABASE_REFUSED, "HP400", "no", "{\"code\":\"bad_parameter\",\"name\":\"float\"}");
    assert_non_null(strstr(reply.body, "\"parameter\":\"float\""));
    reply = answer(DATABASE_REFUSED, "HP422", "no", "{\"code\":\"key_reused\"}");
    assert_int_equal(reply.status, 422);
    reply = answer(DATABASE_REFUSED, "HP409", "no", "{\"code\":\"cut of");
    assert_non_null(strstr(reply.body, "\"code\":\"conflict\""));
}

static void a_crowd_is_told_how_long_to_wait(void **state)
{
    (void)state;
    struct reply reply =
        answer(DATABASE_REFUSED, "HP429", "wait", "{\"code\":\"too_many_attempts\",\"retryAfterMs\":1001}");
    const char *text = sent(&reply);
    assert_non_null(strstr(text, "Status: 429 Too Many Requests\r\n"));
    assert_non_null(strstr(text, "Retry-After: 2\r\n"));
    reply = answer(DATABASE_REFUSED, "HP429", "wait", "");
    assert_non_null(strstr(sent(&reply), "Retry-After: 1\r\n"));
}

static void sets_cookies_and_names_its_way_of_signing_in(void **state)
{
    (void)state;
    struct reply reply;
    reply_bytes(&reply, "application/json", REPLY_CACHE_NEVER, "{}", 2, NULL);
    reply.cookie_lines = "Set-Cookie: a=b; Secure\r\n";
    assert_non_null(strstr(sent(&reply), "\r\nSet-Cookie: a=b; Secure\r\n"));
    reply = answer(DATABASE_REFUSED, "HP401", "who?", "");
    assert_non_null(strstr(sent(&reply), "\r\nWWW-Authenticate: Bearer\r\n"));
}

static void tells_when_to_come_back(void **state)
{
    (void)state;
    struct reply reply = answer(DATABASE_UNAVAILABLE, "", "no socket", "");
    assert_non_null(strstr(sent(&reply), "Retry-After: 1\r\n"));
    assert_non_null(strstr(sent(&reply), "Status: 503 Service Unavailable\r\n"));
}

static void fail_once(void *unused)
{
    (void)unused;
    (void)answer(DATABASE_UNAVAILABLE, "", "no socket", "");
    (void)answer(DATABASE_NOTHING, "", "", "");
    (void)answer(DATABASE_REFUSED, "HP409", "no", "");
}

static void logs_one_line_for_what_is_our_fault(void **state)
{
    (void)state;
    const struct child *child = child_run(fail_once, NULL);
    const char *end = strchr(child->text, '\n');
    assert_non_null(end);
    assert_string_equal(end, "\n");
    assert_non_null(strstr(child->text,
                           "event=request_failed request=id-1 client=c method=GET path=/api/v1/x "
                           "status=503 code=database_unavailable reason=\"no socket\""));
}

static void survives_a_used_up_arena(void **state)
{
    (void)state;
    struct arena *tiny = arena_new(64, 64);
    request.arena = tiny;
    struct reply reply;
    const struct fault fault = {.problem = PROBLEM_NOT_FOUND};
    reply_fault(&reply, &request, &fault);
    assert_int_equal(reply.status, 404);
    assert_string_equal(reply.body, "{}");
    assert_non_null(strstr(sent(&reply), "Status: 500"));
    arena_free(tiny);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sends_text_with_its_tag, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sends_no_body_for_head, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lets_a_long_body_be_written_as_it_comes, set_up, tear_down),
        cmocka_unit_test(makes_strong_tags_over_the_bytes),
        cmocka_unit_test_setup_teardown(answers_304_when_the_client_has_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_304_has_a_tag_but_no_body, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_no_in_problem_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_no_in_the_language_asked_for, set_up, tear_down),
        cmocka_unit_test(every_problem_has_its_row),
        cmocka_unit_test_setup_teardown(maps_the_databases_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(merges_what_the_database_knows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_crowd_is_told_how_long_to_wait, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sets_cookies_and_names_its_way_of_signing_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tells_when_to_come_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(logs_one_line_for_what_is_our_fault, set_up, tear_down),
        cmocka_unit_test_setup_teardown(survives_a_used_up_arena, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("reply", tests, NULL, NULL);
}
