/* SPDX-License-Identifier: MIT */
/* Which requests are ours, when they are whole, what is read from them, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "net/http_request.h"

#define HOST "Host: races.example\r\n"
#define WEBSOCKET "GET /connection/websocket"
#define POSTED "POST /emulation HTTP/1.1\r\n" HOST

static struct http_request request;
static enum http_answer answer;

static enum http_request_result parse(const char *text)
{
    return http_request_parse(&request, text, strlen(text), &answer);
}

static void only_these_are_ours(void **state)
{
    (void)state;
    static const char *const ours[] = {"GET /connection/websocket HTTP/1.1",
                                       "GET /connection/uni_sse HTTP/1.1",
                                       "GET /connection/sse?x HTTP/1.1",
                                       "POST /connection/http_stream HTTP/1.1",
                                       "POST /emulation HTTP/1.1",
                                       "GET /connection/websocket",
                                       "POST /em",
                                       "G",
                                       "P"};
    static const struct {
        const char *text, *path;
        bool is_get, is_head;
    } others[] = {{"GET /connection/uni_sse2 HTTP/1.1", "/connection/uni_sse2", true, false},
                  {"POST /connection/sse HTTP/1.1", "/connection/sse", false, false},
                  {"GET /connection/websocket/ HTTP/1.1", "/connection/websocket/", true, false},
                  {"get /connection/websocket HTTP/1.1", "/connection/websocket", false, false},
                  {"GET /healthz?x=/readyz HTTP/1.0", "/healthz", true, false},
                  {"HEAD /readyz HTTP/1.1", "/readyz", false, true},
                  {"OPTIONS * HTTP/1.1", "*", false, false}};
    static const char *const bad_lines[] = {"PRI * HTTP/2.0",
                                            "GET /healthz",
                                            "GET  HTTP/1.1",
                                            "GET /a b HTTP/1.1",
                                            "GET /healthz HTTP/1.1\r\nHost races.example",
                                            "GET HTTP/1.1",
                                            "GET ?x HTTP/1.1",
                                            "GET"};
    static const char *const no_requests[] = {"\x16\x03\x01", "\r\n", "GETGETGETGETGETGETGET /", "GET\t/"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (parse(ours[i]) != HTTP_REQUEST_PARTIAL) fail_msg("%s", ours[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char whole[HTTP_HEAD_MAX];
        if (parse(others[i].text) != HTTP_REQUEST_PARTIAL) fail_msg("%s", others[i].text);
        (void)snprintf(whole, sizeof whole, "%s\r\n" HOST "\r\nContent", others[i].text);
        if (parse(whole) != HTTP_REQUEST_WHOLE || request.endpoint != HTTP_OTHER) fail_msg("%s", whole);
        assert_string_equal(request.path, others[i].path);
        assert_int_equal(request.is_get, others[i].is_get);
        assert_int_equal(request.is_head, others[i].is_head);
    }
    for (size_t i = 0; i < sizeof bad_lines / sizeof *bad_lines; i++) {
        char whole[HTTP_HEAD_MAX];
        (void)snprintf(whole, sizeof whole, "%s\r\n" HOST "\r\n", bad_lines[i]);
        if (parse(whole) != HTTP_REQUEST_REFUSED || answer != HTTP_BAD_REQUEST) fail_msg("%s", whole);
    }
    for (size_t i = 0; i < sizeof no_requests / sizeof *no_requests; i++) {
        if (parse(no_requests[i]) != HTTP_REQUEST_REFUSED) fail_msg("%s", no_requests[i]);
        assert_int_equal(answer, HTTP_BAD_REQUEST);
    }
    char endless[HTTP_HEAD_MAX + 1];
    (void)snprintf(endless, sizeof endless, "GET /%0*d", (int)HTTP_HEAD_MAX - 5, 0);
    assert_int_equal(parse(endless), HTTP_REQUEST_REFUSED);
    assert_int_equal(answer, HTTP_HEAD_TOO_LARGE);
    bool is_post;
    assert_true(http_request_is_endpoint("/connection/sse", &is_post) && !is_post);
    assert_true(http_request_is_endpoint("/emulation", &is_post) && is_post);
    assert_false(http_request_is_endpoint("/connection/", &is_post) ||
                 http_request_is_endpoint("/", &is_post));
}

static void headers_and_arguments_are_read(void **state)
{
    (void)state;
    const char text[] =
        WEBSOCKET "?offset=12&&epoch=a%2Cb+c& HTTP/1.1\r\nORIGIN:  https://races.example \r\n"
                  "X-Forwarded-For: 192.0.2.1, 10.0.0.1\r\nUser-Agent: x\r\nsec-websocket-version:13\r\n"
                  "Sec-WebSocket-Key:\tkey\t\r\n" HOST "\r\nafter";
    assert_int_equal(parse(text), HTTP_REQUEST_WHOLE);
    assert_int_equal(request.endpoint, HTTP_WEBSOCKET);
    assert_int_equal(request.length, sizeof text - 1 - strlen("after"));
    assert_string_equal(request.headers[HTTP_HOST], "races.example");
    assert_string_equal(request.headers[HTTP_ORIGIN], "https://races.example");
    assert_string_equal(request.headers[HTTP_FORWARDED_FOR], "192.0.2.1, 10.0.0.1");
    assert_string_equal(request.headers[HTTP_WS_VERSION], "13");
    assert_string_equal(request.headers[HTTP_WS_KEY], "key");
    assert_string_equal(request.headers[HTTP_COOKIE], "");
    assert_memory_equal(request.arguments, "offset=12\0epoch=a,b c\0", 22);
    /* Nothing of an earlier one stays. */
    assert_int_equal(parse(WEBSOCKET " HTTP/1.1\r\n" HOST "\r\n"), HTTP_REQUEST_WHOLE);
    assert_string_equal(request.headers[HTTP_ORIGIN], "");
    assert_string_equal(request.arguments, "");
}

