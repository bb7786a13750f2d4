/* SPDX-License-Identifier: MIT */
/* Which handshakes are of the usual kind, and what is read from them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "head.h"

#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define NEEDED                                                                                               \
    "Host: races.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"      \
    "Sec-WebSocket-Key: " KEY "\r\n"
#define START "GET /connection/websocket HTTP/1.1\r\n"

static struct head head;

static bool parses(const char *text)
{
    return head_parse(&head, text, strlen(text));
}

static void the_usual_one_is_read(void **state)
{
    (void)state;
    const char text[] =
        "GET /connection/websocket?offset=12&epoch=abc HTTP/1.1\r\nORIGIN:  https://races.example \r\n"
        "X-Forwarded-For: 192.0.2.1, 10.0.0.1\r\nUser-Agent: x\r\n" NEEDED "\r\nafter";
    assert_true(parses(text));
    assert_int_equal(head.length, sizeof text - 1 - strlen("after"));
    assert_string_equal(head.host, "races.example");
    assert_string_equal(head.origin, "https://races.example");
    assert_string_equal(head.forwarded, "192.0.2.1, 10.0.0.1");
    assert_string_equal(head.key, KEY);
    assert_int_equal(head.request.offset, 12);
    assert_string_equal(head.request.epoch, "abc");
    assert_int_equal(head.request.protocol, PROTOCOL_PLAIN);
}

static void nothing_of_an_earlier_one_stays(void **state)
{
    (void)state;
    assert_true(parses(
        "GET /connection/websocket?cf_protocol_version=v2 HTTP/1.1\r\nOrigin: https://a.example\r\n" NEEDED
        "\r\n"));
    assert_int_equal(head.request.protocol, PROTOCOL_CENTRIFUGE);
    assert_true(parses(START NEEDED "\r\n"));
    assert_string_equal(head.origin, "");
    assert_int_equal(head.request.protocol, PROTOCOL_PLAIN);
    assert_false(head.request.has_offset);
}

static void browsers_lists_and_cases_are_understood(void **state)
{
    (void)state;
    assert_true(parses(START "host: a\r\nconnection: keep-alive , UPGRADE\r\nupgrade: WebSocket\r\n"
                             "sec-websocket-version:13\r\nsec-websocket-key:\t" KEY "\r\n\r\n"));
}

static void whatever_is_unusual_is_left_to_others(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",
        "GET",
        START NEEDED,
        START "\r\n",
        "POST /connection/websocket HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket HTTP/1.0\r\n" NEEDED "\r\n",
        "GET /connection/websocket HTTP/1.1 HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket2 HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket/ HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket\r\n" NEEDED "\r\n",
        "GET /connection/websocket?offset=%31 HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?epoch=a+b HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?offset=1 2 HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?channel=till:1 HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?cf_protocol_version=v1 HTTP/1.1\r\n" NEEDED "\r\n",
        START NEEDED "Cookie: session=x\r\n\r\n",
        START NEEDED "Authorization: Bearer x\r\n\r\n",
        START NEEDED "Sec-WebSocket-Protocol: centrifuge-json\r\n\r\n",
        START NEEDED "Content-Length: 4\r\n\r\nbody",
        START NEEDED "Transfer-Encoding: chunked\r\n\r\n",
        START NEEDED "Host: b\r\n\r\n",
        START NEEDED "X-Forwarded-For: a\r\nX-Forwarded-For: b\r\n\r\n",
        START NEEDED "Origin\r\n\r\n",
        START NEEDED "Bad name: x\r\n\r\n",
        START NEEDED " folded: x\r\n\r\n",
        START NEEDED "X-Bad: a\x01z\r\n\r\n",
        START NEEDED "X-Bad: a\nb\r\n\r\n",
        START "Host: a\r\nConnection: close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: " KEY "\r\n\r\n",
        START "Host: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: " KEY "\r\n\r\n",
        START "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n"
              "Sec-WebSocket-Key: " KEY "\r\n\r\n",
        START "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: short\r\n\r\n",
        START "Host:\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: " KEY "\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (parses(others[i])) fail_msg("taken: %s", others[i]);
    }
}

static void a_value_that_does_not_fit_is_left_to_others(void **state)
{
    (void)state;
    char text[2048], origin[HEAD_VALUE_MAX + 1];
    memset(origin, 'o', sizeof origin - 1);
    origin[HEAD_VALUE_MAX] = '\0';
    (void)snprintf(text, sizeof text, START NEEDED "Origin: %s\r\n\r\n", origin);
    assert_false(parses(text));
    origin[HEAD_VALUE_MAX - 1] = '\0';
    (void)snprintf(text, sizeof text, START NEEDED "Origin: %s\r\n\r\n", origin);
    assert_true(parses(text));
}

/* RFC 6455, 1.3. */
static void the_answer_is_the_standards_own(void **state)
{
    (void)state;
    char answer[HEAD_ANSWER_MAX];
    size_t length = head_answer(answer, KEY);
    assert_int_equal(length, strlen(answer));
    assert_non_null(strstr(answer, "HTTP/1.1 101 "));
    assert_non_null(strstr(answer, "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_usual_one_is_read),
        cmocka_unit_test(nothing_of_an_earlier_one_stays),
        cmocka_unit_test(browsers_lists_and_cases_are_understood),
        cmocka_unit_test(whatever_is_unusual_is_left_to_others),
        cmocka_unit_test(a_value_that_does_not_fit_is_left_to_others),
        cmocka_unit_test(the_answer_is_the_standards_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
