/* SPDX-License-Identifier: MIT */
/* Several hosts of which one is silent, refuses, is a standby or has a name that nobody looks up; the servers are threads
 * that greet and say no more. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"
#include "pg_dial.h"

#define HOST_MS 1000  /* what one of several hosts may take */
#define SLACK_MS 700  /* a busy machine is late */
#define STEP_MS 300   /* no step waits; nor is any machine so busy */
#define ROUND_MS 8000 /* more than any round takes */

enum kind { PRIMARY, STANDBY, SILENT };

struct server {
    int listener;
    enum kind kind;
    atomic_int greeted;
    in_port_t port;
    pthread_t thread;
};

/* Names ---------------------------------------------------------------------------------------------------- */

static atomic_bool is_dns_silent;

/* In libc's place: two.test has two addresses, silent.test is looked up for as long as is_dns_silent. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    if (node && strcmp(node, "silent.test") == 0) {
        while (is_dns_silent)
            clock_sleep_until(clock_mono_ms() + 5);
        return real("127.0.0.1", service, hints, result);
    }
    if (!node || strcmp(node, "two.test") != 0) return real(node, service, hints, result);
    int error = real("127.0.0.2", service, hints, result);
    return error ? error : real("127.0.0.1", service, hints, &(*result)->ai_next);
}

/* Servers -------------------------------------------------------------------------------------------------- */

#define SAY(peer, bytes) ((void)!send((peer), (bytes), sizeof(bytes) - 1, MSG_NOSIGNAL))

static void *greet_all(void *argument)
{
    struct server *server = argument;
    for (int peer; (peer = accept(server->listener, NULL, NULL)) >= 0; (void)close(peer)) {
        char bytes[1024];
        if (recv(peer, bytes, sizeof bytes, 0) <= 0) continue;
        SAY(peer, "R\0\0\0\10\0\0\0\0S\0\0\0\30server_version\00015.1\0");
        if (server->kind == STANDBY)
            SAY(peer, "S\0\0\0\26in_hot_standby\0on\0");
        else
            SAY(peer, "S\0\0\0\27in_hot_standby\0off\0");
        server->greeted++; /* before the peer can know it */
        SAY(peer, "Z\0\0\0\5I");
        (void)recv(peer, bytes, sizeof bytes, 0); /* until it goes */
    }
    return NULL;
}

static void server_start(struct server *server, enum kind kind, const char *address, in_port_t port)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port)};
    socklen_t size = sizeof name;
    server->kind = kind;
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(inet_pton(AF_INET, address, &name.sin_addr), 1);
    assert_int_equal(bind(server->listener, (struct sockaddr *)&name, size), 0);
    assert_int_equal(listen(server->listener, 8), 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&name, &size), 0);
    server->port = ntohs(name.sin_port);
    if (kind != SILENT) assert_int_equal(pthread_create(&server->thread, NULL, greet_all, server), 0);
}

static void server_stop(struct server *server)
{
    (void)shutdown(server->listener, SHUT_RDWR);
    if (server->kind != SILENT) assert_int_equal(pthread_join(server->thread, NULL), 0);
    (void)close(server->listener);
}

/* Rounds --------------------------------------------------------------------------------------------------- */

static char url[512];

static const char *url_of(const char *hosts, in_port_t first, in_port_t second, const char *more)
{
    (void)snprintf(url, sizeof url,
                   "host=%s port=%d,%d user=x dbname=x sslmode=disable gssencmode=disable %s", hosts, first,
                   second, more);
    return url;
}

/* One round, of which no step waits. How long it took. */
static int64_t round_of(struct pg_dial *dial, enum pg_dial_state wanted)
{
    int64_t start = clock_mono_ms();
    enum pg_dial_state state = PG_DIAL_RUNNING;
    pg_dial_start(dial, start);
    while (state == PG_DIAL_RUNNING && clock_mono_ms() - start < ROUND_MS) {
        int64_t before = clock_mono_ms();
        state = pg_dial_step(dial, before);
        assert_in_range(clock_mono_ms() - before, 0, STEP_MS);
        if (state == PG_DIAL_RUNNING) pg_dial_wait(dial, ROUND_MS);
    }
    assert_int_equal(state, wanted);
    return clock_mono_ms() - start;
}