static void lists_in_several_lines_are_one(void **state)
{
    (void)state;
    assert_int_equal(
        parse(WEBSOCKET " HTTP/1.1\r\n" HOST "Connection: keep-alive\r\nX-Forwarded-For: 192.0.2.1\r\n"
                        "connection: Upgrade\r\nX-Forwarded-For: 192.0.2.2\r\nCookie: a=b\r\nCookie: c=d\r\n"
                        "\r\n"),
        HTTP_REQUEST_WHOLE);
    assert_string_equal(request.headers[HTTP_CONNECTION], "keep-alive,Upgrade");
    assert_string_equal(request.headers[HTTP_FORWARDED_FOR], "192.0.2.1,192.0.2.2");
    assert_string_equal(request.headers[HTTP_COOKIE], "a=b; c=d");
    assert_true(http_list_has("keep-alive , UPGRADE", "upgrade", strncasecmp));
    assert_true(http_list_has("Upgrade", "upgrade", strncasecmp));
    assert_false(http_list_has("keep-alive, upgraded", "upgrade", strncasecmp));
    assert_false(http_list_has("Upgrade", "upgrade", strncmp));
    assert_false(http_list_has("", "upgrade", strncmp) || http_list_has(",, ,", "upgrade", strncmp));
}

static void pieces_are_waited_for(void **state)
{
    (void)state;
    static const char text[] = POSTED "Content-Length: 5\r\n\r\nhello, and more";
    size_t whole = sizeof text - 1 - strlen(", and more");
    for (size_t length = 1; length < whole; length++)
        assert_int_equal(http_request_parse(&request, text, length, &answer), HTTP_REQUEST_PARTIAL);
    assert_int_equal(parse(text), HTTP_REQUEST_WHOLE);
    assert_int_equal(request.length, whole);
    assert_int_equal(request.body_length, 5);
    assert_memory_equal(request.body, "hello", 5);
}

