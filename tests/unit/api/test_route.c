/* SPDX-License-Identifier: MIT */
/* The table and the dispatcher: who gets where, and who gets nowhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "route.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 65536);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct route *find(enum request_method method, const char *path, struct request *request,
                                char allow[REPLY_METHODS_MAX])
{
    *request = (struct request){.arena = arena, .method = method, .path = path, .query = ""};
    return route_find(routes, route_count, request, allow);
}

/* Each pattern with something in its braces leads to its own row, and to no row above it. */
static void finds_every_route(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        const char *pattern = routes[i].pattern, *brace = strchr(pattern, '{');
        const char *path = brace ? arena_printf(arena, "%.*s10000001%s", (int)(brace - pattern), pattern,
                                                strchr(brace, '}') + 1)
                                 : pattern;
        struct request request;
        char allow[REPLY_METHODS_MAX];
        if (find(routes[i].method, path, &request, allow) != &routes[i]) fail_msg("%s leads elsewhere", path);
        if (brace)
            assert_string_equal(request.capture, "10000001");
        else
            assert_null(request.capture);
        if (routes[i].method == REQUEST_GET)
            assert_ptr_equal(find(REQUEST_HEAD, path, &request, allow), &routes[i]);
    }
}

static void a_literal_segment_comes_before_braces(void **state)
{
    (void)state;
    static const struct {
        const char *path, *pattern;
    } rows[] = {
        {"/api/v1/rounds/current", "/api/v1/rounds/current"},
        {"/api/v1/rounds/currents", "/api/v1/rounds/{id}"},
        {"/api/v1/rounds/current/proof", "/api/v1/rounds/{id}/proof"},
        {"/api/v1/reports/proof", "/api/v1/reports/proof"},
        {"/api/v1/reports/day", "/api/v1/reports/day"},
        {"/api/v1/reports/days", "/api/v1/reports/{name}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request request;
        char allow[REPLY_METHODS_MAX];
        const struct route *route = find(REQUEST_GET, rows[i].path, &request, allow);
        assert_non_null(route);
        assert_string_equal(route->pattern, rows[i].pattern);
    }
}

/* What a client encoded is what it meant; what cannot be decoded is taken as it stands, and means nothing. */
static void decodes_what_stands_in_braces(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"01-010014-5", "01-010014-5"},
        {"01-010014-5%20", "01-010014-5 "},
        {"01%C2%A0-010014-5", "01\u00a0-010014-5"},
        {"01%2D010014-5", "01-010014-5"},
        {"01-010014-%", "01-010014-%"},
        {"01%00-010014-5", "01%00-010014-5"},
        {"01%2F010014", "01/010014"},
        {"%FF", "%FF"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request request;
        char allow[REPLY_METHODS_MAX];
        const char *path = arena_printf(arena, "/api/v1/tickets/%s", rows[i][0]);
        assert_non_null(find(REQUEST_GET, path, &request, allow));
        assert_string_equal(request.capture, rows[i][1]);
    }
}

static void finds_nothing_else(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "",
        "/",
        "/api/v1",
        "/api/v1/",
        "/api/v1/healt",
        "/api/v1/healthy",
        "/api/v1/health/",
        "/api/v1//health",
        "/api/v1/./health",
        "/API/V1/health",
        "/api/v1/%68ealth",
        "/api/v2/health",
        "/api/v1/rounds/",
        "/api/v1/rounds//proof",
        "/api/v1/rounds/1/",
        "/api/v1/rounds/1/proofs",
        "/api/v1/rounds/1/2/proof",
        "x/api/v1/health",
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct request request;
        char allow[REPLY_METHODS_MAX];
        if (find(REQUEST_GET, paths[i], &request, allow)) fail_msg("%s leads somewhere", paths[i]);
        assert_string_equal(allow, "");
    }
}

