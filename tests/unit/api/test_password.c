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
#include "clock.h"
#include "password.h"

static void knows_its_own(void **state)
{
    (void)state;
    char hash[PASSWORD_HASH_SIZE];
    assert_int_equal(password_make(hash, "correct horse"), PASSWORD_GOOD);
    assert_memory_equal(hash, "$argon2id$", 10);
    assert_int_equal(password_verify(hash, "correct horse", true), PASSWORD_GOOD);
    assert_int_equal(password_verify(hash, "correct hors", true), PASSWORD_BAD);
    assert_int_equal(password_verify("", "x", false), PASSWORD_BAD);
}

static void *verify(void *result)
{
    /* The hash of nothing in particular: the answer is no, after the usual time. */
    static const char hash[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZSBkZWNveSBzYWx0IQ$"
                               "9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ";
    *(enum password_result *)result = password_verify(hash, "guess", false);
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

/* Strangers fill all the places that they may have; somebody who is known is checked next. */
static void who_is_known_goes_before_strangers(void **state)
{
    (void)state;
    enum { STRANGERS = PASSWORD_STRANGERS_MAX + PASSWORD_JOBS + 10, KNOWN = 4 };
    pthread_t threads[STRANGERS];
    enum password_result results[STRANGERS];
    for (int i = 0; i < STRANGERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, verify, &results[i]), 0);
    int64_t began_ms = clock_mono_ms();
    for (int i = 0; i < KNOWN; i++)
        assert_int_equal(password_verify("", "x", true), PASSWORD_BAD);
    int64_t known_ms = clock_mono_ms() - began_ms;
    for (int i = 0; i < STRANGERS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    int64_t all_ms = clock_mono_ms() - began_ms;
    if (known_ms > all_ms * 3 / 4) fail_msg("%d ms of %d", (int)known_ms, (int)all_ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_its_own),
        cmocka_unit_test(a_crowd_takes_turns),
        cmocka_unit_test(who_is_known_goes_before_strangers),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
