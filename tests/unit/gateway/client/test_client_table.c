/* SPDX-License-Identifier: MIT */
/* Clients stay in place, and a walk sees each once, whoever comes and goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/client.h"
#include "client/client_table.h"

#define CAPACITY 1000

static int setup(void **state)
{
    *state = client_table_new(CAPACITY);
    return 0;
}

static int teardown(void **state)
{
    client_table_free(*state);
    return 0;
}

static void it_holds_as_many_as_it_says(void **state)
{
    struct client_table *table = *state;
    for (int i = 0; i < CAPACITY; i++)
        assert_non_null(client_table_add(table));
    assert_null(client_table_add(table));
    assert_int_equal(client_table_count(table), CAPACITY);
    client_table_remove(table, client_table_at(table, 500));
    assert_null(client_table_at(table, 500));
    assert_non_null(client_table_add(table));
    assert_null(client_table_add(table));
}

static void ids_are_never_used_again(void **state)
{
    struct client_table *table = *state;
    uint64_t last = 0;
    for (int i = 0; i < 100; i++) {
        struct client *client = client_table_add(table);
        assert_true(client->id > last);
        last = client->id;
        client->code = 7;
        client_table_remove(table, client);
    }
    assert_int_equal(client_table_add(table)->code, 0);
    assert_int_equal(client_table_span(table), 1);
}

static void a_walk_sees_all_that_stay(void **state)
{
    struct client_table *table = *state;
    struct client *stays[300];
    for (int i = 0; i < 300; i++) {
        stays[i] = client_table_add(table);
        assert_non_null(client_table_add(table));
    }
    size_t seen = 0;
    for (size_t i = 0; i < client_table_span(table); i++) {
        struct client *client = client_table_at(table, i);
        for (int k = 0; client && k < 300; k++)
            seen += client == stays[k];
        /* Every other one goes while we walk, and newcomers take the places. */
        if (client && client->id % 2 == 0 && client->id <= 600) {
            client_table_remove(table, client);
            if (i % 4 == 0) assert_non_null(client_table_add(table));
        }
    }
    assert_int_equal(seen, 300);
    for (int k = 0; k < 300; k++)
        assert_ptr_equal(client_table_at(table, stays[k]->index), stays[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_holds_as_many_as_it_says, setup, teardown),
        cmocka_unit_test_setup_teardown(ids_are_never_used_again, setup, teardown),
        cmocka_unit_test_setup_teardown(a_walk_sees_all_that_stay, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
