/* SPDX-License-Identifier: MIT */
/* The query string, argument by argument. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/client_request.h"

static struct request parse(const char *const *arguments)
{
    struct request request;
    request_begin(&request);
    for (; *arguments; arguments++)
        request_argument(&request, *arguments, strlen(*arguments));
    return request;
}

#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})

static void nothing_is_asked_by_default(void **state)
{
    (void)state;
    struct request request = PARSE("debug=1", "offsets=7", "Offset=7");
    assert_false(request.has_offset);
    assert_string_equal(request.epoch, "");
}

static void offset_and_epoch_are_taken(void **state)
{
    (void)state;
    struct request request = PARSE("offset=12", "x=y", "epoch=abc123");
    assert_true(request.has_offset);
    assert_true(request.is_resumable);
    assert_int_equal(request.offset, 12);
    assert_string_equal(request.epoch, "abc123");
}

static void the_last_of_a_name_counts(void **state)
{
    (void)state;
    assert_int_equal(PARSE("offset=12", "offset=13").offset, 13);
}

static void the_largest_offset_is_javascripts(void **state)
{
    (void)state;
    assert_true(PARSE("offset=9007199254740991").is_resumable);
    assert_int_equal(PARSE("offset=9007199254740991").offset, INT64_C(9007199254740991));
    assert_false(PARSE("offset=9007199254740992").is_resumable);
}

static void what_is_no_offset_resumes_nothing(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "offset=",   "offset=-1",  "offset=+1",  "offset= 1",
        "offset=1 ", "offset=0x1", "offset=1e3", "offset=99999999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct request request = PARSE(bad[i]);
        assert_true(request.has_offset);
        assert_false(request.is_resumable);
    }
}

static void an_epoch_has_a_limit(void **state)
{
    (void)state;
    char argument[6 + REQUEST_EPOCH_MAX + 1] = "epoch=";
    memset(argument + 6, 'e', REQUEST_EPOCH_MAX);
    assert_false(PARSE("offset=1", argument).is_resumable);
    argument[6 + REQUEST_EPOCH_MAX - 1] = '\0';
    assert_true(PARSE("offset=1", argument).is_resumable);
    struct request request;
    request_begin(&request);
    request_argument(&request, "epoch=a\0b", 9);
    assert_false(request.is_resumable);
}

static void private_channels_are_taken_with_their_positions(void **state)
{
    (void)state;
    struct request request = PARSE("channel=till:3", "channel=race", "channel=admin,17,abc",
                                   "channel=till:4,x,abc", "channel=till:5,9");
    assert_false(request.is_unknown_channel);
    assert_int_equal(request.channel_count, 4);
    assert_string_equal(request.channels[0].name, "till:3");
    assert_false(request.channels[0].position.is_given);
    assert_string_equal(request.channels[1].name, "admin");
    assert_true(request.channels[1].position.is_given && request.channels[1].position.is_good);
    assert_int_equal(request.channels[1].position.offset, 17);
    assert_string_equal(request.channels[1].position.epoch, "abc");
    assert_true(request.channels[2].position.is_given);
    assert_false(request.channels[2].position.is_good);
    assert_true(request.channels[3].position.is_good);
    assert_string_equal(request.channels[3].position.epoch, "");
}

static void other_channels_are_unknown(void **state)
{
    (void)state;
    static const char *const names[] = {"channel=",       "channel=till:",      "channel=till:03",
                                        "channel=till:x", "channel=races",      "channel=till:1234567890",
                                        "channel=ADMIN",  "channel=admin ,1,x", "channel=,1,x"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct request request = PARSE(names[i]);
        if (!request.is_unknown_channel || request.channel_count != 0) fail_msg("%s was taken", names[i]);
    }
}

static void so_many_channels_and_no_more(void **state)
{
    (void)state;
    struct request request;
    request_begin(&request);
    for (int i = 0; i < REQUEST_CHANNELS_MAX; i++)
        request_argument(&request, "channel=admin", 13);
    assert_false(request.is_unknown_channel);
    request_argument(&request, "channel=admin", 13);
    assert_true(request.is_unknown_channel);
    assert_int_equal(request.channel_count, REQUEST_CHANNELS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_asked_by_default),
        cmocka_unit_test(offset_and_epoch_are_taken),
        cmocka_unit_test(the_last_of_a_name_counts),
        cmocka_unit_test(the_largest_offset_is_javascripts),
        cmocka_unit_test(what_is_no_offset_resumes_nothing),
        cmocka_unit_test(an_epoch_has_a_limit),
        cmocka_unit_test(private_channels_are_taken_with_their_positions),
        cmocka_unit_test(other_channels_are_unknown),
        cmocka_unit_test(so_many_channels_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