static void assert_reaches(struct pg_dial *dial, struct server *server, int64_t least_ms)
{
    int before = server->greeted;
    int64_t took_ms = round_of(dial, PG_DIAL_DONE);
    assert_in_range(took_ms, least_ms, least_ms + SLACK_MS);
    PGconn *connection = pg_dial_take(dial);
    assert_int_equal(PQstatus(connection), CONNECTION_OK);
    PQfinish(connection);
    assert_int_equal(server->greeted, before + 1);
}

/* The first host was reached last. */
static int begin_with_the_first(void **state)
{
    (void)state;
    struct server server = {0};
    server_start(&server, PRIMARY, "127.0.0.1", 0);
    (void)snprintf(url, sizeof url,
                   "host=127.0.0.1 port=%d user=x dbname=x sslmode=disable gssencmode=disable", server.port);
    struct pg_dial *dial = pg_dial_new(url, "test");
    assert_reaches(dial, &server, 0);
    pg_dial_free(dial);
    server_stop(&server);
    return 0;
}

static void a_silent_host_costs_a_second_once(void **state)
{
    (void)state;
    struct server silent = {0}, good = {0};
    server_start(&silent, SILENT, "127.0.0.1", 0);
    server_start(&good, PRIMARY, "127.0.0.1", 0);
    struct pg_dial *dial = pg_dial_new(url_of("127.0.0.1,127.0.0.1", silent.port, good.port, ""), "test");
    assert_reaches(dial, &good, HOST_MS - 5);
    assert_reaches(dial, &good, 0);
    struct pg_dial *other = pg_dial_new(url, "test");
    assert_reaches(other, &good, 0); /* what one has learnt all know */
    pg_dial_free(other);
    pg_dial_free(dial);
    server_stop(&good);
    server_stop(&silent);
}

static void a_round_that_was_stopped_goes_on_behind_that_host(void **state)
{
    (void)state;
    struct server silent = {0}, good = {0};
    server_start(&silent, SILENT, "127.0.0.1", 0);
    server_start(&good, PRIMARY, "127.0.0.1", 0);
    struct pg_dial *dial = pg_dial_new(url_of("127.0.0.1,127.0.0.1", silent.port, good.port, ""), "test");
    int64_t silent_ms = 0;
    pg_dial_start(dial, clock_mono_ms());
    assert_int_equal(pg_dial_step(dial, clock_mono_ms()), PG_DIAL_RUNNING);
    pg_dial_stop(dial); /* at once: the silent one has had no time yet */
    pg_dial_start(dial, clock_mono_ms());
    while (pg_dial_step(dial, clock_mono_ms()) == PG_DIAL_RUNNING && silent_ms < HOST_MS / 2 + 50) {
        pg_dial_wait(dial, 50);
        silent_ms += 50;
    }
    pg_dial_stop(dial);
    assert_reaches(dial, &good, 0);
    pg_dial_free(dial);
    server_stop(&good);
    server_stop(&silent);
}

static void a_host_that_refuses_costs_nothing(void **state)
{
    (void)state;
    struct server gone = {0}, good = {0};
    server_start(&gone, SILENT, "127.0.0.1", 0);
    server_stop(&gone);
    server_start(&good, PRIMARY, "127.0.0.1", 0);
    struct pg_dial *dial = pg_dial_new(url_of("127.0.0.1,127.0.0.1", gone.port, good.port, ""), "test");
    assert_reaches(dial, &good, 0);
    server_stop(&good);
    assert_in_range(round_of(dial, PG_DIAL_FAILED), 0, SLACK_MS);
    assert_non_null(strstr(pg_dial_reason(dial), "refused"));
    pg_dial_free(dial);
}

static void a_standby_will_not_do_unless_it_is_asked_for(void **state)
{
    (void)state;
    struct server standby = {0}, good = {0};
    server_start(&standby, STANDBY, "127.0.0.1", 0);
    server_start(&good, PRIMARY, "127.0.0.1", 0);
    struct pg_dial *dial = pg_dial_new(url_of("127.0.0.1,127.0.0.1", standby.port, good.port, ""), "test");
    assert_reaches(dial, &good, 0);
    server_stop(&good);
    (void)round_of(dial, PG_DIAL_FAILED);
    pg_dial_free(dial);
    struct pg_dial *any = pg_dial_new(
        url_of("127.0.0.1,127.0.0.1", standby.port, good.port, "target_session_attrs=any"), "test");
    assert_reaches(any, &standby, 0);
    pg_dial_free(any);
    server_stop(&standby);
}

