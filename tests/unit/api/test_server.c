/* SPDX-License-Identifier: MIT */
/* The server's threads against peers that are quick, slow, dumb, rude or many, over a real socket. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"
#include "server.h"

#define THREADS 2
#define CROWD 20 /* more than the threads there are */

struct fixture {
    char folder[64], path[96], listen[112];
    struct server *server;
    pthread_t thread;
    atomic_int served;
    atomic_bool is_held;
};

/* FastCGI as a proxy speaks it: BEGIN_REQUEST (responder), one parameter, its end; then an empty STDIN. */
static const unsigned char head[] = {1, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0,   0,   0,   0, 0, 0, /* begin */
                                     1, 4, 0, 1, 0, 5, 3, 0, 1, 2, 'A', 'b', 'c', 0, 0, 0, /* params */
                                     1, 4, 0, 1, 0, 0, 0, 0};
static const unsigned char end_of_stdin[] = {1, 5, 0, 1, 0, 0, 0, 0};

static void handle(const void *context, FCGX_Request *fcgi, struct arena *arena)
{
    struct fixture *f = (struct fixture *)(uintptr_t)context;
    char byte;
    (void)arena;
    while (FCGX_GetStr(&byte, 1, fcgi->in) == 1) {
    }
    while (f->is_held)
        clock_sleep_until(clock_mono_ms() + 1);
    (void)FCGX_PutS("Content-Length: 5\r\n\r\nhello", fcgi->out);
    f->served++;
}

static void *run(void *argument)
{
    struct fixture *f = argument;
    server_run(f->server, handle, f);
    return NULL;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/hippo-test-%ld-server", (long)getpid());
    (void)mkdir(f->folder, 0700);
    (void)snprintf(f->path, sizeof f->path, "%s/api.sock", f->folder);
    (void)snprintf(f->listen, sizeof f->listen, "unix:%s", f->path);
    server_hold_signals();
    f->server = server_open(f->listen, THREADS);
    if (pthread_create(&f->thread, NULL, run, f) != 0) return -1;
    *state = f;
    return 0;
}

static void stop(struct fixture *f)
{
    if (!f->server) return;
    f->is_held = false;
    (void)pthread_kill(f->thread, SIGTERM);
    (void)pthread_join(f->thread, NULL);
    server_close(f->server);
    f->server = NULL;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    stop(f);
    (void)unlink(f->path);
    (void)rmdir(f->folder);
    free(f);
    return 0;
}

/* -1: refused. */
static int reach(const struct fixture *f)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    (void)snprintf(name.sun_path, sizeof name.sun_path, "%s", f->path);
    int peer = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(peer, (struct sockaddr *)&name, sizeof name) == 0) return peer;
    (void)close(peer);
    return -1;
}

static int say(int peer, const void *bytes, size_t length)
{
    assert_int_equal(send(peer, bytes, length, MSG_NOSIGNAL), (ssize_t)length);
    return peer;
}

static int ask(const struct fixture *f)
{
    return say(say(reach(f), head, sizeof head), end_of_stdin, sizeof end_of_stdin);
}

/* Reads to the end of the connection; true when the reply was in it. */
static bool hears_hello(int peer)
{
    char text[4096];
    size_t used = 0;
    for (ssize_t n; (n = recv(peer, text + used, sizeof text - used, 0)) > 0;)
        used += (size_t)n;
    (void)close(peer);
    return used > 0 && memmem(text, used, "\r\n\r\nhello", 9) != NULL;
}

static void answers_and_closes(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 50; i++)
        assert_true(hears_hello(ask(f)));
    assert_int_equal(f->served, 50);
}

static void does_not_wait_for_the_peer_to_close(void **state)
{
    struct fixture *f = *state;
    int idle[CROWD];
    int64_t began = clock_mono_ms();
    for (int i = 0; i < CROWD; i++)
        idle[i] = ask(f); /* nobody reads or closes yet */
    assert_true(hears_hello(ask(f)));
    for (int i = 0; i < CROWD; i++)
        assert_true(hears_hello(idle[i]));
    assert_in_range(clock_mono_ms() - began, 0, 1000);
}

