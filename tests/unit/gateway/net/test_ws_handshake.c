/* SPDX-License-Identifier: MIT */
/* Which requests are handshakes, and the answer that accepts one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "net/ws_handshake.h"

#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define CONNECTION "Connection: Upgrade\r\n"
#define UPGRADE "Upgrade: websocket\r\n"
#define VERSION "Sec-WebSocket-Version: 13\r\n"
#define WITH_KEY "Sec-WebSocket-Key: " KEY "\r\n"

static struct http_request request;

/* False: refused with this. */
static bool is_valid(const char *lines, enum http_answer *answer)
{
    char text[1024];
    (void)snprintf(text, sizeof text, "GET /connection/websocket HTTP/1.1\r\nHost: a\r\n%s\r\n", lines);
    assert_int_equal(http_request_parse(&request, text, strlen(text), answer), HTTP_REQUEST_WHOLE);
    return ws_handshake_is_valid(&request, answer);
}

static void tokens_come_in_lists_in_any_case(void **state)
{
    (void)state;
    static const char *const rows[] = {
        CONNECTION UPGRADE VERSION WITH_KEY,
        "connection: keep-alive , UPGRADE\r\nupgrade: WebSocket\r\nsec-websocket-version:13\r\n" WITH_KEY,
        "Connection: keep-alive\r\n" CONNECTION "Upgrade: h2c, websocket\r\n" VERSION WITH_KEY,
        CONNECTION UPGRADE VERSION WITH_KEY
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n",
        CONNECTION UPGRADE VERSION WITH_KEY "Sec-WebSocket-Protocol: a, b\r\nContent-Length: 0\r\n",
    };
    enum http_answer answer;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!is_valid(rows[i], &answer)) fail_msg("refused: %s", rows[i]);
}

static void whatever_else_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        enum http_answer answer;
    } rows[] = {
        {"", HTTP_UPGRADE_REQUIRED},
        {CONNECTION VERSION WITH_KEY, HTTP_UPGRADE_REQUIRED},
        {UPGRADE VERSION WITH_KEY, HTTP_BAD_UPGRADE},
        {"Connection: close\r\n" UPGRADE VERSION WITH_KEY, HTTP_BAD_UPGRADE},
        {CONNECTION "Upgrade: h2c\r\n" VERSION WITH_KEY, HTTP_UPGRADE_REQUIRED},
        {CONNECTION UPGRADE WITH_KEY, HTTP_UPGRADE_REQUIRED},
        {CONNECTION UPGRADE "Sec-WebSocket-Version: 8\r\n" WITH_KEY, HTTP_UPGRADE_REQUIRED},
        {CONNECTION UPGRADE VERSION, HTTP_BAD_UPGRADE},
        {CONNECTION UPGRADE VERSION "Sec-WebSocket-Key: short\r\n", HTTP_BAD_UPGRADE},
        {CONNECTION UPGRADE VERSION "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=x\r\n", HTTP_BAD_UPGRADE},
        {CONNECTION UPGRADE VERSION "Sec-WebSocket-Key: dGhlIHNhbXBsZS*ub25jZQ==\r\n", HTTP_BAD_UPGRADE},
    };
    enum http_answer answer;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (is_valid(rows[i].lines, &answer) || answer != rows[i].answer) fail_msg("%s", rows[i].lines);
}

/* RFC 6455, 1.3. */
static void the_answer_is_the_standards_own(void **state)
{
    (void)state;
    enum http_answer answer;
    char response[WS_HANDSHAKE_MAX];
    assert_true(is_valid(CONNECTION UPGRADE VERSION WITH_KEY, &answer));
    size_t length = ws_handshake_accept(response, &request, NULL);
    assert_int_equal(length, strlen(response));
    assert_string_equal(response,
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
    length = ws_handshake_accept(response, &request, "centrifuge-json");
    assert_int_equal(length, strlen(response));
    assert_non_null(strstr(response, "=\r\nSec-WebSocket-Protocol: centrifuge-json\r\n\r\n"));
}

/* RFC 7692, 7.1: what is agreed to, in the answer's words behind the extension's name; NULL: nothing. */
static void deflating_is_agreed_on_where_it_can_be_kept(void **state)
{
    (void)state;
#define AGREED "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
    static const struct {
        const char *offer, *agreed;
    } rows[] = {
        {"permessage-deflate", AGREED},
        {"permessage-deflate; client_max_window_bits", AGREED},
        {"permessage-deflate;client_max_window_bits=10 ; server_no_context_takeover", AGREED},
        {"permessage-deflate; client_no_context_takeover", AGREED},
        {"permessage-deflate; server_max_window_bits=12; client_max_window_bits=12",
         AGREED "; server_max_window_bits=12"},
        {"permessage-deflate; server_max_window_bits=\"15\"", AGREED "; server_max_window_bits=12"},
        {"permessage-deflate; server_max_window_bits=8, permessage-deflate", AGREED},
        {"x-webkit-deflate-frame, permessage-deflate; mux, permessage-deflate; client_max_window_bits",
         AGREED},
        {"permessage-deflate; server_max_window_bits=11", NULL},
        {"permessage-deflate; server_max_window_bits", NULL},
        {"permessage-deflate; server_max_window_bits=16", NULL},
        {"permessage-deflate; server_max_window_bits=012", NULL},
        {"permessage-deflate; client_max_window_bits=7", NULL},
        {"permessage-deflate; client_max_window_bits=", NULL},
        {"permessage-deflate; server_no_context_takeover=1", NULL},
        {"permessage-deflate;", AGREED},
        {"permessage-deflate; x", NULL},
        {"permessage-deflatex", NULL},
        {"permessage-bzip2", NULL},
        {", ;", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char lines[512], expected[256], response[WS_HANDSHAKE_MAX];
        enum http_answer answer;
        (void)snprintf(lines, sizeof lines,
                       CONNECTION UPGRADE VERSION WITH_KEY "Sec-WebSocket-Extensions: %s\r\n", rows[i].offer);
        (void)snprintf(expected, sizeof expected, "\r\nSec-WebSocket-Extensions: %s\r\n\r\n",
                       rows[i].agreed ? rows[i].agreed : "");
        assert_true(is_valid(lines, &answer));
        size_t length = ws_handshake_accept(response, &request, "centrifuge-json");
        assert_int_equal(length, strlen(response));
        if (ws_handshake_takes_deflated(&request) != (rows[i].agreed != NULL)) fail_msg("%s", rows[i].offer);
        if (rows[i].agreed ? !strstr(response, expected) : strstr(response, "Extensions") != NULL)
            fail_msg("%s: %s", rows[i].offer, response);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_come_in_lists_in_any_case),
        cmocka_unit_test(whatever_else_is_none),
        cmocka_unit_test(the_answer_is_the_standards_own),
        cmocka_unit_test(deflating_is_agreed_on_where_it_can_be_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
