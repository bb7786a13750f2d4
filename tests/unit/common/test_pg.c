/* SPDX-License-Identifier: MIT */
/* The connection against servers that are not there, never answer, hang up, or answer with errors. The server
 * is a thread that speaks just enough of PostgreSQL's protocol; no database is needed. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"
#include "pg.h"

#define DEADLINE_MS 200
#define SLACK_MS 600 /* a busy machine is late, a call without a deadline is later still */

/* What the server does with a call, in the order of the calls; preparing is always answered. */
enum reply { END, ROW, SETTING, HALF_A_ROW, HOUSE_ERROR, LONG_ERROR, OTHER_ERROR, SILENCE, HANG_UP };

struct server {
    int listener;
    const enum reply *replies; /* NULL: accepts connections and never says a word */
    bool is_starting;          /* refuses every connection, as a server does that is not ready yet */
    bool refuses_settings;     /* answers a SET with an error */
    size_t prepared,
        set; /* statements and settings seen on all connections; read when the thread is joined */
    pthread_t thread;
    char url[128];
};

static const struct pg_statement statements[] = {{"one", "select 1", 0}, {"two", "select $1", 1}};

/* The server ------------------------------------------------------------------------------------------------
 */

static int listen_on_loopback(in_port_t *port)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listener, 8), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return listener;
}

static bool read_all(int peer, void *bytes, size_t size)
{
    return recv(peer, bytes, size, MSG_WAITALL) == (ssize_t)size;
}

/* Reads the rest of a message, its length first. */
static bool read_body(int peer)
{
    uint32_t length;
    char body[4096];
    if (!read_all(peer, &length, sizeof length)) return false;
    size_t rest = ntohl(length) - sizeof length;
    return rest <= sizeof body && (rest == 0 || read_all(peer, body, rest));
}

/* Reads messages up to the client's Sync, or one simple query; true when there was one. *kind is P when it came with a
 * Parse, Q for a simple query, else S. */
static bool read_request(int peer, char *kind)
{
    *kind = 'S';
    for (char type = 0; type != 'S' && type != 'Q';) {
        if (!read_all(peer, &type, 1) || !read_body(peer)) return false;
        if (type == 'P' || type == 'Q') *kind = type;
    }
    return true;
}

#define SAY(peer, bytes) ((void)!send((peer), (bytes), sizeof(bytes) - 1, MSG_NOSIGNAL))
#define READY "Z\0\0\0\5I"

/* Message and detail of LONG each; the message of two-byte characters. */
#define LONG 2000
static void say_long_error(int peer)
{
    static const char head[] = "E\0\0\20\0SERROR\0CHP409\0";
    static const char ready[] = READY;
    char bytes[sizeof head + 2 * LONG + sizeof ready + 8], *at = bytes;
    memcpy(at, head, sizeof head - 1);
    at += sizeof head - 1;
    *at++ = 'M';
    for (int i = 0; i < LONG / 2; i++) {
        *at++ = '\303';
        *at++ = '\251';
    }
    *at++ = '\0';
    *at++ = 'D';
    memset(at, '7', LONG);
    at += LONG;
    *at++ = '\0';
    *at++ = '\0';
    bytes[3] = (char)((at - bytes - 1) >> 8);
    bytes[4] = (char)((at - bytes - 1) & 0xff);
    memcpy(at, ready, sizeof ready - 1);
    at += sizeof ready - 1;
    (void)!send(peer, bytes, (size_t)(at - bytes), MSG_NOSIGNAL);
}

/* False ends the connection. */
static bool answer(int peer, enum reply reply)
{
    switch (reply) {
    case ROW:
        SAY(peer, "2\0\0\0\4T\0\0\0\32\0\1n\0\0\0\0\0\0\0\0\0\0\31\377\377\377\377\377\377\0\0"
                  "D\0\0\0\14\0\1\0\0\0\00242C\0\0\0\15SELECT 1\0" READY);
        return true;
    case SETTING:
        SAY(peer, "C\0\0\0\10SET\0" READY);
        return true;
    case HALF_A_ROW:
        SAY(peer, "2\0\0\0\4T\0\0\0\32\0\1n\0\0\0");
        return true;
    case HOUSE_ERROR:
        SAY(peer, "E\0\0\0\73SERROR\0CHP409\0Mthe round is locked\nsorry\0Dsince 12:00\0\0" READY);
        return true;
    case LONG_ERROR:
        say_long_error(peer);
        return true;
    case OTHER_ERROR:
        SAY(peer, "E\0\0\0\45SERROR\0C22012\0Mdivision by zero\0\0" READY);
        return true;
    case SILENCE:
        return true;
    case HANG_UP:
    case END:
        break;
    }
    return false;
}

