/* SPDX-License-Identifier: MIT */
/* The log: contiguous reads, positions that outlive the memory they point to, frames dropped from the front.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stream/frame_log.h"

#define CAPACITY 8

static int setup(void **state)
{
    *state = frame_log_new(CAPACITY);
    return 0;
}

static int teardown(void **state)
{
    frame_log_free(*state);
    return 0;
}

static void add(struct frame_log *log, const char *body)
{
    char frame[64];
    int length = snprintf(frame, sizeof frame, "<%s", body);
    frame_log_append(log, frame, (size_t)length);
}

static void assert_reads(const struct frame_log *log, uint64_t position, const char *expected)
{
    size_t length;
    const uint8_t *bytes = frame_log_read(log, position, &length);
    assert_non_null(bytes);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(bytes, expected, length);
}

static void a_reader_gets_all_frames_at_once(void **state)
{
    struct frame_log *log = *state;
    assert_reads(log, 0, "");
    add(log, "one");
    add(log, "two");
    assert_reads(log, 0, "<one<two");
    assert_reads(log, frame_log_position(log, 2), "<two");
    assert_reads(log, frame_log_end(log), "");
    assert_int_equal(frame_log_first(log), 1);
    assert_int_equal(frame_log_next(log), 3);
}

static void the_oldest_frame_is_dropped(void **state)
{
    struct frame_log *log = *state;
    for (int i = 0; i < CAPACITY + 3; i++)
        add(log, "frame");
    size_t length;
    assert_int_equal(frame_log_first(log), 4);
    assert_null(frame_log_read(log, 0, &length));
    assert_null(frame_log_read(log, frame_log_position(log, 4) - 1, &length));
    assert_non_null(frame_log_read(log, frame_log_position(log, 4), &length));
    assert_int_equal(length, CAPACITY * 6);
}

static void positions_beyond_the_end_are_refused(void **state)
{
    size_t length;
    add(*state, "x");
    assert_null(frame_log_read(*state, frame_log_end(*state) + 1, &length));
    assert_int_equal(length, 0);
}

static void boundaries_are_where_frames_start(void **state)
{
    struct frame_log *log = *state;
    add(log, "four");
    add(log, "sixsix");
    uint64_t second = frame_log_position(log, 2), end = frame_log_end(log);
    assert_int_equal(frame_log_boundary(log, 0), 0);
    for (uint64_t position = 1; position <= second; position++)
        assert_int_equal(frame_log_boundary(log, position), second);
    for (uint64_t position = second + 1; position <= end; position++)
        assert_int_equal(frame_log_boundary(log, position), end);
}

static void a_position_knows_its_frame(void **state)
{
    struct frame_log *log = *state;
    for (int i = 0; i < CAPACITY + 5; i++)
        add(log, "abc");
    for (int64_t number = frame_log_first(log); number < frame_log_next(log); number++)
        for (uint64_t within = 0; within < 4; within++)
            assert_int_equal(frame_log_number(log, frame_log_position(log, number) + within), number);
    assert_int_equal(frame_log_number(log, frame_log_end(log)), frame_log_next(log));
    assert_int_equal(frame_log_number(log, 0), frame_log_first(log));
}

static void a_cleared_tape_goes_on_behind_all_old_positions(void **state)
{
    struct frame_log *log = *state;
    add(log, "old");
    uint64_t end = frame_log_end(log);
    frame_log_clear(log, 100);
    size_t length;
    assert_null(frame_log_read(log, 0, &length));
    assert_reads(log, end, "");
    add(log, "new");
    assert_int_equal(frame_log_first(log), 100);
    assert_int_equal(frame_log_position(log, 100), end);
    assert_reads(log, end, "<new");
}

/* Frames of every size, far more than the memory holds: each must read back as written while it is kept. */
static void memory_moves_and_grows_under_the_readers(void **state)
{
    struct frame_log *log = *state;
    char *body = malloc(100001);
    assert_non_null(body);
    for (int i = 1; i <= 3000; i++) {
        size_t size = (size_t)(i * 7919 % (i % 100 == 0 ? 100000 : 3000));
        memset(body, 'a' + i % 26, size + 1);
        body[0] = '<';
        frame_log_append(log, body, size + 1);
        for (int64_t number = frame_log_first(log); number < frame_log_next(log); number++) {
            size_t length;
            const uint8_t *bytes = frame_log_read(log, frame_log_position(log, number), &length);
            assert_non_null(bytes);
            assert_int_equal(bytes[0], '<');
            if (frame_log_position(log, number + 1) - frame_log_position(log, number) > 1)
                assert_int_equal(bytes[1], 'a' + number % 26);
            assert_int_equal(length, frame_log_end(log) - frame_log_position(log, number));
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
