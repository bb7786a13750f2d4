/* SPDX-License-Identifier: MIT */
/* The tape: contiguous reads, positions that outlive the memory they point to, frames dropped from the front.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tape.h"

#define KEEP 8

static int setup(void **state)
{
    *state = tape_new(KEEP);
    return 0;
}

static int teardown(void **state)
{
    tape_free(*state);
    return 0;
}

static void add(struct tape *tape, const char *body)
{
    tape_append(tape, "<", 1, body, strlen(body));
}

static void assert_reads(const struct tape *tape, uint64_t position, const char *expected)
{
    size_t length;
    const uint8_t *bytes = tape_read(tape, position, &length);
    assert_non_null(bytes);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(bytes, expected, length);
}

static void a_reader_gets_all_frames_at_once(void **state)
{
    struct tape *tape = *state;
    assert_reads(tape, 0, "");
    add(tape, "one");
    add(tape, "two");
    assert_reads(tape, 0, "<one<two");
    assert_reads(tape, tape_position(tape, 2), "<two");
    assert_reads(tape, tape_end(tape), "");
    assert_int_equal(tape_first(tape), 1);
    assert_int_equal(tape_next(tape), 3);
}

static void the_oldest_frame_is_dropped(void **state)
{
    struct tape *tape = *state;
    for (int i = 0; i < KEEP + 3; i++)
        add(tape, "frame");
    size_t length;
    assert_int_equal(tape_first(tape), 4);
    assert_null(tape_read(tape, 0, &length));
    assert_null(tape_read(tape, tape_position(tape, 4) - 1, &length));
    assert_non_null(tape_read(tape, tape_position(tape, 4), &length));
    assert_int_equal(length, KEEP * 6);
}

static void positions_beyond_the_end_are_refused(void **state)
{
    size_t length;
    add(*state, "x");
    assert_null(tape_read(*state, tape_end(*state) + 1, &length));
    assert_int_equal(length, 0);
}

static void boundaries_are_where_frames_start(void **state)
{
    struct tape *tape = *state;
    add(tape, "four");
    add(tape, "sixsix");
    uint64_t second = tape_position(tape, 2), end = tape_end(tape);
    assert_int_equal(tape_boundary(tape, 0), 0);
    for (uint64_t position = 1; position <= second; position++)
        assert_int_equal(tape_boundary(tape, position), second);
    for (uint64_t position = second + 1; position <= end; position++)
        assert_int_equal(tape_boundary(tape, position), end);
}

static void a_position_knows_its_frame(void **state)
{
    struct tape *tape = *state;
    for (int i = 0; i < KEEP + 5; i++)
        add(tape, "abc");
    for (int64_t number = tape_first(tape); number < tape_next(tape); number++)
        for (uint64_t within = 0; within < 4; within++)
            assert_int_equal(tape_number(tape, tape_position(tape, number) + within), number);
    assert_int_equal(tape_number(tape, tape_end(tape)), tape_next(tape));
    assert_int_equal(tape_number(tape, 0), tape_first(tape));
}

static void a_cleared_tape_goes_on_behind_all_old_positions(void **state)
{
    struct tape *tape = *state;
    add(tape, "old");
    uint64_t end = tape_end(tape);
    tape_clear(tape, 100);
    size_t length;
    assert_null(tape_read(tape, 0, &length));
    assert_reads(tape, end, "");
    add(tape, "new");
    assert_int_equal(tape_first(tape), 100);
    assert_int_equal(tape_position(tape, 100), end);
    assert_reads(tape, end, "<new");
}

/* Frames of every size, far more than the memory holds: each must read back as written while it is kept. */
static void memory_moves_and_grows_under_the_readers(void **state)
{
    struct tape *tape = *state;
    char *body = malloc(100000);
    assert_non_null(body);
    for (int i = 1; i <= 3000; i++) {
        size_t size = (size_t)(i * 7919 % (i % 100 == 0 ? 100000 : 3000));
        memset(body, 'a' + i % 26, size);
        tape_append(tape, "<", 1, body, size);
        for (int64_t number = tape_first(tape); number < tape_next(tape); number++) {
            size_t length;
            const uint8_t *bytes = tape_read(tape, tape_position(tape, number), &length);
            assert_non_null(bytes);
            assert_int_equal(bytes[0], '<');
            if (tape_position(tape, number + 1) - tape_position(tape, number) > 1)
                assert_int_equal(bytes[1], 'a' + number % 26);
            assert_int_equal(length, tape_end(tape) - tape_position(tape, number));
        }
    }
    free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reader_gets_all_frames_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(the_oldest_frame_is_dropped, setup, teardown),
        cmocka_unit_test_setup_teardown(positions_beyond_the_end_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(boundaries_are_where_frames_start, setup, teardown),
        cmocka_unit_test_setup_teardown(a_position_knows_its_frame, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cleared_tape_goes_on_behind_all_old_positions, setup, teardown),
        cmocka_unit_test_setup_teardown(memory_moves_and_grows_under_the_readers, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
