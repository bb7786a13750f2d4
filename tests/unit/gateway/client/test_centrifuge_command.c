/* SPDX-License-Identifier: MIT */
/* Centrifuge's commands, as clients send them and as they never should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/centrifuge_command.h"

static struct command parse(const char *line)
{
    struct command command;
    command_parse(line, strlen(line), &command);
    return command;
}

static void a_text_is_cut_into_lines(void **state)
{
    (void)state;
    const char *text = "ab\n\ncd", *line;
    size_t left = strlen(text), length;
    assert_true(command_next_line(&text, &left, &line, &length));
    assert_int_equal(length, 2);
    assert_memory_equal(line, "ab", 2);
    assert_true(command_next_line(&text, &left, &line, &length));
    assert_int_equal(length, 0);
    assert_true(command_next_line(&text, &left, &line, &length));
    assert_memory_equal(line, "cd", 2);
    assert_false(command_next_line(&text, &left, &line, &length));
}

static void a_line_break_at_the_end_begins_no_line(void **state)
{
    (void)state;
    const char *text = "{}\n", *line;
    size_t left = strlen(text), length;
    assert_true(command_next_line(&text, &left, &line, &length));
    assert_false(command_next_line(&text, &left, &line, &length));
}

static void connect_tells_where_the_client_is(void **state)
{
    (void)state;
    struct command command =
        parse("{\"connect\":{\"token\":\"\",\"name\":\"js\",\"subs\":{\"race\":{\"recover\":true,"
              "\"offset\":14,\"epoch\":\"e1\"}}},\"id\":1}");
    assert_int_equal(command.kind, COMMAND_CONNECT);
    assert_int_equal(command.id, 1);
    assert_true(command.position.is_given);
    assert_true(command.position.is_good);
    assert_int_equal(command.position.offset, 14);
    assert_string_equal(command.position.epoch, "e1");
    assert_false(command.refuses_autosub);
}

static void connect_without_positions(void **state)
{
    (void)state;
    assert_false(parse("{\"connect\":{},\"id\":1}").position.is_given);
    assert_false(parse("{\"connect\":{\"subs\":{\"race\":{\"offset\":3}}},\"id\":1}").position.is_given);
    assert_false(parse("{\"connect\":{\"subs\":{\"other\":{\"recover\":true}}},\"id\":1}").position.is_given);
    assert_true(parse("{\"connect\":{\"data\":{\"autosub\":false}},\"id\":1}").refuses_autosub);
    assert_false(parse("{\"connect\":{\"data\":{\"autosub\":0}},\"id\":1}").refuses_autosub);
}

static void an_absent_offset_is_zero(void **state)
{
    (void)state;
    struct command command = parse("{\"id\":4,\"subscribe\":{\"channel\":\"race\",\"recover\":true}}");
    assert_int_equal(command.kind, COMMAND_SUBSCRIBE);
    assert_string_equal(command.channel, "race");
    assert_true(command.position.is_given);
    assert_true(command.position.is_good);
    assert_int_equal(command.position.offset, 0);
}

static void a_position_that_is_none_can_match_nothing(void **state)
{
    (void)state;
    static const char *const positions[] = {
        "\"offset\":-1",
        "\"offset\":9007199254740992",
        "\"offset\":\"7\"",
        "\"offset\":1.5",
        "\"offset\":null",
        "\"epoch\":7",
        "\"epoch\":\"a\\u0000b\"",
        "\"epoch\":\"0123456789012345678901234567890123456789012345678901234567890123\""};
    for (size_t i = 0; i < sizeof positions / sizeof *positions; i++) {
        char line[256] = "{\"id\":4,\"subscribe\":{\"channel\":\"race\",\"recover\":true,";
        strncat(line, positions[i], 150);
        strncat(line, "}}", 3);
        struct command command = parse(line);
        assert_true(command.position.is_given);
        assert_false(command.position.is_good);
    }
}

static void bit_1_of_flag_wants_all_or_an_error(void **state)
{
    (void)state;
    assert_false(parse("{\"id\":4,\"subscribe\":{\"channel\":\"race\",\"flag\":1}}").wants_all_or_error);
    assert_true(parse("{\"id\":4,\"subscribe\":{\"channel\":\"race\",\"flag\":3}}").wants_all_or_error);
}

static void history_has_limit_direction_and_start(void **state)
{
    (void)state;
    struct command command = parse("{\"history\":{\"channel\":\"race\",\"limit\":10,\"reverse\":true,"
                                   "\"since\":{\"offset\":5,\"epoch\":\"e1\"}},\"id\":10}");
    assert_int_equal(command.kind, COMMAND_HISTORY);
    assert_int_equal(command.limit, 10);
    assert_true(command.is_reverse);
    assert_int_equal(command.position.offset, 5);
}

static void every_method_has_its_kind(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum command_kind kind;
    } rows[] = {{"{}", COMMAND_PONG},
                {" { } ", COMMAND_PONG},
                {"{\"send\":{\"data\":1}}", COMMAND_SEND},
                {"{\"id\":1,\"unsubscribe\":{}}", COMMAND_UNSUBSCRIBE},
                {"{\"id\":1,\"ping\":{}}", COMMAND_PING},
                {"{\"id\":1,\"publish\":{}}", COMMAND_PUBLISH},
                {"{\"id\":1,\"rpc\":{}}", COMMAND_RPC},
                {"{\"id\":1,\"presence\":{}}", COMMAND_PRESENCE},
                {"{\"id\":1,\"presence_stats\":{}}", COMMAND_PRESENCE_STATS},
                {"{\"id\":1,\"refresh\":{}}", COMMAND_REFRESH},
                {"{\"id\":1,\"sub_refresh\":{}}", COMMAND_SUB_REFRESH},
                {"{\"id\":1,\"novelty\":{}}", COMMAND_UNKNOWN},
                {"{\"id\":1,\"ping\":7}", COMMAND_PING}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(parse(rows[i].line).kind, rows[i].kind);
}

static void what_is_no_command_is_bad(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "",
        " ",
        "[]",
        "null",
        "{",
        "{}{}",
        "{} x",
        "{\"ping\":{}}",
        "{\"id\":0,\"ping\":{}}",
        "{\"id\":-1,\"ping\":{}}",
        "{\"id\":4294967296,\"ping\":{}}",
        "{\"id\":\"1\",\"ping\":{}}",
        "{\"id\":1,\"ping\":{\"a\":\"\xff\"}}",
        "{\"id\":1,\"ping\":[[[[[[[[[]]]]]]]]]}",
        "{\"id\":1,\"id\":2,\"ping\":{}}",
        "{\"id\":1,\"subscribe\":{\"channel\":\"race\",\"channel\":\"admin\"}}",
        "{\"id\":1,\"connect\":{\"token\":\"a\",\"tok\\u0065n\":\"b\"}}",
        "{\"id\":1,\"subscribe\":{\"channel\":\"\\udc00\"}}"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(parse(lines[i]).kind, COMMAND_BAD);
    assert_int_equal(parse("{\"id\":4294967295,\"ping\":{}}").id, UINT32_MAX);
}

static void a_channel_too_long_is_none(void **state)
{
    (void)state;
    struct command command =
        parse("{\"id\":1,\"subscribe\":{\"channel\":"
              "\"rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\"}}");
    assert_string_equal(command.channel, "");
    assert_string_equal(parse("{\"id\":1,\"subscribe\":{\"channel\":\"race\\u0000\"}}").channel, "");
}

static void connect_may_bring_a_token(void **state)
{
    (void)state;
    assert_string_equal(parse("{\"id\":1,\"connect\":{\"token\":\"abc\"}}").token, "abc");
    assert_string_equal(parse("{\"id\":1,\"connect\":{\"token\":7}}").token, "");
    assert_string_equal(
        parse("{\"id\":1,\"connect\":{\"token\":\"01234567890123456789012345678901234567890123\"}}").token,
        "");
    assert_string_equal(parse("{\"id\":1,\"subscribe\":{\"token\":\"abc\"}}").token, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_cut_into_lines),
        cmocka_unit_test(a_line_break_at_the_end_begins_no_line),
        cmocka_unit_test(connect_tells_where_the_client_is),
        cmocka_unit_test(connect_without_positions),
        cmocka_unit_test(an_absent_offset_is_zero),
        cmocka_unit_test(a_position_that_is_none_can_match_nothing),
        cmocka_unit_test(bit_1_of_flag_wants_all_or_an_error),
        cmocka_unit_test(history_has_limit_direction_and_start),
        cmocka_unit_test(every_method_has_its_kind),
        cmocka_unit_test(what_is_no_command_is_bad),
        cmocka_unit_test(a_channel_too_long_is_none),
        cmocka_unit_test(connect_may_bring_a_token),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