static void the_rest_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum http_answer answer;
    } rows[] = {
        {WEBSOCKET " HTTP/1.1\r\n\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\nHost:\r\n\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.0\r\n" HOST "\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1 HTTP/1.1\r\n" HOST "\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " \r\n" HOST "\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET "?a=%3 HTTP/1.1\r\n" HOST "\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET "?a=%zz HTTP/1.1\r\n" HOST "\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET "?a=%00 HTTP/1.1\r\n" HOST "\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET "?a=1 2 HTTP/1.1\r\n" HOST "\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\n" HOST HOST "\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\n" HOST "Sec-WebSocket-Key: a\r\nSec-WebSocket-Key: b\r\n\r\n",
         HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\n" HOST "nonsense\r\n\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\n" HOST "Bad name: x\r\n\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\n" HOST " folded: x\r\n\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\n" HOST "X-Bad: a\x01z\r\n\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\n" HOST "X-Bad: a\nb\r\n\r\n", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\nbody", HTTP_BAD_REQUEST},
        {WEBSOCKET " HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", HTTP_BAD_REQUEST},
        {POSTED "\r\n", HTTP_LENGTH_REQUIRED},
        {POSTED "Transfer-Encoding: chunked\r\n\r\n", HTTP_LENGTH_REQUIRED},
        {POSTED "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", HTTP_LENGTH_REQUIRED},
        {POSTED "Content-Length: -1\r\n\r\n", HTTP_BAD_REQUEST},
        {POSTED "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", HTTP_BAD_REQUEST},
        {POSTED "Content-Length: 99999999999999999999999\r\n\r\n", HTTP_BODY_TOO_LARGE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (parse(rows[i].text) != HTTP_REQUEST_REFUSED || answer != rows[i].answer)
            fail_msg("%s", rows[i].text);
}

static void heads_and_bodies_have_a_limit(void **state)
{
    (void)state;
    static char text[2 * HTTP_HEAD_MAX];
    static const char start[] = WEBSOCKET " HTTP/1.1\r\n" HOST "Cookie: ", end[4] = {'\r', '\n', '\r', '\n'};
    memset(text, 'x', sizeof text);
    memcpy(text, start, sizeof start - 1);
    assert_int_equal(http_request_parse(&request, text, HTTP_HEAD_MAX - 1, &answer), HTTP_REQUEST_PARTIAL);
    assert_int_equal(http_request_parse(&request, text, HTTP_HEAD_MAX, &answer), HTTP_REQUEST_REFUSED);
    assert_int_equal(answer, HTTP_HEAD_TOO_LARGE);
    memcpy(text + HTTP_HEAD_MAX - sizeof end, end, sizeof end);
    assert_int_equal(http_request_parse(&request, text, HTTP_HEAD_MAX, &answer), HTTP_REQUEST_WHOLE);
    assert_int_equal(strlen(request.headers[HTTP_COOKIE]), HTTP_HEAD_MAX - 4 - (sizeof start - 1));
    /* However many lines: they are one. */
    size_t length = (size_t)snprintf(text, sizeof text, WEBSOCKET " HTTP/1.1\r\n" HOST);
    while (length < HTTP_HEAD_MAX - 32)
        length += (size_t)snprintf(text + length, sizeof text - length, "Cookie: xxxx\r\n");
    length += (size_t)snprintf(text + length, sizeof text - length, "\r\n");
    assert_int_equal(http_request_parse(&request, text, length, &answer), HTTP_REQUEST_WHOLE);
    assert_true(strlen(request.headers[HTTP_COOKIE]) > HTTP_HEAD_MAX / 3);
    /* Two lists that take turns are joined over and over, and outgrow what there is room for. */
    length = (size_t)snprintf(text, sizeof text, WEBSOCKET " HTTP/1.1\r\n" HOST);
    while (length < HTTP_HEAD_MAX - 64)
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "Cookie: xxxx\r\nConnection: xxxx\r\n");
    length += (size_t)snprintf(text + length, sizeof text - length, "\r\n");
    assert_int_equal(http_request_parse(&request, text, length, &answer), HTTP_REQUEST_REFUSED);
    assert_int_equal(parse(POSTED "Content-Length: 20481\r\n\r\n"), HTTP_REQUEST_REFUSED);
    assert_int_equal(answer, HTTP_BODY_TOO_LARGE);
    assert_int_equal(parse(POSTED "Content-Length: 20480\r\n\r\n"), HTTP_REQUEST_PARTIAL);
}

static void a_page_elsewhere_asks_before_it_asks(void **state)
{
    (void)state;
    static const char ask[] = " HTTP/1.1\r\n" HOST "Access-Control-Request-Method: POST\r\n\r\n";
    static const struct {
        const char *start;
        enum http_endpoint endpoint;
    } rows[] = {{"OPTIONS /connection/uni_sse?offset=1", HTTP_UNI_SSE},
                {"OPTIONS /connection/sse", HTTP_SSE},
                {"OPTIONS /connection/http_stream", HTTP_STREAM},
                {"OPTIONS /emulation", HTTP_EMULATION}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        (void)snprintf(text, sizeof text, "%s%s", rows[i].start, ask);
        assert_int_equal(parse(text), HTTP_REQUEST_WHOLE);
        assert_true(request.is_preflight);
        assert_int_equal(request.endpoint, rows[i].endpoint);
        assert_string_equal(request.headers[HTTP_ASKED_METHOD], "POST");
    }
    assert_int_equal(parse("OPTIONS " HTTP_WEBSOCKET_PATH " HTTP/1.1\r\n" HOST "\r\n"), HTTP_REQUEST_WHOLE);
    assert_int_equal(request.endpoint, HTTP_OTHER);
    assert_int_equal(parse(WEBSOCKET " HTTP/1.1\r\n" HOST "\r\n"), HTTP_REQUEST_WHOLE);
    assert_false(request.is_preflight);
}

static void answers_are_whole(void **state)
{
    (void)state;
    char response[HTTP_RESPONSE_MAX], lines[ORIGIN_LINES_MAX];
    memset(lines, 'x', sizeof lines);
    memcpy(lines + sizeof lines - 3, "\r\n", 3);
    for (int i = 0; i <= HTTP_COME_BACK; i++) {
        size_t length = http_response_print(response, (enum http_answer)i, lines, false);
        assert_true(length < sizeof response && length == strlen(response));
        const char *body = strstr(response, "\r\n\r\n"), *size = strstr(response, "content-length: ");
        assert_non_null(body);
        assert_int_equal(strlen(body + 4), size ? strtoul(size + strlen("content-length: "), NULL, 10) : 0);
        assert_int_equal(http_response_print(response, (enum http_answer)i, lines, true),
                         length - strlen(body + 4));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_these_are_ours),
        cmocka_unit_test(headers_and_arguments_are_read),
        cmocka_unit_test(lists_in_several_lines_are_one),
        cmocka_unit_test(pieces_are_waited_for),
        cmocka_unit_test(the_rest_is_refused),
        cmocka_unit_test(heads_and_bodies_have_a_limit),
        cmocka_unit_test(a_page_elsewhere_asks_before_it_asks),
        cmocka_unit_test(answers_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
