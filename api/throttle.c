/* SPDX-License-Identifier: MIT */
/* A leaky bucket for each slot of a table; keys are hashed with a secret of this process, so that clients cannot choose
 * whose slot they share. Two that share one by chance are counted together: memory stays fixed. */
#include "throttle.h"

#include <pthread.h>
#include <sodium.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define SLOTS 4096

struct throttle {
    pthread_mutex_t lock;
    unsigned char key[crypto_shorthash_KEYBYTES];
    int64_t burst_ms, forgive_ms;
    int64_t paid_ms[SLOTS]; /* when the bucket will be empty */
};

static int64_t *slot(struct throttle *throttle, const char *who);

struct throttle *throttle_new(int failures, int64_t forgive_ms)
{
    struct throttle *throttle = calloc(1, sizeof *throttle);
    if (!throttle) fatal("reason=\"out of memory\"");
    (void)pthread_mutex_init(&throttle->lock, NULL);
    crypto_shorthash_keygen(throttle->key);
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
    (void)pthread_mutex_lock(&throttle->lock);
    int64_t debt_ms = *slot(throttle, who) - now_ms;
    (void)pthread_mutex_unlock(&throttle->lock);
    int64_t over_ms = debt_ms - (throttle->burst_ms - throttle->forgive_ms);
    return over_ms > 0 ? over_ms : 0;
}

void throttle_note_failure(struct throttle *throttle, const char *who, int64_t now_ms)
{
    (void)pthread_mutex_lock(&throttle->lock);
    int64_t *paid_ms = slot(throttle, who);
    int64_t from_ms = *paid_ms > now_ms ? *paid_ms : now_ms;
    *paid_ms = from_ms + throttle->forgive_ms;
    /* Attempts already under way when the limit was reached must not lock the client out for hours. */
    if (*paid_ms > now_ms + 2 * throttle->burst_ms) *paid_ms = now_ms + 2 * throttle->burst_ms;
    (void)pthread_mutex_unlock(&throttle->lock);
}

static int64_t *slot(struct throttle *throttle, const char *who)
{
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t number;
    _Static_assert(sizeof hash == sizeof number, "one word");
    (void)crypto_shorthash(hash, (const unsigned char *)who, strlen(who), throttle->key);
    memcpy(&number, hash, sizeof number);
    return &throttle->paid_ms[number % SLOTS];
}
