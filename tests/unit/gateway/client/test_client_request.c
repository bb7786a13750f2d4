/* SPDX-License-Identifier: MIT */
/* What is read of a request: arguments one by one, and whole ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/client_request.h"
#include "net/http_request.h"

static struct client_request parse(const char *const *arguments)
{
    struct client_request request = {.position.is_good = true};
    for (; *arguments; arguments++)
        client_request_read_argument(&request, *arguments);
    return request;
}

#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})

static void nothing_is_asked_by_default(void **state)
{
    (void)state;
    struct client_request request = PARSE("debug=1", "offsets=7", "Offset=7");
    assert_false(request.position.is_given);
    assert_string_equal(request.position.epoch, "");
}

static void offset_and_epoch_are_taken(void **state)
{
    (void)state;
    struct client_request request = PARSE("offset=12", "x=y", "epoch=abc123");
    assert_true(request.position.is_given);
    assert_true(request.position.is_good);
    assert_int_equal(request.position.offset, 12);
    assert_string_equal(request.position.epoch, "abc123");
}

static void the_last_of_a_name_counts(void **state)
{
    (void)state;
    assert_int_equal(PARSE("offset=12", "offset=13").position.offset, 13);
}

static void the_largest_offset_is_javascripts(void **state)
{
    (void)state;
    assert_true(PARSE("offset=9007199254740991").position.is_good);
    assert_int_equal(PARSE("offset=9007199254740991").position.offset, INT64_C(9007199254740991));
    assert_false(PARSE("offset=9007199254740992").position.is_good);
}

static void what_is_no_offset_resumes_nothing(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "offset=",   "offset=-1",  "offset=+1",  "offset= 1",
        "offset=1 ", "offset=0x1", "offset=1e3", "offset=99999999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct client_request request = PARSE(bad[i]);
        assert_true(request.position.is_given);
        assert_false(request.position.is_good);
    }
}

static void an_epoch_has_a_limit(void **state)
{
    (void)state;
    char argument[6 + STREAM_EPOCH_MAX + 1] = "epoch=";
    memset(argument + 6, 'e', STREAM_EPOCH_MAX);
    assert_false(PARSE("offset=1", argument).position.is_good);
    argument[6 + STREAM_EPOCH_MAX - 1] = '\0';
    assert_true(PARSE("offset=1", argument).position.is_good);
}

static void private_channels_are_taken_with_their_positions(void **state)
{
    (void)state;
    struct client_request request =
        PARSE("channel=till:3", "channel=race", "channel=admin,17,abc", "channel=till:4,x,abc",
              "channel=till:5,9", "channel=display:123456789");
    assert_false(request.is_unknown_channel);
    assert_int_equal(request.channel_count, 5);
    assert_string_equal(request.channels[0].name, "till:3");
    assert_false(request.channels[0].position.is_given);
    assert_string_equal(request.channels[1].name, "admin");
    assert_true(request.channels[1].position.is_given && request.channels[1].position.is_good);
    assert_int_equal(request.channels[1].position.offset, 17);
    assert_string_equal(request.channels[1].position.epoch, "abc");
    assert_true(request.channels[2].position.is_given);
    assert_false(request.channels[2].position.is_good);
    assert_true(request.channels[3].position.is_good);
    assert_string_equal(request.channels[3].position.epoch, "");
    assert_string_equal(request.channels[4].name, "display:123456789");
}

static void other_channels_are_unknown(void **state)
{
    (void)state;
    static const char *const names[] = {
        "channel=",      "channel=till:",           "channel=till:03",    "channel=till:x",
        "channel=races", "channel=till:1234567890", "channel=ADMIN",      "channel=admin ,1,x",
        "channel=,1,x",  "channel=display:",        "channel=display:01", "channel=display:1234567890"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct client_request request = PARSE(names[i]);
        if (!request.is_unknown_channel || request.channel_count != 0) fail_msg("%s was taken", names[i]);
    }
}

static void so_many_channels_and_no_more(void **state)
{
    (void)state;
    struct client_request request = {.position.is_good = true};
    for (int i = 0; i < CLIENT_REQUEST_CHANNELS_MAX; i++)
        client_request_read_argument(&request, "channel=admin");
    assert_false(request.is_unknown_channel);
    client_request_read_argument(&request, "channel=admin");
    assert_true(request.is_unknown_channel);
    assert_int_equal(request.channel_count, CLIENT_REQUEST_CHANNELS_MAX);
}

#define TOKEN "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define OTHER "HxECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define COOKIE(token) "Cookie: theme=dark; hippo_session=" token "\r\n"
#define BEARER(token) "Authorization: Bearer " token "\r\n"
#define BARE "GET /connection/uni_sse"

/* Of a whole request: its first line up to the version, and lines of its head. */
static struct client_request read_request(const char *start, const char *lines)
{
    static struct http_request http;
    struct client_request request;
    enum http_answer answer;
    char text[1024];
    (void)snprintf(text, sizeof text, "%s HTTP/1.1\r\nHost: races.example\r\n%s\r\n", start, lines);
    assert_int_equal(http_request_parse(&http, text, strlen(text), &answer), HTTP_REQUEST_WHOLE);
    client_request_read(&request, &http, true);
    return request;
}

