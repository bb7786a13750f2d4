/* SPDX-License-Identifier: MIT */
/* What a service manager hears: ready once, then alive once a second. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "sd_notify.h"

static int hear(int descriptor, char text[64])
{
    ssize_t length = recv(descriptor, text, 63, MSG_DONTWAIT);
    text[length > 0 ? length : 0] = '\0';
    return (int)length;
}

static void test_ready_then_alive(void **state)
{
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    /* Of the abstract name space: nothing to clean up. The kernel gives it a name. */
    int manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_true(manager >= 0);
    assert_int_equal(bind(manager, (struct sockaddr *)&address, sizeof address.sun_family), 0);
    socklen_t size = sizeof address;
    assert_int_equal(getsockname(manager, (struct sockaddr *)&address, &size), 0);
    char name[32] = "@", text[64];
    size_t length = size - offsetof(struct sockaddr_un, sun_path) - 1;
    assert_true(length + 2 < sizeof name);
    memcpy(name + 1, address.sun_path + 1, length);
    assert_int_equal(setenv("NOTIFY_SOCKET", name, 1), 0);

    sd_notify_alive(-5000);
    assert_true(hear(manager, text) > 0);
    assert_string_equal(text, "READY=1\nWATCHDOG=1");
    sd_notify_alive(-4001);
    assert_int_equal(hear(manager, text), -1);
    sd_notify_alive(-4000);
    assert_true(hear(manager, text) > 0);
    assert_string_equal(text, "WATCHDOG=1");
    sd_notify_alive(-3999);
    assert_int_equal(hear(manager, text), -1);

    /* Gone: nobody is harmed. */
    assert_int_equal(close(manager), 0);
    sd_notify_alive(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ready_then_alive)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