/* Whatever the others of the process have reached. */
static void only_a_standby_will_do_when_it_is_wanted(void **state)
{
    (void)state;
    struct server standby = {0}, good = {0};
    server_start(&standby, STANDBY, "127.0.0.1", 0);
    server_start(&good, PRIMARY, "127.0.0.1", 0);
    struct pg_dial *dial = pg_dial_new(url_of("127.0.0.1,127.0.0.1", good.port, standby.port, ""), "test");
    pg_dial_want_standby(dial);
    assert_reaches(dial, &standby, 0);
    pg_dial_free(dial);
    struct pg_dial *main = pg_dial_new(url_of("127.0.0.1,127.0.0.1", good.port, standby.port, ""), "test");
    assert_reaches(main, &good, 0);
    pg_dial_free(main);
    server_stop(&standby);
    dial = pg_dial_new(url_of("127.0.0.1,127.0.0.1", good.port, standby.port, ""), "test");
    pg_dial_want_standby(dial);
    (void)round_of(dial, PG_DIAL_FAILED);
    pg_dial_free(dial);
    server_stop(&good);
}

static void a_name_that_nobody_looks_up_costs_a_second(void **state)
{
    (void)state;
    struct server good = {0};
    is_dns_silent = true;
    server_start(&good, PRIMARY, "127.0.0.1", 0);
    struct pg_dial *dial = pg_dial_new(url_of("silent.test,127.0.0.1", good.port, good.port, ""), "test");
    assert_reaches(dial, &good, HOST_MS - 5);
    pg_dial_free(dial); /* while it is being looked up */

    struct pg_dial *alone = pg_dial_new("host=silent.test user=x dbname=x", "test");
    pg_dial_start(alone, clock_mono_ms());
    assert_int_equal(pg_dial_step(alone, clock_mono_ms()), PG_DIAL_RUNNING);
    pg_dial_stop(alone);
    pg_dial_free(alone);
    is_dns_silent = false;
    server_stop(&good);
}

static void the_next_address_of_a_name_is_tried(void **state)
{
    (void)state;
    struct server silent = {0}, good = {0};
    server_start(&good, PRIMARY, "127.0.0.1", 0);
    server_start(&silent, SILENT, "127.0.0.2", good.port);
    (void)snprintf(url, sizeof url,
                   "host=two.test port=%d user=x dbname=x sslmode=disable gssencmode=disable", good.port);
    struct pg_dial *dial = pg_dial_new(url, "test");
    assert_reaches(dial, &good, HOST_MS - 5);
    pg_dial_free(dial);
    server_stop(&silent);
    server_stop(&good);
}

static void addresses_stand_for_names(void **state)
{
    (void)state;
    struct server good = {0};
    server_start(&good, PRIMARY, "127.0.0.1", 0);
    struct pg_dial *dial =
        pg_dial_new(url_of("no.such.name.invalid", good.port, good.port, "hostaddr=127.0.0.1"), "test");
    (void)round_of(dial, PG_DIAL_FAILED); /* two ports for one host: libpq says so */
    assert_non_null(strstr(pg_dial_reason(dial), "port"));
    pg_dial_free(dial);
    dial = pg_dial_new(
        url_of("no.such.name.invalid,other.invalid", good.port, good.port, "hostaddr=127.0.0.1,127.0.0.1"),
        "test");
    assert_reaches(dial, &good, 0);
    pg_dial_free(dial);
    server_stop(&good);
}

static void hosts_without_ports_have_the_usual_one(void **state)
{
    (void)state;
    struct pg_dial *dial = pg_dial_new("postgresql://x@127.0.0.9,127.0.0.8/x", "test");
    (void)round_of(dial, PG_DIAL_FAILED); /* nobody listens there, and not: two ports for one host */
    assert_non_null(strstr(pg_dial_reason(dial), "5432"));
    assert_null(strstr(pg_dial_reason(dial), "could not match"));
    pg_dial_free(dial);
}

#define TEST(test) cmocka_unit_test_setup(test, begin_with_the_first)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_silent_host_costs_a_second_once),
        TEST(a_round_that_was_stopped_goes_on_behind_that_host),
        TEST(a_host_that_refuses_costs_nothing),
        TEST(a_standby_will_not_do_unless_it_is_asked_for),
        TEST(only_a_standby_will_do_when_it_is_wanted),
        TEST(a_name_that_nobody_looks_up_costs_a_second),
        TEST(the_next_address_of_a_name_is_tried),
        TEST(addresses_stand_for_names),
        TEST(hosts_without_ports_have_the_usual_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