static void the_way_of_speaking_comes_from_path_subprotocol_and_query(void **state)
{
    (void)state;
    static const struct {
        const char *start, *lines;
        enum protocol protocol;
    } rows[] = {
        {"GET /connection/websocket", "", PROTOCOL_PLAIN},
        {"GET /connection/websocket?other=1", "", PROTOCOL_PLAIN},
        {"GET /connection/websocket?cf_protocol_version=v2", "", PROTOCOL_CENTRIFUGE},
        {"GET /connection/websocket", "Sec-WebSocket-Protocol: centrifuge-protobuf, centrifuge-json\r\n",
         PROTOCOL_CENTRIFUGE},
        {"GET /connection/uni_sse", "", PROTOCOL_PLAIN_SSE},
        {"GET /connection/sse?cf_protocol_version=v2", "", PROTOCOL_CENTRIFUGE_SSE},
        {"POST /connection/http_stream", "Content-Length: 0\r\n", PROTOCOL_CENTRIFUGE_LINES},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct client_request request = read_request(rows[i].start, rows[i].lines);
        assert_int_equal(request.protocol, rows[i].protocol);
        assert_false(request.is_unknown_protocol);
    }
    assert_true(read_request("GET /connection/websocket?cf_protocol_version=v1", "").is_unknown_protocol);
    assert_true(read_request("GET /connection/websocket?cf_protocol=protobuf", "").is_unknown_protocol);
    assert_string_equal(read_request("GET /connection/sse?cf_connect=%7B%7d", "").commands, "{}");
}

static void a_bare_stream_comes_back_by_its_last_id(void **state)
{
    (void)state;
    struct client_request request = read_request(BARE "?channel=till%3A3", "last-event-id: a1b2:17\r\n");
    assert_true(request.position.is_given && request.position.is_good);
    assert_int_equal(request.position.offset, 17);
    assert_string_equal(request.position.epoch, "a1b2");
    assert_string_equal(request.channels[0].name, "till:3");
    /* It says more than the query that it came with at first, good or bad. */
    request = read_request(BARE "?offset=x&epoch=old", "Last-Event-ID: new:5\r\n");
    assert_true(request.position.is_good);
    assert_int_equal(request.position.offset, 5);
    assert_string_equal(request.position.epoch, "new");
    /* 17: of which stream? */
    static const char *const none[] = {"x",       "17",      ":17",      "a1b2:", "a1b2:x",
                                       "a1b2:-1", "17:a1b2", "a1b2:17:", ":"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        char line[64];
        (void)snprintf(line, sizeof line, "Last-Event-ID: %s\r\n", none[i]);
        request = read_request(BARE "?offset=3&epoch=e", line);
        assert_true(request.position.is_given && !request.position.is_good);
    }
}

/* Whose token is taken; NULL: nobody's. */
static const char *token_of(const char *lines)
{
    static struct client_request request;
    request = read_request("GET /connection/websocket", lines);
    return request.token.is_there ? request.token.hash : NULL;
}

static void who_is_signed_in_is_known_by_cookie_or_bearer(void **state)
{
    (void)state;
    char ours[TOKEN_HASH_SIZE], others[TOKEN_HASH_SIZE];
    assert_true(token_hash(TOKEN, ours) && token_hash(OTHER, others));
    assert_string_equal(token_of(COOKIE(TOKEN)), ours);
    assert_string_equal(token_of(COOKIE(TOKEN) "Origin: https://races.example\r\n"), ours);
    assert_string_equal(token_of(BEARER(TOKEN)), ours);
    assert_string_equal(token_of(BEARER(TOKEN) "Origin: https://elsewhere.example\r\n"), ours);
    assert_string_equal(token_of(COOKIE(OTHER) BEARER(TOKEN)), ours);
    /* A gatekeeper's, or another program's. */
    assert_string_equal(token_of(COOKIE(OTHER) "Authorization: Basic x\r\n"), others);
    assert_string_equal(token_of("Cookie: a=b\r\n" COOKIE(OTHER) "Authorization: Bearer theirs\r\n"), others);
    assert_string_equal(token_of("Authorization: Basic x\r\n" BEARER(TOKEN)), ours);
    assert_string_equal(token_of(COOKIE(OTHER) "Authorization:\r\n"), others);
    assert_null(token_of("Cookie: theme=dark\r\n"));
    assert_null(token_of(COOKIE("short")));
    assert_null(token_of(COOKIE(TOKEN) COOKIE(OTHER))); /* one of them was planted */
    assert_null(token_of(""));
}

/* It comes along with any page's handshake. */
static void a_cookie_counts_for_trusted_pages_only(void **state)
{
    (void)state;
    static struct http_request http;
    struct client_request request;
    enum http_answer answer;
    static const char text[] =
        "GET /connection/websocket HTTP/1.1\r\nHost: races.example\r\n" COOKIE(TOKEN) "\r\n";
    assert_int_equal(http_request_parse(&http, text, strlen(text), &answer), HTTP_REQUEST_WHOLE);
    client_request_read(&request, &http, false);
    assert_false(request.token.is_there);
    client_request_read(&request, &http, true);
    assert_true(request.token.is_there);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_asked_by_default),
        cmocka_unit_test(offset_and_epoch_are_taken),
        cmocka_unit_test(the_last_of_a_name_counts),
        cmocka_unit_test(the_largest_offset_is_javascripts),
        cmocka_unit_test(what_is_no_offset_resumes_nothing),
        cmocka_unit_test(an_epoch_has_a_limit),
        cmocka_unit_test(private_channels_are_taken_with_their_positions),
        cmocka_unit_test(other_channels_are_unknown),
        cmocka_unit_test(so_many_channels_and_no_more),
        cmocka_unit_test(the_way_of_speaking_comes_from_path_subprotocol_and_query),
        cmocka_unit_test(a_bare_stream_comes_back_by_its_last_id),
        cmocka_unit_test(who_is_signed_in_is_known_by_cookie_or_bearer),
        cmocka_unit_test(a_cookie_counts_for_trusted_pages_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