static void serve(struct server *server, int peer)
{
    if (!read_body(peer)) return;
    if (server->is_starting) {
        SAY(peer, "E\0\0\0\67SFATAL\0C57P03\0Mthe database system is starting up\0\0");
        return;
    }
    SAY(peer, "R\0\0\0\10\0\0\0\0" READY);
    for (char kind; read_request(peer, &kind);) {
        if (kind == 'Q') {
            server->set++;
            if (!answer(peer, server->refuses_settings ? OTHER_ERROR : SETTING)) return;
            continue;
        }
        if (kind == 'P') {
            server->prepared++;
            SAY(peer, "1\0\0\0\4" READY);
            continue;
        }
        enum reply reply = *server->replies;
        if (reply != END) server->replies++;
        if (!answer(peer, reply)) return;
    }
}

static void *serve_all(void *argument)
{
    struct server *server = argument;
    for (int peer; (peer = accept(server->listener, NULL, NULL)) >= 0; (void)close(peer))
        serve(server, peer);
    return NULL;
}

static void server_start(struct server *server, const enum reply *replies)
{
    in_port_t port;
    server->listener = listen_on_loopback(&port);
    server->replies = replies;
    (void)snprintf(server->url, sizeof server->url,
                   "host=127.0.0.1 port=%d user=x dbname=x sslmode=disable gssencmode=disable", port);
    if (replies) assert_int_equal(pthread_create(&server->thread, NULL, serve_all, server), 0);
}

static void server_stop(struct server *server)
{
    (void)shutdown(server->listener, SHUT_RDWR);
    if (server->replies) assert_int_equal(pthread_join(server->thread, NULL), 0);
    (void)close(server->listener);
}

/* The tests -------------------------------------------------------------------------------------------------
 */

static enum pg_outcome call_one(struct pg *pg, PGresult **result)
{
    return pg_call(pg, 0, NULL, DEADLINE_MS, result);
}

/* A call that gets no answer comes back lost, at its deadline, and leaves nothing connected. */
static void assert_lost_at_deadline(struct pg *pg)
{
    PGresult *result = (PGresult *)pg;
    int64_t start = clock_mono_ms();
    assert_int_equal(call_one(pg, &result), PG_LOST);
    assert_in_range(clock_mono_ms() - start, DEADLINE_MS - 1, DEADLINE_MS + SLACK_MS);
    assert_null(result);
    assert_false(pg_is_connected(pg));
    assert_string_equal(pg_sqlstate(pg), "");
    assert_string_equal(pg_message(pg), "no answer in time");
}

static void a_closed_port_is_lost_at_once(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, NULL);
    server_stop(&server);
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    PGresult *result = (PGresult *)pg;
    int64_t start = clock_mono_ms();
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_LOST);
    assert_in_range(clock_mono_ms() - start, 0, SLACK_MS);
    assert_null(result);
    assert_non_null(strstr(pg_message(pg), "refused"));
    assert_int_equal(pg_generation(pg), 0);
    pg_free(pg);
}

static void a_silent_server_is_lost_at_the_deadline(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, NULL);
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    assert_lost_at_deadline(pg);
    int64_t start = clock_mono_ms();
    assert_false(pg_connect(pg, DEADLINE_MS));
    assert_in_range(clock_mono_ms() - start, DEADLINE_MS - 1, DEADLINE_MS + SLACK_MS);
    pg_free(pg);
    server_stop(&server);
}

static void a_server_that_is_starting_is_lost_and_says_so(void **state)
{
    (void)state;
    struct server server = {.is_starting = true};
    server_start(&server, (const enum reply[]){END});
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    PGresult *result;
    assert_int_equal(call_one(pg, &result), PG_LOST);
    assert_non_null(strstr(pg_message(pg), "the database system is starting up"));
    pg_free(pg);
    server_stop(&server);
}

static void an_unusable_url_is_lost(void **state)
{
    (void)state;
    struct pg *pg = pg_new("colour=red", "test", statements, 2);
    PGresult *result;
    assert_int_equal(call_one(pg, &result), PG_LOST);
    assert_non_null(strstr(pg_message(pg), "colour"));
    pg_free(pg);
}

static void rows_come_back_on_one_connection(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, (const enum reply[]){ROW, ROW, END});
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    for (int i = 0; i < 2; i++) {
        PGresult *result;
        const char *const parameters[] = {NULL};
        assert_int_equal(pg_call(pg, 1, parameters, DEADLINE_MS + SLACK_MS, &result), PG_DONE);
        assert_string_equal(PQgetvalue(result, 0, 0), "42");
        PQclear(result);
    }
    assert_int_equal(pg_generation(pg), 1);
    pg_free(pg);
    server_stop(&server);
    assert_int_equal(server.prepared, 2);
}

