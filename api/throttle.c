/* SPDX-License-Identifier: MIT */
/* A leaky bucket for each key, in sets of a fixed table. Keys are hashed with a secret of this process, so that nobody can
 * choose whose set they share, and each is counted by itself: whoever shares a set with others can be forgotten because of
 * them, when the set is full, but never waits for them. */
#include "throttle.h"

#include <pthread.h>
#include <sodium.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define SETS 1024
#define SET_SIZE 8

struct bucket {
    uint64_t key;
    int64_t empty_ms; /* when it will be */
};

struct throttle {
    pthread_mutex_t lock;
    unsigned char secret[crypto_shorthash_KEYBYTES];
    int64_t burst_ms, forgive_ms;
    struct bucket sets[SETS][SET_SIZE];
};

static uint64_t hash(const struct throttle *throttle, const char *who);
static struct bucket *find(struct throttle *throttle, uint64_t key);

struct throttle *throttle_new(int failures, int64_t forgive_ms)
{
    struct throttle *throttle = calloc(1, sizeof *throttle);
    if (!throttle) fatal("reason=\"out of memory\"");
    (void)pthread_mutex_init(&throttle->lock, NULL);
    crypto_shorthash_keygen(throttle->secret);
    throttle->forgive_ms = forgive_ms;
    throttle->burst_ms = forgive_ms * failures;
    return throttle;
}

void throttle_free(struct throttle *throttle)
{
    if (!throttle) return;
    (void)pthread_mutex_destroy(&throttle->lock);
    free(throttle);
}

int64_t throttle_wait_ms(struct throttle *throttle, const char *who, int64_t now_ms)
{
    uint64_t key = hash(throttle, who);
    (void)pthread_mutex_lock(&throttle->lock);
    const struct bucket *bucket = find(throttle, key);
    int64_t debt_ms = bucket->key == key ? bucket->empty_ms - now_ms : 0;
    (void)pthread_mutex_unlock(&throttle->lock);
    int64_t over_ms = debt_ms - (throttle->burst_ms - throttle->forgive_ms);
    return over_ms > 0 ? over_ms : 0;
}

void throttle_note_failure(struct throttle *throttle, const char *who, int64_t now_ms)
{
    uint64_t key = hash(throttle, who);
    (void)pthread_mutex_lock(&throttle->lock);
    struct bucket *bucket = find(throttle, key);
    if (bucket->key != key) *bucket = (struct bucket){.key = key, .empty_ms = now_ms};
    int64_t from_ms = bucket->empty_ms > now_ms ? bucket->empty_ms : now_ms;
    bucket->empty_ms = from_ms + throttle->forgive_ms;
    /* Attempts already under way when the limit was reached must not lock the client out for hours. */
    if (bucket->empty_ms > now_ms + 2 * throttle->burst_ms)
        bucket->empty_ms = now_ms + 2 * throttle->burst_ms;
    (void)pthread_mutex_unlock(&throttle->lock);
}

static uint64_t hash(const struct throttle *throttle, const char *who)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t key;
    _Static_assert(sizeof bytes == sizeof key, "one word");
    (void)crypto_shorthash(bytes, (const unsigned char *)who, strlen(who), throttle->secret);
    memcpy(&key, bytes, sizeof key);
    return key;
}

/* The key's own bucket, or else the one of its set that is the first to be empty. */
static struct bucket *find(struct throttle *throttle, uint64_t key)
{
    struct bucket *set = throttle->sets[key % SETS], *first = &set[0];
    for (size_t i = 0; i < SET_SIZE; i++) {
        if (set[i].key == key) return &set[i];
        if (set[i].empty_ms < first->empty_ms) first = &set[i];
    }
    return first;
}
