/* SPDX-License-Identifier: MIT */
/* Argon2id, one after the other. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
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

static void *verify(void *result)
{
    /* The hash of nothing in particular: the answer is no, after the usual time. */
    static const char hash[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$"
                               "9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ";
    *(enum password_result *)result = password_verify(hash, "guess");
    return NULL;
}

/* More than may wait: each is answered, some with "busy", and the queue is empty afterwards. */
static void a_crowd_takes_turns(void **state)
{
    (void)state;
    enum { CROWD = PASSWORD_WAITING_MAX + PASSWORD_JOBS + 30 };
    pthread_t threads[CROWD];
    enum password_result results[CROWD];
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, verify, &results[i]), 0);
    int bad = 0, busy = 0;
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        if (results[i] == PASSWORD_BAD) bad++;
        if (results[i] == PASSWORD_BUSY) busy++;
    }
    assert_int_equal(bad + busy, CROWD);
    assert_true(bad >= PASSWORD_JOBS);
    assert_true(busy > 0);
    enum password_result last;
    (void)verify(&last);
    assert_int_equal(last, PASSWORD_BAD);
}

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
    assert_false(password_check_new(&request, "password", longest, &fault));
    longest[2 * PASSWORD_LENGTH_MAX] = '\0';
    assert_true(password_fits(longest));
    assert_true(password_check_new(&request, "password", longest, &fault));
    assert_true(password_check_new(&request, "password", "12345678", &fault));
    static const char *const bad[] = {NULL, "", "1234567", "\303\251\303\251\303\251\303\251"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(password_check_new(&request, "newPassword", bad[i], &fault));
        assert_string_equal(fault.parameter, "newPassword");
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_its_own),
        cmocka_unit_test(a_crowd_takes_turns),
        cmocka_unit_test(counts_characters_not_bytes),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
