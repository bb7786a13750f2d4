/* SPDX-License-Identifier: MIT */
/* Keys and fingerprints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "idempotency.h"

static void takes_keys_of_its_form_only(void **state)
{
    (void)state;
    struct fault fault;
    struct arena *arena = arena_new(256, 4096);
    static const char *const good[] = {"12345678", "a.b-c_d:E", "7f9c2ba4-e88f-4ea4-b5ab-1c2d3e4f5061",
                                       "0123456789012345678901234567890123456789012345678901234567890123"};
    static const char *const bad[] = {
        "1234567",      "12345678 ",   "1234567\xc3\xa9",
        "abc/defg",     "\"12345678",  "01234567890123456789012345678901234567890123456789012345678901234",
        "12345678\"",   "\"1234567\"", "\"\"12345678\"\"",
        "\"",           "\"\"",        "\"12345678\";a=1",
        "\"1234\"678\""};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_string_equal(idempotency_key_read(arena, good[i], &fault), good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (idempotency_key_read(arena, bad[i], &fault)) fail_msg("%s was taken", bad[i]);
        assert_int_equal(fault.problem, PROBLEM_KEY_BAD);
    }
    assert_null(idempotency_key_read(arena, NULL, &fault));
    assert_int_equal(fault.problem, PROBLEM_KEY_MISSING);
    assert_null(idempotency_key_read(arena, "", &fault));
    assert_int_equal(fault.problem, PROBLEM_KEY_MISSING);
    arena_free(arena);
}

static void a_key_in_quotation_marks_is_the_same_key(void **state)
{
    (void)state;
    struct fault fault;
    struct arena *arena = arena_new(256, 256), *full = arena_new(64, 64);
    assert_string_equal(idempotency_key_read(arena, "\"12345678\"", &fault), "12345678");
    assert_string_equal(
        idempotency_key_read(arena, "\"0123456789012345678901234567890123456789012345678901234567890123\"",
                             &fault),
        "0123456789012345678901234567890123456789012345678901234567890123");
    assert_null(idempotency_key_read(
        full, "\"0123456789012345678901234567890123456789012345678901234567890123\"", &fault));
    assert_int_equal(fault.problem, PROBLEM_INTERNAL_ERROR);
    arena_free(full);
    arena_free(arena);
}

static void fingerprints_method_path_and_body(void **state)
{
    (void)state;
    char one[IDEMPOTENCY_FINGERPRINT_SIZE], two[IDEMPOTENCY_FINGERPRINT_SIZE];
    idempotency_fingerprint(one, "POST", "/api/v1/tickets", "{}", 2);
    /* printf 'POST /api/v1/tickets\n{}' | sha256sum */
    assert_string_equal(one, "\\x512187705f944213c01f12665ea7d85e9a602c9c42799bd2e9cf0249ebf64cd3");
    idempotency_fingerprint(two, "POST", "/api/v1/tickets", "{ }", 3);
    assert_string_not_equal(one, two);
    idempotency_fingerprint(two, "POST", "/api/v1/ticket", "s\n{}", 4);
    assert_string_not_equal(one, two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_keys_of_its_form_only),
        cmocka_unit_test(a_key_in_quotation_marks_is_the_same_key),
        cmocka_unit_test(fingerprints_method_path_and_body),
    };
    return cmocka_run_group_tests_name("idempotency", tests, NULL, NULL);
}