static void names_the_methods_that_a_path_takes(void **state)
{
    (void)state;
    static const struct route table[] = {
        {REQUEST_GET, "/things", ROLE_ANYONE, NULL, {NULL}},
        {REQUEST_POST, "/things", ROLE_ANYONE, NULL, {NULL}},
        {REQUEST_DELETE, "/things/{id}", ROLE_ANYONE, NULL, {NULL}},
        {REQUEST_PUT, "/things/{id}", ROLE_ANYONE, NULL, {NULL}},
    };
    struct request request = {.arena = arena, .method = REQUEST_PATCH, .path = "/things"};
    char allow[REPLY_METHODS_MAX];
    assert_null(route_find(table, 4, &request, allow));
    assert_string_equal(allow, "GET, HEAD, POST");
    request.path = "/things/7";
    assert_null(route_find(table, 4, &request, allow));
    assert_string_equal(allow, "DELETE, PUT");
    request.method = REQUEST_PUT;
    assert_ptr_equal(route_find(table, 4, &request, allow), &table[3]);
    assert_string_equal(request.capture, "7");
    request.method = REQUEST_OTHER;
    assert_null(route_find(table, 4, &request, allow));
    assert_string_equal(allow, "DELETE, PUT");
}

static void dispatch(enum request_method method, const char *path, const char *query, struct reply *reply)
{
    const struct app_context none = {0};
    struct request request = {.arena = arena,
                              .method = method,
                              .method_text = "X",
                              .path = path,
                              .query = query,
                              .client = "",
                              .body = ""};
    route_dispatch(&none, &request, reply);
}

static void answers_what_has_no_route(void **state)
{
    (void)state;
    struct reply reply;
    dispatch(REQUEST_GET, "/nowhere", "", &reply);
    assert_int_equal(reply.status, 404);
    assert_string_equal(reply.allow, "");
    dispatch(REQUEST_POST, "/api/v1/health", "", &reply);
    assert_int_equal(reply.status, 405);
    assert_string_equal(reply.allow, "GET, HEAD");
    assert_string_equal(reply.problem_code, "method_not_allowed");
    /* The path decides before the query does. */
    dispatch(REQUEST_GET, "/nowhere", "%%", &reply);
    assert_int_equal(reply.status, 404);
}

static void checks_parameters_before_the_handler(void **state)
{
    (void)state;
    struct reply reply;
    dispatch(REQUEST_GET, "/api/v1/keepalive", "_=123", &reply);
    assert_int_equal(reply.status, 400);
    assert_string_equal(reply.problem_code, "unknown_parameter");
    dispatch(REQUEST_GET, "/api/v1/rounds", "limit=0", &reply);
    assert_string_equal(reply.problem_code, "bad_parameter");
    dispatch(REQUEST_GET, "/api/v1/rounds", "before=-1", &reply);
    assert_string_equal(reply.problem_code, "bad_parameter");
    dispatch(REQUEST_GET, "/api/v1/winners", "limit=101", &reply);
    assert_string_equal(reply.problem_code, "bad_parameter");
    dispatch(REQUEST_GET, "/api/v1/rounds/0", "", &reply);
    assert_string_equal(reply.problem_code, "bad_parameter");
    assert_non_null(strstr(reply.body, "\"parameter\":\"id\""));
    dispatch(REQUEST_GET, "/api/v1/rounds/abc/proof", "", &reply);
    assert_string_equal(reply.problem_code, "bad_parameter");
    dispatch(REQUEST_GET, "/api/v1/keepalive", "", &reply);
    assert_int_equal(reply.status, 200);
    assert_memory_equal(reply.body, "{\"serverTime\":", 14);
}

/* One change asked for by a page or a machine; nobody is signed in and no database is there. */
static const char *change_with(const char *body, const char *list, const char *origin, bool is_of_browser,
                               const char *content_type)
{
    const struct app_context house = {.trust = NULL};
    static struct reply reply;
    struct request request = {.arena = arena,
                              .method = REQUEST_POST,
                              .method_text = "POST",
                              .path = "/api/v1/tickets",
                              .query = "",
                              .client = "",
                              .origin = origin,
                              .standing = origin_judge(list, origin, "https", "house.example"),
                              .content_type = content_type,
                              .body = body,
                              .body_length = strlen(body),
                              .token.is_of_browser = is_of_browser};
    route_dispatch(&house, &request, &reply);
    return reply.problem_code;
}

