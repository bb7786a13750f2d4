/* SPDX-License-Identifier: MIT */
/* One question for a thousand callers; never an old answer for a new one; never a wait without hope. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cache.h"
#include "clock.h"

#define FRESH_MS 100

/* The database's part: gives the number of the question as its answer, or what it is told to give. */
struct source {
    atomic_int questions;
    atomic_int under_way;
    atomic_int most_under_way;
    _Atomic enum database_kind kind;
    atomic_bool is_held; /* keeps whoever asks until it is let go */
};

static void fetch(void *context, struct arena *arena, struct database_answer *answer)
{
    struct source *source = context;
    int n = ++source->questions;
    int now = ++source->under_way;
    if (now > source->most_under_way) source->most_under_way = now;
    while (source->is_held)
        clock_sleep_until(clock_mono_ms() + 1);
    *answer = (struct database_answer){.kind = source->kind, .message = "reason", .detail = ""};
    if (answer->kind == DATABASE_TEXT) {
        answer->text = arena_printf(arena, "answer %d", n);
        answer->length = strlen(answer->text);
    }
    if (answer->kind == DATABASE_FAILED) memcpy(answer->sqlstate, "XX000", 6);
    source->under_way--;
}

struct fixture {
    struct source source;
    struct cache *cache;
    struct arena *arena;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->source.kind = DATABASE_TEXT;
    f->cache = cache_new(FRESH_MS, fetch, &f->source);
    f->arena = arena_new(1024, 65536);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    cache_free(f->cache);
    arena_free(f->arena);
    free(f);
    return 0;
}

static struct database_answer read_at(struct fixture *f, int64_t now_ms)
{
    struct database_answer answer;
    char etag[REPLY_ETAG_SIZE];
    cache_read(f->cache, f->arena, now_ms, &answer, etag);
    if (answer.kind == DATABASE_TEXT) {
        char wanted[REPLY_ETAG_SIZE];
        reply_make_etag(wanted, answer.text, answer.length);
        assert_string_equal(etag, wanted);
    } else {
        assert_string_equal(etag, "");
    }
    return answer;
}

static void asks_once_while_fresh(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(read_at(f, 1000).text, "answer 1");
    assert_string_equal(read_at(f, 1000).text, "answer 1");
    assert_string_equal(read_at(f, 1000 + FRESH_MS - 1).text, "answer 1");
    assert_int_equal(f->source.questions, 1);
    assert_string_equal(read_at(f, 1000 + FRESH_MS).text, "answer 2");
}

static void keeps_that_there_is_nothing(void **state)
{
    struct fixture *f = *state;
    f->source.kind = DATABASE_NOTHING;
    assert_int_equal(read_at(f, 1000).kind, DATABASE_NOTHING);
    assert_int_equal(read_at(f, 1050).kind, DATABASE_NOTHING);
    assert_int_equal(f->source.questions, 1);
    f->source.kind = DATABASE_TEXT;
    assert_string_equal(read_at(f, 1100).text, "answer 2");
    f->source.kind = DATABASE_NOTHING;
    assert_int_equal(read_at(f, 1200).kind, DATABASE_NOTHING);
}

static void gives_the_last_answer_for_a_second(void **state)
{
    struct fixture *f = *state;
    (void)read_at(f, 1000);
    f->source.kind = DATABASE_UNAVAILABLE;
    assert_string_equal(read_at(f, 1100).text, "answer 1");
    assert_string_equal(read_at(f, 1000 + CACHE_STALE_MS - 1).text, "answer 1");
    struct database_answer gone = read_at(f, 1000 + CACHE_STALE_MS);
    assert_int_equal(gone.kind, DATABASE_UNAVAILABLE);
    assert_string_equal(gone.message, "reason");
    f->source.kind = DATABASE_FAILED;
    struct database_answer failed = read_at(f, 3000);
    assert_int_equal(failed.kind, DATABASE_FAILED);
    assert_string_equal(failed.sqlstate, "XX000");
    f->source.kind = DATABASE_TEXT;
    assert_int_equal(read_at(f, 4000).kind, DATABASE_TEXT);
}

static void does_not_hammer_a_database_that_is_away(void **state)
{
    struct fixture *f = *state;
    f->source.kind = DATABASE_UNAVAILABLE;
    for (int64_t now = 1000; now < 2000; now++)
        assert_int_equal(read_at(f, now).kind, DATABASE_UNAVAILABLE);
    assert_int_equal(f->source.questions, 1000 / FRESH_MS);
}

struct caller {
    struct fixture *f;
    int64_t now_ms;
    enum database_kind kind;
    char text[32];
    int64_t took_ms;
};

static void *binding(void *argument)
{
    struct caller *caller = argument;
    struct arena *arena = arena_new(1024, 65536);
    struct database_answer answer;
    char etag[REPLY_ETAG_SIZE];
    int64_t began = clock_mono_ms();
    cache_read(caller->f->cache, arena, caller->now_ms, &answer, etag);
    caller->took_ms = clock_mono_ms() - began;
    caller->kind = answer.kind;
    if (answer.kind == DATABASE_TEXT) (void)snprintf(caller->text, sizeof caller->text, "%s", answer.text);
    arena_free(arena);
    return NULL;
}

static void start_and_await_question(struct caller *caller, pthread_t *thread)
{
    assert_int_equal(pthread_create(thread, NULL, binding, caller), 0);
    while (caller->f->source.under_way == 0)
        clock_sleep_until(clock_mono_ms() + 1);
}

