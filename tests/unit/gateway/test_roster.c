/* SPDX-License-Identifier: MIT */
/* The roster: sessions stay in place, and a walk sees each once, whoever comes and goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "roster.h"
#include "session.h"

#define MOST 1000

static int setup(void **state)
{
    *state = roster_new(MOST);
    return 0;
}

static int teardown(void **state)
{
    roster_free(*state);
    return 0;
}

static void it_holds_as_many_as_it_says(void **state)
{
    struct roster *roster = *state;
    for (int i = 0; i < MOST; i++)
        assert_non_null(roster_add(roster));
    assert_null(roster_add(roster));
    assert_int_equal(roster_count(roster), MOST);
    roster_remove(roster, roster_at(roster, 500));
    assert_null(roster_at(roster, 500));
    assert_non_null(roster_add(roster));
    assert_null(roster_add(roster));
}

static void ids_are_never_used_again(void **state)
{
    struct roster *roster = *state;
    uint64_t last = 0;
    for (int i = 0; i < 100; i++) {
        struct session *session = roster_add(roster);
        assert_true(session->id > last);
        last = session->id;
        session->code = 7;
        roster_remove(roster, session);
    }
    assert_int_equal(roster_add(roster)->code, 0);
    assert_int_equal(roster_span(roster), 1);
}

static void a_walk_sees_all_that_stay(void **state)
{
    struct roster *roster = *state;
    struct session *stays[300];
    for (int i = 0; i < 300; i++) {
        stays[i] = roster_add(roster);
        assert_non_null(roster_add(roster));
    }
    size_t seen = 0;
    for (size_t i = 0; i < roster_span(roster); i++) {
        struct session *session = roster_at(roster, i);
        for (int k = 0; session && k < 300; k++)
            seen += session == stays[k];
        /* Every other one goes while we walk, and newcomers take the places. */
        if (session && session->id % 2 == 0 && session->id <= 600) {
            roster_remove(roster, session);
            if (i % 4 == 0) assert_non_null(roster_add(roster));
        }
    }
    assert_int_equal(seen, 300);
    for (int k = 0; k < 300; k++)
        assert_ptr_equal(roster_at(roster, stays[k]->index), stays[k]);
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