static const char *change_by(const char *list, const char *origin, bool is_of_browser,
                             const char *content_type)
{
    return change_with("{}", list, origin, is_of_browser, content_type);
}

static const char *change(const char *origin, bool is_of_browser, const char *content_type)
{
    return change_by("https://tills.example", origin, is_of_browser, content_type);
}

static void takes_changes_only_from_its_own_pages(void **state)
{
    (void)state;
    static const char json[] = "application/json";
    assert_string_equal(change("https://house.example", true, json), "not_signed_in"); /* so far, so good */
    assert_string_equal(change("https://tills.example", true, json), "not_signed_in");
    assert_string_equal(change(NULL, false, json), "not_signed_in"); /* a machine */
    assert_string_equal(change(NULL, true, json), "origin_refused");
    assert_string_equal(change("", true, json), "origin_refused");
    assert_string_equal(change("null", true, json), "origin_refused");
    assert_string_equal(change("null", false, json), "origin_refused");
    assert_string_equal(change("https://evil.example", true, json), "origin_refused");
    assert_string_equal(change("https://evil.example", false, json), "origin_refused");
    assert_string_equal(change("https://house.example.evil", true, json), "origin_refused");
    assert_string_equal(change("http://house.example", true, json), "origin_refused");
    /* Anybody's page may read, and no more. */
    assert_string_equal(change_by("*", "https://evil.example", false, json), "origin_refused");
    assert_string_equal(change_by("*", "https://evil.example", true, json), "origin_refused");
    assert_string_equal(change_by("*", "https://house.example", true, json), "not_signed_in");
    assert_string_equal(change_by("*", NULL, true, json), "origin_refused");
}

/* What a browser asks before it asks: the header of the answer. */
static const char *preflight(const char *list, const char *origin, const char *path, const char *method)
{
    const struct app_context house = {.trust = NULL};
    struct reply reply;
    struct request request = {.arena = arena,
                              .method = REQUEST_OPTIONS,
                              .method_text = "OPTIONS",
                              .path = path,
                              .query = "",
                              .client = "",
                              .asked_method = method,
                              .origin = origin,
                              .standing = origin_judge(list, origin, "https", "house.example")};
    route_dispatch(&house, &request, &reply);
    return reply_header(&reply, &request);
}

static void lets_pages_ask_whether_they_may_ask(void **state)
{
    (void)state;
    static const char tills[] = "https://tills.example";
    const char *header = preflight(tills, tills, "/api/v1/tickets", "POST");
    assert_non_null(strstr(header, "Status: 204 No Content\r\n"));
    assert_non_null(strstr(header, "Access-Control-Allow-Origin: https://tills.example\r\n"));
    assert_non_null(strstr(header, "Access-Control-Allow-Credentials: true\r\n"));
    assert_non_null(strstr(header, "Access-Control-Allow-Methods: POST, GET, HEAD\r\n"));
    assert_non_null(strstr(header, "Idempotency-Key"));
    assert_null(strstr(header, "Content-Length"));
    assert_non_null(strstr(preflight("*", tills, "/api/v1/tickets", "POST"), "Status: 403 "));
    header = preflight("*", tills, "/api/v1/tickets", "GET");
    assert_non_null(strstr(header, "Access-Control-Allow-Origin: *\r\n"));
    assert_null(strstr(header, "Credentials"));
    header = preflight("same", tills, "/api/v1/tickets", "GET");
    assert_non_null(strstr(header, "Status: 403 "));
    assert_null(strstr(header, "Access-Control"));
    assert_non_null(strstr(header, "Vary: Origin\r\n"));
    assert_non_null(strstr(preflight(tills, NULL, "/api/v1/tickets", "GET"), "Status: 405 "));
    assert_non_null(strstr(preflight(tills, tills, "/api/v1/nothing", "GET"), "Status: 404 "));
}