static void the_others_get_the_last_answer_meanwhile(void **state)
{
    struct fixture *f = *state;
    struct caller asker = {.f = f, .now_ms = 1200}, other = {.f = f, .now_ms = 1201};
    pthread_t thread;
    (void)read_at(f, 1000);
    f->source.is_held = true;
    start_and_await_question(&asker, &thread);
    (void)binding(&other);
    assert_string_equal(other.text, "answer 1");
    f->source.is_held = false;
    (void)pthread_join(thread, NULL);
    assert_string_equal(asker.text, "answer 2");
}

static void the_first_answer_is_waited_for(void **state)
{
    struct fixture *f = *state;
    struct caller asker = {.f = f, .now_ms = 1000}, other = {.f = f, .now_ms = 1001};
    pthread_t thread, second;
    f->source.is_held = true;
    start_and_await_question(&asker, &thread);
    assert_int_equal(pthread_create(&second, NULL, binding, &other), 0);
    clock_sleep_until(clock_mono_ms() + 20);
    f->source.is_held = false;
    (void)pthread_join(thread, NULL);
    (void)pthread_join(second, NULL);
    assert_string_equal(other.text, "answer 1");
    assert_int_equal(f->source.questions, 1);
}

static void nobody_waits_without_hope(void **state)
{
    struct fixture *f = *state;
    struct caller asker = {.f = f, .now_ms = 2000}, other = {.f = f, .now_ms = 2001};
    pthread_t thread;
    f->source.kind = DATABASE_UNAVAILABLE;
    (void)read_at(f, 1000);
    f->source.is_held = true;
    start_and_await_question(&asker, &thread);
    (void)binding(&other);
    assert_int_equal(other.kind, DATABASE_UNAVAILABLE);
    assert_in_range(other.took_ms, 0, CACHE_WAIT_MS / 2);
    f->source.is_held = false;
    (void)pthread_join(thread, NULL);
}

static void patience_ends(void **state)
{
    struct fixture *f = *state;
    struct caller asker = {.f = f, .now_ms = 1000}, other = {.f = f, .now_ms = 1001};
    pthread_t thread;
    f->source.is_held = true;
    start_and_await_question(&asker, &thread);
    (void)binding(&other);
    assert_int_equal(other.kind, DATABASE_UNAVAILABLE);
    assert_true(other.took_ms >= CACHE_WAIT_MS - 1);
    f->source.is_held = false;
    (void)pthread_join(thread, NULL);
}

static void an_answer_may_age_too_much_while_asking(void **state)
{
    struct fixture *f = *state;
    (void)read_at(f, 1000);
    f->source.kind = DATABASE_UNAVAILABLE;
    f->source.is_held = true;
    struct caller asker = {.f = f, .now_ms = 1000 + CACHE_STALE_MS - 20};
    pthread_t thread;
    start_and_await_question(&asker, &thread);
    clock_sleep_until(clock_mono_ms() + 30);
    f->source.is_held = false;
    (void)pthread_join(thread, NULL);
    assert_int_equal(asker.kind, DATABASE_UNAVAILABLE);
}

#define HAMMER_THREADS 8
#define HAMMER_MS 400

struct hammer {
    struct fixture *f;
    int64_t end_ms, last_ms; /* the last reading's clock */
    bool is_right;
    pthread_t thread;
};

static void *hammer(void *argument)
{
    struct hammer *h = argument;
    struct arena *arena = arena_new(1024, 65536);
    int last = 0;
    h->is_right = true;
    do {
        struct database_answer answer;
        char etag[REPLY_ETAG_SIZE], wanted[REPLY_ETAG_SIZE];
        h->last_ms = clock_mono_ms();
        cache_read(h->f->cache, arena, h->last_ms, &answer, etag);
        h->is_right = answer.kind == DATABASE_TEXT;
        if (!h->is_right) break;
        int n = (int)strtol(answer.text + strlen("answer "), NULL, 10);
        reply_make_etag(wanted, answer.text, answer.length);
        h->is_right = n >= last && strcmp(etag, wanted) == 0;
        last = n;
        arena_reset(arena);
    } while (h->is_right && h->last_ms < h->end_ms);
    arena_free(arena);
    return NULL;
}

/* Run it under ThreadSanitizer, too: make SANITIZE=thread build/thread/unit/api/test_cache. */
static void stands_a_herd(void **state)
{
    struct fixture *f = *state;
    cache_free(f->cache);
    f->cache = cache_new(5, fetch, &f->source);
    struct hammer hammers[HAMMER_THREADS];
    int64_t start_ms = clock_mono_ms(), last_ms = start_ms;
    for (size_t i = 0; i < HAMMER_THREADS; i++) {
        hammers[i] = (struct hammer){.f = f, .end_ms = start_ms + HAMMER_MS};
        assert_int_equal(pthread_create(&hammers[i].thread, NULL, hammer, &hammers[i]), 0);
    }
    for (size_t i = 0; i < HAMMER_THREADS; i++) {
        (void)pthread_join(hammers[i].thread, NULL);
        assert_true(hammers[i].is_right);
        if (hammers[i].last_ms > last_ms) last_ms = hammers[i].last_ms;
    }
    assert_int_equal(f->source.most_under_way, 1);
    /* By the callers' own clocks, however late a busy machine let a thread run. */
    assert_in_range(f->source.questions, 2, (last_ms - start_ms) / 5 + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(asks_once_while_fresh, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_that_there_is_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gives_the_last_answer_for_a_second, set_up, tear_down),
        cmocka_unit_test_setup_teardown(does_not_hammer_a_database_that_is_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_others_get_the_last_answer_meanwhile, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_first_answer_is_waited_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_waits_without_hope, set_up, tear_down),
        cmocka_unit_test_setup_teardown(patience_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_answer_may_age_too_much_while_asking, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stands_a_herd, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
