/* SPDX-License-Identifier: MIT */
/* Argon2id, one after the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "password.h"

static void knows_its_own(void **state)
{
    (void)state;
    char hash[PASSWORD_HASH_SIZE];
    assert_int_equal(password_make(hash, "correct horse"), PASSWORD_GOOD);
    assert_memory_equal(hash, "$argon2id$", 10);
    assert_int_equal(password_verify(hash, "correct horse"), PASSWORD_GOOD);
    assert_int_equal(password_verify(hash, "correct hors"), PASSWORD_BAD);
    assert_int_equal(password_verify("", "x"), PASSWORD_BAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_its_own),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
