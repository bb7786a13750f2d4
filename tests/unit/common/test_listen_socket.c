/* SPDX-License-Identifier: MIT */
/* Sockets to listen on: which addresses are taken, how a unix socket takes its name over, and who may remove it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "child.h"
#include "listen_socket.h"

static char folder[] = "/tmp/hippo-listen-XXXXXX", path[64], address[80];

static int set_up(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - sizeof "XXXXXX", "XXXXXX", sizeof "XXXXXX");
    if (!mkdtemp(folder)) return -1;
    (void)snprintf(path, sizeof path, "%s/socket", folder);
    (void)snprintf(address, sizeof address, "unix:%s", path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

static void open_address(void *text)
{
    struct listen_socket listening;
    listen_socket_open(&listening, "T_LISTEN", text, 0, NULL);
}

static void assert_refused(char *text)
{
    const struct child *child = child_run(open_address, text);
    if (child->exit_status != 2 || !strstr(child->text, "setting=T_LISTEN "))
        fail_msg("%s: status %d, %s", text, child->exit_status, child->text);
}

static bool can_connect(const struct sockaddr *to, socklen_t length)
{
    int peer = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(peer >= 0);
    bool is_connected = connect(peer, to, length) == 0;
    (void)close(peer);
    return is_connected;
}

static bool can_connect_to_path(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    (void)snprintf(name.sun_path, sizeof name.sun_path, "%s", path);
    return can_connect((const struct sockaddr *)&name, sizeof name);
}

static void a_unix_socket_is_open_to_owner_and_group(void **state)
{
    (void)state;
    struct listen_socket listening;
    struct stat status;
    listen_socket_open(&listening, "T_LISTEN", address, SOCK_NONBLOCK, NULL);
    assert_true(listening.is_unix);
    assert_int_equal(lstat(path, &status), 0);
    assert_int_equal(status.st_mode, S_IFSOCK | 0660);
    assert_true(fcntl(listening.descriptor, F_GETFL) & O_NONBLOCK);
    assert_true(fcntl(listening.descriptor, F_GETFD) & FD_CLOEXEC);
    assert_true(can_connect_to_path());
    listen_socket_unlink(&listening);
    assert_int_equal(lstat(path, &status), -1);
    (void)close(listening.descriptor);
}

static void a_successor_takes_the_name_and_keeps_it(void **state)
{
    (void)state;
    struct listen_socket first, second;
    listen_socket_open(&first, "T_LISTEN", address, 0, NULL);
    listen_socket_open(&second, "T_LISTEN", address, 0, NULL);
    listen_socket_unlink(&first);
    (void)close(first.descriptor);
    assert_true(can_connect_to_path());
    listen_socket_unlink(&second);
    assert_false(can_connect_to_path());
    (void)close(second.descriptor);
}

/* As after a crash: the name is there and nobody listens. */
static void an_abandoned_name_is_taken_over(void **state)
{
    (void)state;
    struct listen_socket first, second;
    listen_socket_open(&first, "T_LISTEN", address, 0, NULL);
    (void)close(first.descriptor);
    assert_false(can_connect_to_path());
    listen_socket_open(&second, "T_LISTEN", address, 0, NULL);
    assert_true(can_connect_to_path());
    (void)close(second.descriptor);
}

static void a_file_that_is_no_socket_is_left_alone(void **state)
{
    (void)state;
    int file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    (void)close(file);
    assert_refused(address);
    struct stat status;
    assert_int_equal(lstat(path, &status), 0);
    assert_true(S_ISREG(status.st_mode));
}

static void bad_addresses_name_the_setting(void **state)
{
    (void)state;
    char long_path[256] = "unix:/tmp/";
    memset(long_path + strlen(long_path), 'x', 120);
    char long_host[400];
    memset(long_host, 'x', sizeof long_host);
    memcpy(long_host + 300, ":80", 4);
    char *const rows[] = {
        "",          "80",
        "127.0.0.1", "127.0.0.1:",
        ":",         ":http",
        ":-1",       ":+1",
        ":65536",    ":99999999999999999999",
        ":80x",      "999.0.0.1:80",
        "unix:",     "unix:/nowhere/at/all",
        long_path,   long_host,
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_refused(rows[i]);
}

static int configured;

static void configure(int descriptor)
{
    int on = 1;
    configured = setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0 ? descriptor : -1;
}

/* sin_port is at the same offset as sin6_port. */
static uint16_t port_of(int descriptor)
{
    struct sockaddr_in6 bound = {.sin6_port = 0};
    socklen_t length = sizeof bound;
    assert_int_equal(getsockname(descriptor, (struct sockaddr *)&bound, &length), 0);
    return bound.sin6_port;
}

static int option_of(int descriptor, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    assert_int_equal(getsockopt(descriptor, level, name, &value, &length), 0);
    return value;
}

static void a_port_can_be_shared_when_the_caller_says_so(void **state)
{
    (void)state;
    struct listen_socket first, second;
    char again[32];
    listen_socket_open(&first, "T_LISTEN", "127.0.0.1:0", 0, configure);
    assert_int_equal(configured, first.descriptor);
    assert_false(first.is_unix);
    assert_int_equal(option_of(first.descriptor, IPPROTO_TCP, TCP_NODELAY), 1);
    (void)snprintf(again, sizeof again, "127.0.0.1:%u", ntohs(port_of(first.descriptor)));
    assert_refused(again);
    listen_socket_open(&second, "T_LISTEN", again, 0, configure);
    listen_socket_unlink(&first); /* nothing to remove */
    (void)close(first.descriptor);
    (void)close(second.descriptor);
}

/* Without a host: IPv4 too, on whichever socket the machine has. */
static void no_host_is_every_address(void **state)
{
    (void)state;
    struct listen_socket listening;
    listen_socket_open(&listening, "T_LISTEN", ":0", 0, NULL);
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = port_of(listening.descriptor)};
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(can_connect((const struct sockaddr *)&v4, sizeof v4));
    (void)close(listening.descriptor);
}

static void an_ipv6_address_stands_in_brackets(void **state)
{
    (void)state;
    int v6 = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in6 loopback = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    bool has_ipv6 = v6 >= 0 && bind(v6, (const struct sockaddr *)&loopback, sizeof loopback) == 0;
    if (v6 >= 0) (void)close(v6);
    if (!has_ipv6) skip();
    struct listen_socket listening;
    listen_socket_open(&listening, "T_LISTEN", "[::1]:0", 0, NULL);
    loopback.sin6_port = port_of(listening.descriptor);
    assert_true(can_connect((const struct sockaddr *)&loopback, sizeof loopback));
    (void)close(listening.descriptor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_unix_socket_is_open_to_owner_and_group, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_successor_takes_the_name_and_keeps_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_abandoned_name_is_taken_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_socket_is_left_alone, set_up, tear_down),
        cmocka_unit_test(bad_addresses_name_the_setting),
        cmocka_unit_test(a_port_can_be_shared_when_the_caller_says_so),
        cmocka_unit_test(no_host_is_every_address),
        cmocka_unit_test(an_ipv6_address_stands_in_brackets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
