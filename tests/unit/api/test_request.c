/* SPDX-License-Identifier: MIT */
/* Everything that a client or a proxy may send, right and wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fastcgi.h"
#include "request.h"

static struct arena *arena;
static struct client_address_trust *trust;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1024 * 1024);
    trust = client_address_trust_new("unix,10.0.0.0/8", "104.16.0.0/12");
    return trust ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    client_address_trust_free(trust);
    arena_free(arena);
    return 0;
}

static bool read_head(struct request *request, const char *method, const char *uri, struct fault *fault)
{
    char *method_line = arena_printf(arena, "REQUEST_METHOD=%s", method);
    char *uri_line = arena_printf(arena, "REQUEST_URI=%s", uri);
    char peer[] = "REMOTE_ADDR=10.0.0.9";
    char forwarded[] = "HTTP_X_FORWARDED_FOR=203.0.113.7";
    char *environment[] = {peer, method_line, uri_line, forwarded, NULL};
    return request_read_head(request, arena, environment, trust, "same", fault);
}

static void reads_method_path_and_query(void **state)
{
    (void)state;
    struct request request;
    struct fault fault;
    assert_true(read_head(&request, "GET", "/api/v1/rounds?limit=5&before=7", &fault));
    assert_int_equal(request.method, REQUEST_GET);
    assert_string_equal(request.path, "/api/v1/rounds");
    assert_string_equal(request.query, "limit=5&before=7");
    assert_string_equal(request.client, "203.0.113.7");
    assert_true(read_head(&request, "HEAD", "/?", &fault));
    assert_int_equal(request.method, REQUEST_HEAD);
    assert_string_equal(request.path, "/");
    assert_string_equal(request.query, "");
}

static void takes_no_method_on_trust(void **state)
{
    (void)state;
    struct request request;
    struct fault fault;
    static const char *const words[] = {"", "get", "GETS", "PROPFIND", "GE", "\"\n"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_true(read_head(&request, words[i], "/", &fault));
        assert_int_equal(request.method, REQUEST_OTHER);
        assert_string_equal(request.method_text, "other");
    }
}

static void refuses_addresses_that_are_none(void **state)
{
    (void)state;
    struct request request;
    struct fault fault;
    static const char *const uris[] = {"", "*", "health", "/\x01", "/a b", "/\xc3\xa9", "/\x7f", "http://x/"};
    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
        assert_false(read_head(&request, "GET", uris[i], &fault));
        assert_int_equal(fault.problem, PROBLEM_BAD_REQUEST);
        assert_string_equal(request.path, "");
    }
    char *empty[] = {NULL};
    assert_false(request_read_head(&request, arena, empty, trust, "same", &fault));
    assert_int_equal(fault.problem, PROBLEM_BAD_REQUEST);
}

static void refuses_long_addresses(void **state)
{
    (void)state;
    struct request request;
    struct fault fault;
    char uri[REQUEST_URI_MAX + 2];
    memset(uri, 'a', sizeof uri);
    uri[0] = '/';
    uri[REQUEST_URI_MAX] = '\0';
    assert_true(read_head(&request, "GET", uri, &fault));
    uri[REQUEST_URI_MAX] = 'a';
    uri[REQUEST_URI_MAX + 1] = '\0';
    assert_false(read_head(&request, "GET", uri, &fault));
    assert_int_equal(fault.problem, PROBLEM_URI_TOO_LONG);
}

static void gives_each_request_its_own_id(void **state)
{
    (void)state;
    struct request one, two;
    struct fault fault;
    assert_true(read_head(&one, "GET", "/", &fault));
    assert_true(read_head(&two, "GET", "/", &fault));
    assert_string_not_equal(one.id, two.id);
    assert_true(strlen(one.id) < REQUEST_ID_SIZE);
    assert_int_equal(strspn(one.id, "0123456789abcdef-"), strlen(one.id));
}

/* PROBLEM_COUNT: the query is good. */
static enum problem parse(struct request *request, const char *query, const char **parameter)
{
    static const char *const allowed[] = {"limit", "before", "é", NULL};
    struct fault fault = {.problem = PROBLEM_COUNT};
    *request = (struct request){.arena = arena, .path = "/", .query = query};
    if (request_parse_query(request, allowed, &fault)) return PROBLEM_COUNT;
    *parameter = fault.parameter;
    return fault.problem;
}