static void slow_peers_do_not_hold_up_quick_ones(void **state)
{
    struct fixture *f = *state;
    int dumb[CROWD], half[CROWD], slow[CROWD];
    for (int i = 0; i < CROWD; i++) {
        dumb[i] = reach(f);
        half[i] = say(reach(f), head, sizeof head - 12);
        slow[i] = say(reach(f), head, sizeof head);
    }
    int64_t began = clock_mono_ms();
    for (int i = 0; i < 10; i++)
        assert_true(hears_hello(ask(f)));
    assert_in_range(clock_mono_ms() - began, 0, 2000);
    for (int i = 0; i < CROWD; i++) {
        (void)close(dumb[i]);
        (void)close(half[i]);
        (void)say(slow[i], end_of_stdin, sizeof end_of_stdin);
        assert_true(hears_hello(slow[i]));
    }
}

static void survives_peers_that_speak_no_fastcgi(void **state)
{
    struct fixture *f = *state;
    static const char *const words[] = {"GET / HTTP/1.1\r\n\r\n", "\x01\x01\x00\x01\xff\xff\x00\x00", "\xff",
                                        "\x01\x04"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        int peer = say(reach(f), words[i], strlen(words[i]) + 1);
        (void)shutdown(peer, SHUT_WR);
        assert_false(hears_hello(peer));
    }
    for (int i = 0; i < CROWD; i++)
        (void)close(ask(f)); /* gone before the answer */
    assert_true(hears_hello(ask(f)));
}

static void finishes_what_has_come_in_before_it_stops(void **state)
{
    struct fixture *f = *state;
    int peers[CROWD];
    f->is_held = true;
    for (int i = 0; i < CROWD; i++)
        peers[i] = ask(f); /* some are being served, the others wait in the queue */
    (void)pthread_kill(f->thread, SIGTERM);
    int late;
    while ((late = reach(f)) >= 0) { /* one that slips in before the signal is taken is served, too */
        (void)close(late);
        clock_sleep_until(clock_mono_ms() + 1);
    }
    f->is_held = false;
    for (int i = 0; i < CROWD; i++)
        assert_true(hears_hello(peers[i]));
    (void)pthread_join(f->thread, NULL);
    server_close(f->server);
    f->server = NULL;
}

static void a_second_signal_cuts_short(void **state)
{
    struct fixture *f = *state;
    int dumb = reach(f);
    assert_true(hears_hello(ask(f)));
    int64_t began = clock_mono_ms();
    (void)pthread_kill(f->thread, SIGTERM);
    clock_sleep_until(clock_mono_ms() + 100);
    stop(f);
    assert_in_range(clock_mono_ms() - began, 100, SERVER_STOP_MS / 2);
    (void)close(dumb);
}

static void a_successor_takes_the_socket_over(void **state)
{
    struct fixture *f = *state;
    struct server *successor = server_open(f->listen, THREADS);
    struct stat about;
    assert_int_equal(stat(f->path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0660);
    stop(f);
    int peer = reach(f); /* the path leads to the successor's queue */
    assert_true(peer >= 0);
    (void)close(peer);
    server_close(successor);
}

static void serves_tcp(void **state)
{
    struct fixture *f = *state;
    stop(f);
    f->server = server_open("127.0.0.1:0", THREADS);
    assert_int_equal(pthread_create(&f->thread, NULL, run, f), 0);
    /* Port 0 is for this: no collision, and nobody can reach it; what counts is that it stops. */
    clock_sleep_until(clock_mono_ms() + 20);
    stop(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(answers_and_closes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(does_not_wait_for_the_peer_to_close, set_up, tear_down),
        cmocka_unit_test_setup_teardown(slow_peers_do_not_hold_up_quick_ones, set_up, tear_down),
        cmocka_unit_test_setup_teardown(survives_peers_that_speak_no_fastcgi, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finishes_what_has_come_in_before_it_stops, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_second_signal_cuts_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_successor_takes_the_socket_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(serves_tcp, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
