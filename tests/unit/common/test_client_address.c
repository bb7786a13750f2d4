/* SPDX-License-Identifier: MIT */
/* Whose word counts in X-Forwarded-For. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client_address.h"

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
        {"10.0.0.0/8", "::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"},
        {"10.0.0.0/8", "::ffff:11.0.0.1", "203.0.113.7", "11.0.0.1"},
        {"fe80::/10", "fe80::1%eth0", "203.0.113.7", "203.0.113.7"},
        {"unix", "unix", "fe80::1%eth0", "fe80::1"},
        {"unix,10.0.0.0/8", "unix", "8.8.8.8,,10.0.0.1", "10.0.0.1"}, /* nobody knows what stood there */
        {"unix,10.0.0.0/8", "unix", "8.8.8.8, unknown, 10.0.0.1", "10.0.0.1"},
        {"unix,10.0.0.0/8", "unix", "<script>, 10.0.0.1", "10.0.0.1"},
        {"unix", "unix", " , ", "unix"},
        {"unix,::/1", "unix", "2001:db8::1\t,7fff::1", "2001:db8::1"},
        {"unix", "unix", "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb", "unix"},
        {"", "", "203.0.113.7", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct client_address_trust *trust = client_address_trust_new(rows[i].trust, "");
        char name[CLIENT_ADDRESS_MAX];
        assert_non_null(trust);
        client_address_of_client(trust, rows[i].socket, rows[i].forwarded, name);
        if (strcmp(name, rows[i].client) != 0) fail_msg("row %zu: %s", i, name);
        client_address_trust_free(trust);
    }
}

/* The blocks of a content network hold its customers too. */
static void one_edge_is_believed(void **state)
{
    (void)state;
    static const struct {
        const char *forwarded, *client;
    } rows[] = {
        {"198.51.100.7, 104.22.17.40, 10.1.2.3", "198.51.100.7"},
        {"9.9.9.9, 198.51.100.7, 104.22.17.40, 10.1.2.3", "198.51.100.7"},
        {"198.51.100.7, 104.22.17.40", "198.51.100.7"},
        {"9.9.9.9, 104.28.1.2, 104.22.17.40, 10.1.2.3", "104.28.1.2"}, /* through the network's own VPN */
        {"9.9.9.9, 10.1.2.3, 104.22.17.40, 10.1.2.3", "10.1.2.3"},
        {"9.9.9.9, 104.22.17.40, 198.51.100.7, 10.1.2.3", "198.51.100.7"},
        {"104.22.17.40, 10.1.2.3", "104.22.17.40"},
        {"unknown, 104.22.17.40, 10.1.2.3", "104.22.17.40"},
    };
    struct client_address_trust *trust =
        client_address_trust_new("unix,10.0.0.0/8", "104.16.0.0/12,2606:4700::/32");
    assert_non_null(trust);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char name[CLIENT_ADDRESS_MAX];
        client_address_of_client(trust, "10.9.9.9", rows[i].forwarded, name);
        if (strcmp(name, rows[i].client) != 0) fail_msg("row %zu: %s", i, name);
    }
    char name[CLIENT_ADDRESS_MAX];
    client_address_of_client(trust, "104.22.17.40", "198.51.100.7", name);
    assert_string_equal(name, "104.22.17.40"); /* a stranger, unless a proxy of ours names it */
    client_address_trust_free(trust);
}

/* Whose other words count: X-Forwarded-Proto. */
static void proxies_are_known(void **state)
{
    (void)state;
    struct client_address_trust *trust = client_address_trust_new("unix,10.0.0.0/8", "104.16.0.0/12");
    assert_non_null(trust);
    assert_true(client_address_is_proxy(trust, "unix") && client_address_is_proxy(trust, "10.1.2.3"));
    assert_true(client_address_is_proxy(trust, "::ffff:10.1.2.3"));
    assert_false(client_address_is_proxy(trust, "11.1.2.3") || client_address_is_proxy(trust, "unknown"));
    assert_false(client_address_is_proxy(trust, "104.16.1.1")); /* unless a proxy of ours names it */
    client_address_trust_free(trust);
}

static void limits_count_networks(void **state)
{
    (void)state;
    static const struct {
        const char *name, *network;
    } rows[] = {
        {"203.0.113.7", "203.0.113.7"},
        {"::ffff:203.0.113.7", "::ffff:203.0.113.7"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"2001:db8:1:2::9", "2001:db8:1:2::/64"},
        {"2001:db8:1:3::9", "2001:db8:1:3::/64"},
        {"::1", "::/64"},
        {"unix", "unix"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char network[CLIENT_ADDRESS_MAX];
        client_address_network(rows[i].name, network);
        assert_string_equal(network, rows[i].network);
    }
}

static void lists_are_checked(void **state)
{
    (void)state;
    static const char *const bad[] = {"house.example", "10.0.0.0/33", "10.0.0.0/",     "::/129", "10.0.0.0/x",
                                      "10.0.0",        "unix,unixx",  "10.0.0.0/1000", "/8"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_null(client_address_trust_new(bad[i], ""));
        assert_null(client_address_trust_new("", bad[i]));
    }
    assert_null(client_address_trust_new("", "unix"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_client_is_found), cmocka_unit_test(one_edge_is_believed),
        cmocka_unit_test(proxies_are_known),   cmocka_unit_test(limits_count_networks),
        cmocka_unit_test(lists_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