static void takes_json_only(void **state)
{
    (void)state;
    static const char *const good[] = {"application/json", "application/json; charset=utf-8",
                                       "Application/JSON"};
    static const char *const bad[] = {NULL,
                                      "",
                                      "text/plain",
                                      "application/jsonp",
                                      "application/x-www-form-urlencoded",
                                      "text/plain; application/json"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_string_equal(change(NULL, false, good[i]), "not_signed_in");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_string_equal(change(NULL, false, bad[i]), "unsupported_media_type");
    /* Nothing has no type; but a form of another site may be one without a body, too. */
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_string_equal(change_with("", "same", NULL, false, bad[i]), "not_signed_in");
        assert_string_equal(change_with("", "same", NULL, true, bad[i]), "origin_refused");
        assert_string_equal(change_with("", "same", "https://evil.example", true, bad[i]), "origin_refused");
    }
}

static void denies_by_default(void **state)
{
    (void)state;
    for (int actual = ROLE_NOBODY; actual <= ROLE_AUDITOR; actual++) {
        assert_false(role_is_open(ROLE_NOBODY, (enum role)actual));
        assert_false(role_is_open((enum role)99, (enum role)actual));
        assert_true(role_is_open(ROLE_ANYONE, (enum role)actual));
        for (int wanted = ROLE_SIGNED_IN; wanted <= ROLE_READER; wanted++)
            if (actual <= ROLE_ANYONE) assert_false(role_is_open((enum role)wanted, (enum role)actual));
    }
    assert_true(role_is_open(ROLE_SIGNED_IN, ROLE_CASHIER));
    assert_true(role_is_open(ROLE_CASHIER, ROLE_SUPERVISOR));
    assert_true(role_is_open(ROLE_AUDITOR, ROLE_ADMIN));
    assert_false(role_is_open(ROLE_ADMIN, ROLE_AUDITOR));
    assert_false(role_is_open(ROLE_ADMIN, ROLE_SUPERVISOR));
    assert_false(role_is_open(ROLE_CASHIER, ROLE_ADMIN));
    static const struct {
        enum role wanted;
        bool cashier, supervisor, admin, auditor;
    } rows[] = {
        {ROLE_STAFF, true, true, true, false},
        {ROLE_OVERSEER, false, true, true, false},
        {ROLE_READER, false, true, true, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(role_is_open(rows[i].wanted, ROLE_CASHIER), rows[i].cashier);
        assert_int_equal(role_is_open(rows[i].wanted, ROLE_SUPERVISOR), rows[i].supervisor);
        assert_int_equal(role_is_open(rows[i].wanted, ROLE_ADMIN), rows[i].admin);
        assert_int_equal(role_is_open(rows[i].wanted, ROLE_AUDITOR), rows[i].auditor);
        assert_int_equal(role_of(role_word(rows[i].wanted)), ROLE_SIGNED_IN); /* no user has it */
    }
}

static void every_row_says_who_may(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++) {
        bool is_change = routes[i].method != REQUEST_GET;
        /* Who signs in is nobody yet, nor is a display that says its code. */
        bool is_entry = strcmp(routes[i].pattern, "/api/v1/auth/login") == 0 ||
                        strcmp(routes[i].pattern, "/api/v1/displays/claim") == 0;
        if (is_change && !is_entry) assert_true(routes[i].role > ROLE_ANYONE);
        assert_int_not_equal(routes[i].role, ROLE_NOBODY);
        assert_non_null(routes[i].handler);
        assert_null(routes[i].parameters[ROUTE_PARAMETERS_MAX]);
        assert_memory_equal(routes[i].pattern, "/api/v1/", 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(finds_every_route, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_literal_segment_comes_before_braces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_row_says_who_may, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decodes_what_stands_in_braces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_nothing_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_the_methods_that_a_path_takes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(answers_what_has_no_route, set_up, tear_down),
        cmocka_unit_test_setup_teardown(checks_parameters_before_the_handler, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_changes_only_from_its_own_pages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lets_pages_ask_whether_they_may_ask, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_json_only, set_up, tear_down),
        cmocka_unit_test(denies_by_default),
        cmocka_unit_test(every_row_says_who_may),
    };
    return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
