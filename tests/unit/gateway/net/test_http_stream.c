/* SPDX-License-Identifier: MIT */
/* Requests for streams: which are ours, when they are whole, what is read from them, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net/http_stream.h"

#define HOST "Host: races.example\r\n"
#define TOKEN "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static struct fallback fallback;

static int parse(const char *text)
{
    return fallback_parse(text, strlen(text), &fallback);
}

static void only_these_four_are_ours(void **state)
{
    (void)state;
    static const char *const ours[] = {"GET /connection/uni_sse HTTP/1.1", "GET /connection/sse?x HTTP/1.1",
                                       "POST /connection/http_stream HTTP/1.1", "POST /emulation HTTP/1.1"};
    static const char *const others[] = {
        "GET /connection/uni_sse", "GET /connection/uni_sse2 HTTP/1.1",  "POST /connection/sse HTTP/1.1",
        "GET /emulation HTTP/1.1", "GET /connection/websocket HTTP/1.1", ""};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (!fallback_is_ours(ours[i], strlen(ours[i]))) fail_msg("%s", ours[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (fallback_is_ours(others[i], strlen(others[i]))) fail_msg("%s", others[i]);
    assert_true(fallback_is_path("/connection/sse") && !fallback_is_said("/connection/sse"));
    assert_true(fallback_is_path("/emulation") && fallback_is_said("/emulation"));
    assert_false(fallback_is_path("/connection/") || fallback_is_path("/"));
}

static void a_bare_stream_comes_back_by_its_last_id(void **state)
{
    (void)state;
    assert_int_equal(parse("GET /connection/uni_sse?channel=till%3A3 HTTP/1.1\r\n" HOST
                           "last-event-id: a1b2:17\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n"),
                     200);
    assert_int_equal(fallback.kind, FALLBACK_UNI_SSE);
    assert_int_equal(fallback.request.protocol, PROTOCOL_PLAIN_SSE);
    assert_true(fallback.request.has_offset && fallback.request.is_resumable);
    assert_int_equal(fallback.request.offset, 17);
    assert_string_equal(fallback.request.epoch, "a1b2");
    assert_string_equal(fallback.request.channels[0].name, "till:3");
    assert_string_equal(fallback.forwarded, "192.0.2.1");
    /* It says more than the query that it came with at first, good or bad. */
    assert_int_equal(
        parse("GET /connection/uni_sse?offset=x&epoch=old HTTP/1.1\r\n" HOST "Last-Event-ID: new:5\r\n\r\n"),
        200);
    assert_true(fallback.request.is_resumable);
    assert_int_equal(fallback.request.offset, 5);
    assert_string_equal(fallback.request.epoch, "new");
    /* 17: of which stream? */
    static const char *const none[] = {"x",       "17",      ":17",      "a1b2:", "a1b2:x",
                                       "a1b2:-1", "17:a1b2", "a1b2:17:", ":"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        char text[256];
        (void)snprintf(text, sizeof text,
                       "GET /connection/uni_sse?offset=3&epoch=e HTTP/1.1\r\n" HOST
                       "Last-Event-ID: %s\r\n\r\n",
                       none[i]);
        assert_int_equal(parse(text), 200);
        assert_true(fallback.request.has_offset && !fallback.request.is_resumable);
    }
}

static void commands_come_in_the_query_or_the_body(void **state)
{
    (void)state;
    assert_int_equal(
        parse("GET /connection/sse?cf_connect=%7B%22id%22%3A1+%7d&cf_protocol_version=v2 HTTP/1.1\r\n" HOST
              "\r\n"),
        200);
    assert_string_equal(fallback.body, "{\"id\":1 }");
    assert_int_equal(fallback.length, 9);
    assert_int_equal(fallback.request.protocol, PROTOCOL_CENTRIFUGE_SSE);
    assert_int_equal(
        parse("GET /connection/sse?cf_connect=%7B%22id%22%3A1%7d&cf_connect=%7B%7D HTTP/1.1\r\n" HOST "\r\n"),
        200);
    assert_string_equal(fallback.body, "{}"); /* nothing of the first, longer one */
    assert_int_equal(
        parse("POST /connection/http_stream HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\n{}more"), 200);
    assert_string_equal(fallback.body, "{}");
    assert_int_equal(fallback.request.protocol, PROTOCOL_CENTRIFUGE_LINES);
}