static void no_answer_to_a_call_is_lost_at_the_deadline(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, (const enum reply[]){SILENCE, HALF_A_ROW, END});
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    assert_lost_at_deadline(pg);
    assert_lost_at_deadline(pg);
    assert_int_equal(pg_generation(pg), 2);
    pg_free(pg);
    server_stop(&server);
}

static void a_hang_up_is_lost_and_the_next_call_reconnects(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, (const enum reply[]){HANG_UP, ROW, END});
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    PGresult *result;
    int64_t start = clock_mono_ms();
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_LOST);
    assert_in_range(clock_mono_ms() - start, 0, SLACK_MS);
    assert_false(pg_is_connected(pg));
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_DONE);
    PQclear(result);
    assert_int_equal(pg_generation(pg), 2);
    pg_free(pg);
    server_stop(&server);
    assert_int_equal(server.prepared, 4);
}

static void a_long_table_is_prepared_when_called(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, (const enum reply[]){ROW, ROW, HANG_UP, ROW, END});
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    pg_prepare_lazily(pg);
    PGresult *result;
    for (int i = 0; i < 2; i++) { /* once on this connection … */
        assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_DONE);
        PQclear(result);
    }
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_LOST);
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_DONE); /* … and once on the next */
    PQclear(result);
    pg_free(pg);
    server_stop(&server);
    assert_int_equal(server.prepared, 2);
}

static void each_connection_begins_with_its_setting(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, (const enum reply[]){ROW, ROW, HANG_UP, ROW, END});
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    pg_begin_with(pg, "set statement_timeout = 1900");
    PGresult *result;
    for (int i = 0; i < 2; i++) { /* once on this connection … */
        assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_DONE);
        PQclear(result);
    }
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_LOST);
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_DONE); /* … and once on the next */
    PQclear(result);
    pg_free(pg);
    server_stop(&server);
    assert_int_equal(server.set, 2);
}

static void a_connection_without_its_setting_is_none(void **state)
{
    (void)state;
    struct server server = {.refuses_settings = true};
    server_start(&server, (const enum reply[]){ROW, END});
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    pg_begin_with(pg, "set statement_timeout = 1900");
    PGresult *result;
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_LOST);
    assert_string_equal(pg_message(pg), "division by zero");
    assert_false(pg_is_connected(pg));
    pg_free(pg);
    server_stop(&server);
}

static void errors_are_told_apart_and_keep_the_connection(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, (const enum reply[]){HOUSE_ERROR, OTHER_ERROR, ROW, END});
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    PGresult *result = (PGresult *)pg;
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_REFUSED);
    assert_null(result);
    assert_string_equal(pg_sqlstate(pg), "HP409");
    assert_string_equal(pg_message(pg), "the round is locked");
    assert_string_equal(pg_detail(pg), "since 12:00");
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_FAILED);
    assert_string_equal(pg_sqlstate(pg), "22012");
    assert_string_equal(pg_detail(pg), "");
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_DONE);
    PQclear(result);
    assert_int_equal(pg_generation(pg), 1);
    pg_free(pg);
    server_stop(&server);
}

/* A detail may be JSON, of which half is nothing; a message ends with a whole character. */
static void a_long_detail_is_whole(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, (const enum reply[]){LONG_ERROR, ROW, END});
    struct pg *pg = pg_new(server.url, "test", statements, 2);
    PGresult *result;
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_REFUSED);
    assert_int_equal(strlen(pg_detail(pg)), LONG);
    assert_int_equal(strlen(pg_message(pg)), 510);
    assert_int_equal(pg_message(pg)[509], '\251');
    assert_int_equal(pg_call(pg, 0, NULL, 5000, &result), PG_DONE);
    PQclear(result);
    pg_free(pg);
    server_stop(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_port_is_lost_at_once),
        cmocka_unit_test(a_silent_server_is_lost_at_the_deadline),
        cmocka_unit_test(a_server_that_is_starting_is_lost_and_says_so),
        cmocka_unit_test(an_unusable_url_is_lost),
        cmocka_unit_test(rows_come_back_on_one_connection),
        cmocka_unit_test(no_answer_to_a_call_is_lost_at_the_deadline),
        cmocka_unit_test(a_hang_up_is_lost_and_the_next_call_reconnects),
        cmocka_unit_test(a_long_table_is_prepared_when_called),
        cmocka_unit_test(each_connection_begins_with_its_setting),
        cmocka_unit_test(a_connection_without_its_setting_is_none),
        cmocka_unit_test(errors_are_told_apart_and_keep_the_connection),
        cmocka_unit_test(a_long_detail_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
