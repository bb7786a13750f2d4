/* SPDX-License-Identifier: MIT */
/* A database that is not there, or there and dumb: how long callers wait, and how many of them. What a real one
 * answers is the end-to-end tests' business. */
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
#include "database.h"

#define CALLERS 6
#define READ_MS 2000 /* database.c's limit */

struct sql_binding {
    struct database *database;
    enum database_kind kind;
    bool has_reason;
    int64_t took_ms;
};

static void *binding(void *argument)
{
    struct sql_binding *binding = argument;
    struct arena *arena = arena_new(1024, 65536);
    struct database_answer answer;
    int64_t began = clock_mono_ms();
    database_query(binding->database, DATABASE_HEALTH, NULL, arena, &answer);
    binding->took_ms = clock_mono_ms() - began;
    binding->kind = answer.kind;
    binding->has_reason = *answer.message != '\0';
    arena_free(arena);
    return NULL;
}

static void nobody_there_is_told_at_once(void **state)
{
    (void)state;
    struct database *database = database_open("postgresql:///x?host=/nowhere&user=x", "", 0, 2);
    for (int i = 0; i < 3; i++) {
        struct sql_binding one = {.database = database, .kind = DATABASE_TEXT};
        (void)binding(&one);
        assert_int_equal(one.kind, DATABASE_UNAVAILABLE);
        assert_true(one.has_reason);
        assert_in_range(one.took_ms, 0, 500);
    }
    database_close(database);
}

static int listen_and_say_nothing(in_port_t *port)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof name;
    assert_int_equal(bind(listener, (struct sockaddr *)&name, size), 0);
    assert_int_equal(listen(listener, 16), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&name, &size), 0);
    *port = ntohs(name.sin_port);
    return listener;
}

static void one_at_a_time_waits_for_a_dumb_one(void **state)
{
    (void)state;
    in_port_t port;
    int listener = listen_and_say_nothing(&port);
    char url[96];
    (void)snprintf(url, sizeof url, "postgresql://127.0.0.1:%u/x?user=x&sslmode=disable", (unsigned)port);
    struct database *database = database_open(url, "", 0, CALLERS);
    struct sql_binding first = {.database = database};
    (void)binding(&first);
    assert_int_equal(first.kind, DATABASE_UNAVAILABLE);
    assert_in_range(first.took_ms, READ_MS - 50, READ_MS + 1000);

    clock_sleep_until(clock_mono_ms() + 300); /* time for another look */
    struct sql_binding calls[CALLERS];
    pthread_t threads[CALLERS];
    for (size_t i = 0; i < CALLERS; i++) {
        calls[i] = (struct sql_binding){.database = database};
        assert_int_equal(pthread_create(&threads[i], NULL, binding, &calls[i]), 0);
    }
    int waited = 0;
    for (size_t i = 0; i < CALLERS; i++) {
        (void)pthread_join(threads[i], NULL);
        assert_int_equal(calls[i].kind, DATABASE_UNAVAILABLE);
        assert_true(calls[i].has_reason);
        if (calls[i].took_ms > READ_MS / 2) waited++;
    }
    assert_int_equal(waited, 1);
    database_close(database);
    (void)close(listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_there_is_told_at_once),
        cmocka_unit_test(one_at_a_time_waits_for_a_dumb_one),
    };
    return cmocka_run_group_tests_name("database", tests, NULL, NULL);
}
