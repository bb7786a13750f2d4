/* SPDX-License-Identifier: MIT */
/* The arena: alignment, zeroes, the limit, and what survives a reset. */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"

#define FIRST_BLOCK 256
#define LIMIT 4096

static int setup(void **state)
{
    *state = arena_new(FIRST_BLOCK, LIMIT);
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void memory_is_aligned_and_zeroed(void **state)
{
    for (size_t size = 1; size < 60; size++) {
        unsigned char *bytes = arena_alloc(*state, size);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xff, size);
    }
}

static void zero_after_a_reset_too(void **state)
{
    unsigned char *bytes = arena_alloc(*state, 100);
    assert_non_null(bytes);
    memset(bytes, 0xff, 100);
    arena_reset(*state);
    unsigned char *again = arena_alloc(*state, 100);
    assert_ptr_equal(again, bytes);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(again[i], 0);
}

static void allocations_do_not_overlap(void **state)
{
    unsigned char *blocks[20];
    for (size_t i = 0; i < 20; i++) {
        blocks[i] = arena_alloc(*state, 100);
        assert_non_null(blocks[i]);
        memset(blocks[i], (int)i + 1, 100);
    }
    for (size_t i = 0; i < 20; i++)
        for (size_t k = 0; k < 100; k++)
            assert_int_equal(blocks[i][k], i + 1);
}

static void the_limit_holds(void **state)
{
    assert_null(arena_alloc(*state, LIMIT + 1));
    assert_null(arena_alloc(*state, SIZE_MAX));
    assert_null(arena_alloc(*state, SIZE_MAX - 7));
    size_t taken = 0;
    while (arena_alloc(*state, 64))
        taken += 64;
    assert_int_equal(taken, LIMIT);
    assert_null(arena_alloc(*state, 1));
}

static void one_allocation_may_take_the_whole_limit(void **state)
{
    unsigned char *bytes = arena_alloc(*state, LIMIT);
    assert_non_null(bytes);
    bytes[LIMIT - 1] = 1;
    assert_null(arena_alloc(*state, 1));
}

static void a_reset_gives_the_limit_back(void **state)
{
    for (int i = 0; i < 3; i++) {
        assert_non_null(arena_alloc(*state, LIMIT));
        arena_reset(*state);
    }
    assert_non_null(arena_alloc(*state, LIMIT));
}

static void copies_end_with_nul(void **state)
{
    assert_string_equal(arena_copy(*state, "Papiyon", 3), "Pap");
    assert_string_equal(arena_copy(*state, NULL, 0), "");
    assert_null(arena_copy(*state, "x", SIZE_MAX));
    assert_null(arena_copy(*state, "x", LIMIT));
}

static void text_is_printed_whole_or_not_at_all(void **state)
{
    assert_string_equal(arena_printf(*state, "%s-%d", "Lanbi", 10), "Lanbi-10");
    assert_string_equal(arena_printf(*state, "%s", ""), "");
    const char *wide = arena_printf(*state, "%*d", 1000, 5);
    assert_int_equal(strlen(wide), 1000);
    assert_int_equal(wide[999], '5');
    assert_null(arena_printf(*state, "%*d", LIMIT, 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_is_aligned_and_zeroed, setup, teardown),
        cmocka_unit_test_setup_teardown(zero_after_a_reset_too, setup, teardown),
        cmocka_unit_test_setup_teardown(allocations_do_not_overlap, setup, teardown),
        cmocka_unit_test_setup_teardown(the_limit_holds, setup, teardown),
        cmocka_unit_test_setup_teardown(one_allocation_may_take_the_whole_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(a_reset_gives_the_limit_back, setup, teardown),
        cmocka_unit_test_setup_teardown(copies_end_with_nul, setup, teardown),
        cmocka_unit_test_setup_teardown(text_is_printed_whole_or_not_at_all, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
