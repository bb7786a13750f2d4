/* SPDX-License-Identifier: MIT */
/* A copy under a lock, and a flag that a thread is fetching a newer one. */
#include "cache.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "log.h"

#define MESSAGE_MAX 256

struct cache {
    int64_t fresh_ms;
    cache_fetch fetch;
    void *context;

    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t fetched;
    bool is_fetching;
    int64_t tried_ms; /* when the last query began */
    /* The last good answer: text, or the fact that there is nothing. */
    bool has_copy;
    int64_t copied_ms; /* when its query began, so its age is never understated */
    char *text;        /* NULL: there is nothing */
    size_t length;
    char etag[REPLY_ETAG_SIZE];
    /* Why the last query failed. */
    bool has_failed;
    enum database_kind failure;
    char sqlstate[6];
    char message[MESSAGE_MAX];
};

static void refresh(struct cache *cache, struct arena *arena, int64_t now_ms);
static void store_answer(struct cache *cache, const struct database_answer *answer, int64_t now_ms);
static void wait_for_fetch(struct cache *cache);
static bool has_copy_under(const struct cache *cache, int64_t now_ms, int64_t age_ms);
static void answer_from_copy(const struct cache *cache, struct arena *arena, struct database_answer *answer);
static void answer_with_failure(const struct cache *cache, struct arena *arena,
                                struct database_answer *answer);

struct cache *cache_new(int64_t fresh_ms, cache_fetch fetch, void *context)
{
    struct cache *cache = calloc(1, sizeof *cache);
    if (!cache) fatal("reason=\"out of memory\"");
    *cache =
        (struct cache){.fresh_ms = fresh_ms, .fetch = fetch, .context = context, .tried_ms = INT64_MIN / 2};
    clock_init_condition(&cache->fetched);
    (void)pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void cache_free(struct cache *cache)
{
    if (!cache) return;
    (void)pthread_cond_destroy(&cache->fetched);
    (void)pthread_mutex_destroy(&cache->lock);
    free(cache->text);
    free(cache);
}

void cache_read(struct cache *cache, struct arena *arena, int64_t now_ms, struct database_answer *answer,
                char etag[REPLY_ETAG_SIZE])
{
    (void)pthread_mutex_lock(&cache->lock);
    if (!has_copy_under(cache, now_ms, cache->fresh_ms)) {
        int64_t began = clock_mono_ms();
        bool is_due = now_ms - cache->tried_ms >= cache->fresh_ms;
        if (!cache->is_fetching && is_due)
            refresh(cache, arena, now_ms);
        else if (cache->is_fetching && !cache->has_failed && !has_copy_under(cache, now_ms, CACHE_STALE_MS))
            /* After a failure nobody waits: if the database hangs, every thread would. */
            wait_for_fetch(cache);
        /* A copy that was young enough before a failed fetch may be too old after it. */
        if (cache->has_failed) now_ms += clock_mono_ms() - began;
    }
    etag[0] = '\0';
    if (has_copy_under(cache, now_ms, CACHE_STALE_MS)) {
        answer_from_copy(cache, arena, answer);
        memcpy(etag, cache->etag, REPLY_ETAG_SIZE);
    } else {
        answer_with_failure(cache, arena, answer);
    }
    (void)pthread_mutex_unlock(&cache->lock);
}

/* The caller holds the lock, which is released during the fetch. */
static void refresh(struct cache *cache, struct arena *arena, int64_t now_ms)
{
    struct database_answer answer = {.kind = DATABASE_UNAVAILABLE, .message = "", .detail = ""};
    cache->is_fetching = true;
    cache->tried_ms = now_ms;
    (void)pthread_mutex_unlock(&cache->lock);
    cache->fetch(cache->context, arena, &answer);
    (void)pthread_mutex_lock(&cache->lock);
    cache->is_fetching = false;
    store_answer(cache, &answer, now_ms);
    (void)pthread_cond_broadcast(&cache->fetched);
}

static void store_answer(struct cache *cache, const struct database_answer *answer, int64_t now_ms)
{
    char *text = NULL;
    cache->has_failed = answer->kind != DATABASE_TEXT && answer->kind != DATABASE_NOTHING;
    if (cache->has_failed) {
        cache->failure = answer->kind;
        (void)snprintf(cache->sqlstate, sizeof cache->sqlstate, "%s", answer->sqlstate);
        (void)snprintf(cache->message, sizeof cache->message, "%s", answer->message);
        return;
    }
    cache->etag[0] = '\0';
    if (answer->kind == DATABASE_TEXT) {
        text = malloc(answer->length + 1);
        if (!text) fatal("reason=\"out of memory\"");
        memcpy(text, answer->text, answer->length);
        text[answer->length] = '\0';
        reply_make_etag(cache->etag, text, answer->length);
    }
    free(cache->text);
    cache->text = text;
    cache->length = text ? answer->length : 0;
    cache->has_copy = true;
    cache->copied_ms = now_ms;
}

static void wait_for_fetch(struct cache *cache)
{
    int64_t deadline = clock_mono_ms() + CACHE_WAIT_MS;
    struct timespec until = clock_timespec(deadline);
    while (cache->is_fetching)
        if (pthread_cond_timedwait(&cache->fetched, &cache->lock, &until) == ETIMEDOUT) return;
}

static bool has_copy_under(const struct cache *cache, int64_t now_ms, int64_t age_ms)
{
    return cache->has_copy && now_ms - cache->copied_ms < age_ms;
}

static void answer_from_copy(const struct cache *cache, struct arena *arena, struct database_answer *answer)
{
    *answer = (struct database_answer){.kind = DATABASE_NOTHING, .message = "", .detail = ""};
    if (!cache->text) return;
    answer->text = arena_copy(arena, cache->text, cache->length);
    answer->length = cache->length;
    answer->kind = answer->text ? DATABASE_TEXT : DATABASE_FAILED;
    if (!answer->text) answer->message = "request memory used up";
}

static void answer_with_failure(const struct cache *cache, struct arena *arena,
                                struct database_answer *answer)
{
    *answer =
        (struct database_answer){.kind = DATABASE_UNAVAILABLE, .message = "no answer yet", .detail = ""};
    if (!cache->has_failed) return;
    const char *message = arena_copy(arena, cache->message, strlen(cache->message));
    answer->kind = cache->failure;
    answer->message = message ? message : "";
    (void)snprintf(answer->sqlstate, sizeof answer->sqlstate, "%s", cache->sqlstate);
}
