/* SPDX-License-Identifier: MIT */
/* The query string, argument by argument. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "request.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_asked_by_default),
        cmocka_unit_test(offset_and_epoch_are_taken),
        cmocka_unit_test(the_last_of_a_name_counts),
        cmocka_unit_test(the_largest_offset_is_javascripts),
        cmocka_unit_test(what_is_no_offset_resumes_nothing),
        cmocka_unit_test(an_epoch_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