static void decodes_queries(void **state)
{
    (void)state;
    struct request request;
    const char *parameter;
    assert_int_equal(parse(&request, "", &parameter), PROBLEM_COUNT);
    assert_int_equal(request.parameter_count, 0);
    assert_int_equal(parse(&request, "limit=a%20b+c%2B&before", &parameter), PROBLEM_COUNT);
    assert_string_equal(request_parameter(&request, "limit"), "a b c+");
    assert_string_equal(request_parameter(&request, "before"), "");
    assert_null(request_parameter(&request, "é"));
    assert_int_equal(parse(&request, "%C3%A9=%f0%9f%90%8e=", &parameter), PROBLEM_COUNT);
    assert_string_equal(request_parameter(&request, "é"), "🐎=");
    assert_int_equal(parse(&request, "l%69mit=1", &parameter), PROBLEM_COUNT);
    assert_string_equal(request_parameter(&request, "limit"), "1");
}

static void refuses_bad_queries(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        enum problem problem;
        const char *parameter;
    } rows[] = {
        {"x=1", PROBLEM_UNKNOWN_PARAMETER, "x"},
        {"limit=1&x", PROBLEM_UNKNOWN_PARAMETER, "x"},
        {"Limit=1", PROBLEM_UNKNOWN_PARAMETER, "Limit"},
        {"limit=1&limit=1", PROBLEM_DUPLICATE_PARAMETER, "limit"},
        {"limit=1&l%69mit=2", PROBLEM_DUPLICATE_PARAMETER, "limit"},
        {"limit=%", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%4", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%4&before=1", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%g1", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%00", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%0a", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%7f", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%c2%80", PROBLEM_BAD_PARAMETER, "limit"},       /* a C1 control */
        {"limit=%c0%af", PROBLEM_BAD_PARAMETER, "limit"},       /* overlong */
        {"limit=%e0%80%af", PROBLEM_BAD_PARAMETER, "limit"},    /* overlong */
        {"limit=%f0%80%80%af", PROBLEM_BAD_PARAMETER, "limit"}, /* overlong */
        {"limit=%ed%a0%80", PROBLEM_BAD_PARAMETER, "limit"},    /* a surrogate */
        {"limit=%f4%90%80%80", PROBLEM_BAD_PARAMETER, "limit"}, /* above U+10FFFF */
        {"limit=%f5%80%80%80", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%c3", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%e2%82", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%e2%28%a1", PROBLEM_BAD_PARAMETER, "limit"},
        {"limit=%80", PROBLEM_BAD_PARAMETER, "limit"},
        {"=1", PROBLEM_BAD_REQUEST, NULL},
        {"&", PROBLEM_BAD_REQUEST, NULL},
        {"limit=1&", PROBLEM_BAD_REQUEST, NULL},
        {"limit=1&&before=2", PROBLEM_BAD_REQUEST, NULL},
        {"%ff=1", PROBLEM_BAD_REQUEST, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request request;
        const char *parameter = NULL;
        enum problem problem = parse(&request, rows[i].query, &parameter);
        if (problem != rows[i].problem) fail_msg("%s: problem %d", rows[i].query, (int)problem);
        if (rows[i].parameter)
            assert_string_equal(parameter, rows[i].parameter);
        else
            assert_null(parameter);
    }
}

static void reads_canonical_numbers_only(void **state)
{
    (void)state;
    struct request request = {.arena = arena};
    struct fault fault;
    int64_t number;
    assert_true(request_number(&request, "n", "1", 1, 100, &number, &fault));
    assert_int_equal(number, 1);
    assert_true(request_number(&request, "n", "100", 1, 100, &number, &fault));
    assert_int_equal(number, 100);
    assert_true(request_number(&request, "n", "0", 0, 100, &number, &fault));
    assert_true(request_number(&request, "n", "9223372036854775807", 1, INT64_MAX, &number, &fault));
    assert_true(number == INT64_MAX);
    static const char *const bad[] = {"",
                                      "0",
                                      "101",
                                      "-1",
                                      "+1",
                                      "01",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "1e1",
                                      "0x1",
                                      "١",
                                      "9223372036854775808",
                                      "18446744073709551617",
                                      "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (request_number(&request, "n", bad[i], 1, 100, &number, &fault)) fail_msg("%s was taken", bad[i]);
        assert_int_equal(fault.problem, PROBLEM_BAD_PARAMETER);
        assert_string_equal(fault.parameter, "n");
        assert_string_equal(fault.detail, "n must be a whole number from 1 to 100.");
    }
    assert_false(request_number(&request, "n", "9223372036854775808", 1, INT64_MAX, &number, &fault));
}

static enum request_body read_body(struct request *request, size_t length, bool breaks)
{
    static struct test_stdin in;
    *request = (struct request){.arena = arena, .body = ""};
    return request_read_body(request, test_stdin_open(&in, length, breaks));
}

static void reads_bodies_to_their_end(void **state)
{
    (void)state;
    struct request request;
    assert_int_equal(read_body(&request, 0, false), REQUEST_BODY_WHOLE);
    assert_int_equal(request.body_length, 0);
    assert_string_equal(request.body, "");
    assert_int_equal(read_body(&request, 4097, false), REQUEST_BODY_WHOLE);
    assert_int_equal(request.body_length, 4097);
    assert_int_equal(strlen(request.body), 4097);
    assert_int_equal(read_body(&request, REQUEST_BODY_MAX, false), REQUEST_BODY_WHOLE);
    assert_int_equal(strlen(request.body), REQUEST_BODY_MAX);
}

static void bounds_bodies(void **state)
{
    (void)state;
    struct request request;
    assert_int_equal(read_body(&request, REQUEST_BODY_MAX + 1, false), REQUEST_BODY_LARGE);
    assert_int_equal(request.body_length, 0);
    assert_int_equal(read_body(&request, REQUEST_DRAIN_MAX, false), REQUEST_BODY_LARGE);
    assert_int_equal(read_body(&request, REQUEST_DRAIN_MAX + 1, false), REQUEST_BODY_CUT);
    assert_int_equal(read_body(&request, (size_t)1 << 40, false), REQUEST_BODY_CUT);
}

static void knows_a_broken_body(void **state)
{
    (void)state;
    struct request request;
    assert_int_equal(read_body(&request, 0, true), REQUEST_BODY_CUT);
    assert_int_equal(read_body(&request, 100, true), REQUEST_BODY_CUT);
    assert_int_equal(request.body_length, 0);
}

static void knows_a_body_that_ends_too_early_or_has_no_length(void **state)
{
    (void)state;
    static const struct {
        const char *announced;
        size_t came;
        enum request_body body;
    } rows[] = {
        {"CONTENT_LENGTH=100", 0, REQUEST_BODY_SHORT},
        {"CONTENT_LENGTH=100", 99, REQUEST_BODY_SHORT},
        {"CONTENT_LENGTH=100", 100, REQUEST_BODY_WHOLE},
        {"CONTENT_LENGTH=7", 100, REQUEST_BODY_WHOLE},
        {"CONTENT_LENGTH=x", 100, REQUEST_BODY_WHOLE},
        {"CONTENT_LENGTH=0", 0, REQUEST_BODY_WHOLE},
        {"CONTENT_LENGTH=", 0, REQUEST_BODY_WHOLE},
        {"CONTENT_LENGTH=", 1, REQUEST_BODY_UNSIZED},
        {"X=", 0, REQUEST_BODY_WHOLE},
        {"X=", 100, REQUEST_BODY_UNSIZED},
        {"CONTENT_LENGTH=-1", 0, REQUEST_BODY_SHORT},
        {"CONTENT_LENGTH=-1", 100, REQUEST_BODY_WHOLE},
        {"CONTENT_LENGTH=-1", REQUEST_BODY_MAX + 1, REQUEST_BODY_LARGE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request request;
        struct fault fault;
        struct test_stdin in;
        char announced[32], method[] = "REQUEST_METHOD=POST", uri[] = "REQUEST_URI=/api/v1/tickets";
        (void)snprintf(announced, sizeof announced, "%s", rows[i].announced);
        char *environment[] = {method, uri, announced, NULL};
        assert_true(request_read_head(&request, arena, environment, trust, "same", &fault));
        assert_int_equal(request_read_body(&request, test_stdin_open(&in, rows[i].came, false)),
                         rows[i].body);
    }
}

/* REMOTE_ADDR is whom the proxy saw, and Caddy's X-Forwarded-For ends with the same. */
static void finds_the_client_behind_proxies(void **state)
{
    (void)state;
    static const struct {
        const char *remote, *forwarded, *client, *network;
    } rows[] = {
        {"203.0.113.7", NULL, "203.0.113.7", "203.0.113.7"},
        {"203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.7"},
        {"203.0.113.7", "8.8.8.8, 203.0.113.7", "203.0.113.7", "203.0.113.7"}, /* invented */
        {"10.1.2.3", "203.0.113.7, 10.1.2.3", "203.0.113.7", "203.0.113.7"},
        {"10.1.2.3", "203.0.113.7, 104.22.17.40, 10.1.2.3", "203.0.113.7", "203.0.113.7"},
        {"10.1.2.3", "8.8.8.8, 203.0.113.7, 104.22.17.40, 10.1.2.3", "203.0.113.7", "203.0.113.7"},
        {"10.1.2.3", "2001:db8:1:2:3::4, 104.22.17.40, 10.1.2.3", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"},
        {"192.168.1.20", "192.168.1.20", "192.168.1.20", "192.168.1.20"}, /* in the shop, no router between */
        {"", NULL, "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char method[] = "REQUEST_METHOD=GET", uri[] = "REQUEST_URI=/", remote[128], forwarded[128];
        (void)snprintf(remote, sizeof remote, "REMOTE_ADDR=%s", rows[i].remote);
        (void)snprintf(forwarded, sizeof forwarded, "HTTP_X_FORWARDED_FOR=%s",
                       rows[i].forwarded ? rows[i].forwarded : "");
        char *environment[] = {method, uri, remote, rows[i].forwarded ? forwarded : NULL, NULL};
        struct request request;
        struct fault fault;
        assert_true(request_read_head(&request, arena, environment, trust, "same", &fault));
        assert_string_equal(request.client, rows[i].client);
        assert_string_equal(request.network, rows[i].network);
    }
}

static void reads_what_other_programs_sent_along(void **state)
{
    (void)state;
    static const char token[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    char method[] = "REQUEST_METHOD=GET", uri[] = "REQUEST_URI=/", first[16384], second[128];
    char basic[] = "HTTP_AUTHORIZATION=Basic eDp5", proto[] = "HTTP_X_FORWARDED_PROTO=https";
    char plain[] = "HTTP_X_FORWARDED_PROTO=http";
    char host[] = "HTTP_HOST=house.example", origin[] = "HTTP_ORIGIN=https://house.example";
    (void)snprintf(first, sizeof first, "HTTP_COOKIE=theme=%016000d", 1);
    (void)snprintf(second, sizeof second, "HTTP_COOKIE=lang=fr; __Host-hippo_session=%s", token);
    char *environment[] = {method, uri, first, basic, second, proto, host, origin, NULL};
    struct request request;
    struct fault fault;
    assert_true(request_read_head(&request, arena, environment, trust, "same", &fault));
    assert_true(request.token.is_there && request.token.is_of_browser && request.is_tls);
    assert_int_equal(request.standing, ORIGIN_TRUSTED);
    environment[5] = plain;
    assert_true(request_read_head(&request, arena, environment, trust, "same", &fault));
    assert_false(request.is_tls);
    assert_int_equal(request.standing, ORIGIN_FOREIGN);
}

/* Proxies that add a line of their own add it behind the client's. */
static void the_last_line_of_addresses_counts(void **state)
{
    (void)state;
    char method[] = "REQUEST_METHOD=GET", uri[] = "REQUEST_URI=/", remote[] = "REMOTE_ADDR=10.1.2.3";
    char claimed[] = "HTTP_X_FORWARDED_FOR=8.8.8.8", added[] = "HTTP_X_FORWARDED_FOR=203.0.113.7";
    char *environment[] = {method, uri, remote, claimed, added, NULL};
    struct request request;
    struct fault fault;
    assert_true(request_read_head(&request, arena, environment, trust, "same", &fault));
    assert_string_equal(request.client, "203.0.113.7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_method_path_and_query, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_no_method_on_trust, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_addresses_that_are_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_long_addresses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_each_request_its_own_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decodes_queries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_bad_queries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_canonical_numbers_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_bodies_to_their_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bounds_bodies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(knows_a_broken_body, set_up, tear_down),
        cmocka_unit_test_setup_teardown(knows_a_body_that_ends_too_early_or_has_no_length, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_the_client_behind_proxies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_last_line_of_addresses_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_what_other_programs_sent_along, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