static void pieces_are_waited_for(void **state)
{
    (void)state;
    static const char text[] = "POST /emulation HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello";
    for (size_t length = strlen("POST /emulation "); length < sizeof text - 1; length++)
        assert_int_equal(fallback_parse(text, length, &fallback), 0);
    assert_int_equal(parse(text), 200);
    assert_int_equal(fallback.kind, FALLBACK_EMULATION);
}

static void a_cookie_counts_for_our_own_pages(void **state)
{
    (void)state;
#define WITH_COOKIE(more)                                                                                    \
    "GET /connection/uni_sse HTTP/1.1\r\n" HOST more "Cookie: hippo_session=" TOKEN "\r\n\r\n"
    assert_int_equal(parse(WITH_COOKIE("")), 200);
    assert_true(fallback.request.token.is_there);
    assert_int_equal(parse(WITH_COOKIE("Origin: https://races.example\r\n")), 200);
    assert_true(fallback.request.token.is_there);
    assert_int_equal(parse(WITH_COOKIE("Origin: https://evil.example\r\n")), 200);
    assert_false(fallback.request.token.is_there);
}

static void the_rest_is_refused(void **state)
{
    (void)state;
#define GET_SSE "GET /connection/sse"
#define POST_IT "POST /emulation HTTP/1.1\r\n" HOST
    assert_int_equal(parse(GET_SSE " HTTP/1.1\r\n\r\n"), 400);
    assert_int_equal(parse(GET_SSE " HTTP/1.0\r\n" HOST "\r\n"), 400);
    assert_int_equal(parse(GET_SSE "?cf_connect=%4 HTTP/1.1\r\n" HOST "\r\n"), 400);
    assert_int_equal(parse(GET_SSE "?cf_connect=%zz HTTP/1.1\r\n" HOST "\r\n"), 400);
    assert_int_equal(parse(GET_SSE " HTTP/1.1\r\n" HOST HOST "\r\n"), 400);
    assert_int_equal(parse(GET_SSE " HTTP/1.1\r\n" HOST "nonsense\r\n\r\n"), 400);
    assert_int_equal(parse(POST_IT "\r\n"), 411);
    assert_int_equal(parse(POST_IT "Transfer-Encoding: chunked\r\n\r\n"), 411);
    assert_int_equal(parse(POST_IT "Content-Length: -1\r\n\r\n"), 400);
    assert_int_equal(parse(POST_IT "Content-Length: 99999999999999999999999\r\n\r\n"), 413);
    char long_head[FALLBACK_HEAD_MAX + 8] = GET_SSE " ";
    memset(long_head + strlen(long_head), 'x', sizeof long_head - strlen(long_head));
    assert_int_equal(fallback_parse(long_head, sizeof long_head, &fallback), 431);
}

static void answers_are_whole(void **state)
{
    (void)state;
    static const int statuses[] = {204, 400, 403, 404, 411, 413, 431, 503, 599};
    char answer[FALLBACK_ANSWER_MAX];
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        size_t length = fallback_answer(answer, statuses[i]);
        assert_true(length < sizeof answer);
        assert_memory_equal(answer + length - 4, "\r\n\r\n", 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_these_four_are_ours),
        cmocka_unit_test(a_bare_stream_comes_back_by_its_last_id),
        cmocka_unit_test(commands_come_in_the_query_or_the_body),
        cmocka_unit_test(pieces_are_waited_for),
        cmocka_unit_test(a_cookie_counts_for_our_own_pages),
        cmocka_unit_test(the_rest_is_refused),
        cmocka_unit_test(answers_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
