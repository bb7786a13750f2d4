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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_its_own),
        cmocka_unit_test(a_crowd_takes_turns),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
