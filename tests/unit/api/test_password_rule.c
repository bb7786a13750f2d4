/* SPDX-License-Identifier: MIT */
/* Which passwords may be set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "password_rule.h"

static void counts_characters_not_bytes(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096, 65536);
    struct request request = {.arena = arena};
    struct fault fault;
    char longest[2 * PASSWORD_LENGTH_MAX + 3];
    for (int i = 0; i < PASSWORD_LENGTH_MAX + 1; i++)
        memcpy(longest + 2 * i, "\303\251", 2);
    longest[2 * PASSWORD_LENGTH_MAX + 2] = '\0';
    assert_false(password_fits(longest));
    assert_false(password_check_new(&request, "password", longest, "anna", &fault));
    longest[2 * PASSWORD_LENGTH_MAX] = '\0';
    assert_true(password_fits(longest));
    assert_true(password_check_new(&request, "password", longest, "anna", &fault));
    assert_true(password_check_new(&request, "password", "k7#qPw2z", NULL, &fault));
    static const char *const bad[] = {NULL, "", "1234567", "\303\251\303\251\303\251\303\251"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(password_check_new(&request, "newPassword", bad[i], NULL, &fault));
        assert_int_equal(fault.problem, PROBLEM_BAD_PARAMETER);
        assert_string_equal(fault.parameter, "newPassword");
    }
    arena_free(arena);
}

static void knows_what_is_tried_first(void **state)
{
    (void)state;
    static const char *const common[] = {
        "12345678", "password", "PassWord1", "iloveyou",     "azertyuiop",   "qwertyuiop", "1q2w3e4r",
        "football", "sunshine", "88888888",  "zq9zq9zq9zq9", "azerazerazer", "motdepasse"};
    static const char *const others[] = {"a good password", "k7#qPw2z", "passwords are dull",
                                         "motdepasse de Marie"};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (password_find_flaw(common[i], "anna") != PASSWORD_FLAW_COMMON)
            fail_msg("%s was taken", common[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (password_find_flaw(others[i], "anna") != PASSWORD_FLAWLESS) fail_msg("%s was refused", others[i]);
}

static void a_password_is_more_than_the_name(void **state)
{
    (void)state;
    static const struct {
        const char *password, *username;
        enum password_flaw flaw;
    } rows[] = {
        {"marie-claire", "marie-claire", PASSWORD_FLAW_NAME},
        {"Marie-Claire", "marie-claire", PASSWORD_FLAW_NAME},
        {"annaanna2026", "anna", PASSWORD_FLAW_NAME},
        {"2026ANNA!", "anna", PASSWORD_FLAW_NAME},
        {"anna\303\251\303\251\303\251\303\251", "anna", PASSWORD_FLAW_NAME},
        {"anna and the horses", "anna", PASSWORD_FLAWLESS},
        {"hannah12z", "anna", PASSWORD_FLAW_NAME},
        {"the first admin's own", "admin", PASSWORD_FLAWLESS},
        {"marie-claire", NULL, PASSWORD_FLAWLESS},
        {"marie-claire", "", PASSWORD_FLAWLESS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (password_find_flaw(rows[i].password, rows[i].username) != rows[i].flaw)
            fail_msg("%s of %s", rows[i].password, rows[i].username);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_characters_not_bytes),
        cmocka_unit_test(knows_what_is_tried_first),
        cmocka_unit_test(a_password_is_more_than_the_name),
    };
    return cmocka_run_group_tests_name("password_rule", tests, NULL, NULL);
}
