/* SPDX-License-Identifier: MIT */
/* Which handshakes are of the usual kind, and what is read from them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net/ws_handshake.h"

#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define NEEDED                                                                                               \
    "Host: races.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"      \
    "Sec-WebSocket-Key: " KEY "\r\n"
#define START "GET /connection/websocket HTTP/1.1\r\n"
#define TOKEN "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define OTHER "HxECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define COOKIE(token) "Cookie: theme=dark; hippo_session=" token "\r\n"
#define BEARER(token) "Authorization: Bearer " token "\r\n"

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
        "GET /connection/websocket?offset=%3 HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?%6fffset=1 HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?epoch=a+b HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?offset=1 2 HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?channel=tills HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?other=1 HTTP/1.1\r\n" NEEDED "\r\n",
        "GET /connection/websocket?cf_protocol_version=v1 HTTP/1.1\r\n" NEEDED "\r\n",
        START NEEDED "Cookie: a=b\r\nCookie: hippo_session=" TOKEN "\r\n\r\n",
        START NEEDED "Authorization: Bearer x\r\nAuthorization: Bearer " TOKEN "\r\n\r\n",
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

/* Whose token is taken; NULL: nobody's. */
static const char *token_of(const char *lines)
{
    static char hash[TOKEN_HASH_SIZE];
    char text[1024];
    (void)snprintf(text, sizeof text, START NEEDED "%s\r\n", lines);
    assert_true(parses(text));
    memcpy(hash, head.request.token.hash, sizeof hash);
    return head.request.token.is_there ? hash : NULL;
}

static void who_is_signed_in_is_known_by_cookie_or_bearer(void **state)
{
    (void)state;
    char ours[TOKEN_HASH_SIZE], others[TOKEN_HASH_SIZE];
    assert_true(token_hash(TOKEN, ours) && token_hash(OTHER, others));
    assert_string_equal(token_of(COOKIE(TOKEN)), ours);
    assert_true(head.request.token.is_of_browser);
    assert_string_equal(token_of(COOKIE(TOKEN) "Origin: https://races.example\r\n"), ours);
    assert_string_equal(token_of(BEARER(TOKEN)), ours);
    assert_false(head.request.token.is_of_browser);
    assert_string_equal(token_of(BEARER(TOKEN) "Origin: https://elsewhere.example\r\n"), ours);
    assert_string_equal(token_of(COOKIE(OTHER) BEARER(TOKEN)), ours);
    assert_null(token_of(COOKIE(OTHER) "Authorization: Basic x\r\n"));
    assert_string_equal(token_of(COOKIE(OTHER) "Authorization:\r\n"), others);
    assert_null(token_of("Cookie: theme=dark\r\n"));
    assert_null(token_of(COOKIE("short")));
    /* Nothing of an earlier one stays. */
    assert_null(token_of(""));
}

/* It comes along with any page's handshake. */
static void a_cookie_counts_for_our_own_pages_only(void **state)
{
    (void)state;
    assert_null(token_of(COOKIE(TOKEN) "Origin: https://evil.example\r\n"));
    assert_null(token_of(COOKIE(TOKEN) "Origin: https://races.example.evil.example\r\n"));
    assert_null(token_of(COOKIE(TOKEN) "Origin: https://races.example:8443\r\n"));
    assert_null(token_of(COOKIE(TOKEN) "Origin: null\r\n"));
}

static void private_channels_are_asked_for_with_and_without_escapes(void **state)
{
    (void)state;
    static const char *const queries[] = {"channel=till:3,17,abc&channel=admin",
                                          "channel=till%3A3%2c17,abc&channel=%61dmin"};
    for (size_t i = 0; i < 2; i++) {
        char text[512];
        (void)snprintf(text, sizeof text, "GET /connection/websocket?%s HTTP/1.1\r\n" NEEDED "\r\n",
                       queries[i]);
        assert_true(parses(text));
        assert_int_equal(head.request.channel_count, 2);
        assert_string_equal(head.request.channels[0].name, "till:3");
        assert_int_equal(head.request.channels[0].position.offset, 17);
        assert_string_equal(head.request.channels[1].name, "admin");
    }
}

static void a_value_that_does_not_fit_is_left_to_others(void **state)
{
    (void)state;
    char text[8192], cookie[HEAD_COOKIE_MAX + 1], origin[HEAD_VALUE_MAX + 1];
    memset(cookie, 'c', sizeof cookie - 1);
    cookie[HEAD_COOKIE_MAX] = '\0';
    (void)snprintf(text, sizeof text, START NEEDED "Cookie: %s\r\n\r\n", cookie);
    assert_false(parses(text));
    cookie[HEAD_COOKIE_MAX - 1] = '\0';
    (void)snprintf(text, sizeof text, START NEEDED "Cookie: %s\r\n\r\n", cookie);
    assert_true(parses(text));
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
        cmocka_unit_test(who_is_signed_in_is_known_by_cookie_or_bearer),
        cmocka_unit_test(a_cookie_counts_for_our_own_pages_only),
        cmocka_unit_test(private_channels_are_asked_for_with_and_without_escapes),
        cmocka_unit_test(a_value_that_does_not_fit_is_left_to_others),
        cmocka_unit_test(the_answer_is_the_standards_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
