/* SPDX-License-Identifier: MIT */
/* Whose word counts in X-Forwarded-For. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/client_address.h"

static void the_client_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *trust, *socket, *forwarded, *client;
    } rows[] = {
        {"unix", "unix", "203.0.113.7", "203.0.113.7"},
        {"unix", "unix", NULL, "unix"},
        {"unix", "unix", "", "unix"},
        {"unix", "unix", "1.1.1.1, 203.0.113.7", "203.0.113.7"},
        {"unix", "unix", "1.1.1.1,203.0.113.7:5512", "203.0.113.7"},
        {"unix", "unix", "[2001:db8::1]:99", "2001:db8::1"},
        {"unix", "unix", "2001:db8::1", "2001:db8::1"},
        {"unix", "unix", "house.example", "unix"},
        {"unix", "unix", "1.1.1.1, \"quoted\"", "unix"},
        {"unix", "unix", ",", "unix"},
        {"unix", "unix", "[", "unix"},
        {"unix", "unix", ":", "unix"},
        {"", "unix", "203.0.113.7", "unix"},
        {"unix", "198.51.100.1", "203.0.113.7", "198.51.100.1"},
        {"198.51.100.0/24", "198.51.100.1", "203.0.113.7", "203.0.113.7"},
        {"198.51.100.0/24", "198.51.101.1", "203.0.113.7", "198.51.101.1"},
        {"unix,10.0.0.0/8", "unix", "203.0.113.7, 10.1.2.3", "203.0.113.7"},
        {"unix,10.0.0.0/8", "unix", "9.9.9.9, 203.0.113.7, 10.1.2.3", "203.0.113.7"},
        {"unix,10.0.0.0/8", "unix", "10.9.9.9, 10.1.2.3", "10.9.9.9"},
        {"10.0.0.0/9", "10.128.0.1", "203.0.113.7", "10.128.0.1"},
        {"10.0.0.0/9", "10.127.0.1", "203.0.113.7", "203.0.113.7"},
        {"0.0.0.0/0", "10.127.0.1", "203.0.113.7", "203.0.113.7"},
        {"10.0.0.0/8 172.16.0.0/12 ::1", "::1", "203.0.113.7", "203.0.113.7"},
        {"2001:db8::/32", "2001:db8:1::5", "::ffff:203.0.113.7", "203.0.113.7"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct client_address_trust *trust = client_address_trust_new(rows[i].trust);
        char name[CLIENT_ADDRESS_MAX];
        assert_non_null(trust);
        client_address_of_client(trust, rows[i].socket, rows[i].forwarded, name);
        if (strcmp(name, rows[i].client) != 0) fail_msg("row %zu: %s", i, name);
        client_address_trust_free(trust);
    }
}

static void lists_are_checked(void **state)
{
    (void)state;
    static const char *const bad[] = {"house.example", "10.0.0.0/33", "10.0.0.0/",     "::/129", "10.0.0.0/x",
                                      "10.0.0",        "unix,unixx",  "10.0.0.0/1000", "/8"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(client_address_trust_new(bad[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_client_is_found),
        cmocka_unit_test(lists_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
