/* SPDX-License-Identifier: MIT */
/* One public answer cached for a short time, so that a thousand requests at once cost the database one query. Never for
 * an answer that depends on the user. */
#ifndef HIPPO_API_CACHE_H
#define HIPPO_API_CACHE_H

#include <stdint.h>

#include "arena.h"
#include "database.h"
#include "reply.h"

/* How old an answer may be when the database gives no newer one. */
#define CACHE_STALE_MS 1000
/* How long a caller waits for another thread's query when there is no answer under CACHE_STALE_MS old. */
#define CACHE_WAIT_MS 500

struct cache;

/* Queries the database; called by one thread at a time. What it puts into *answer may live in `arena`. */
typedef void (*cache_fetch)(void *context, struct arena *arena, struct database_answer *answer);

/* `fresh_ms`: a younger answer is given without a query. Never fails. */
struct cache *cache_new(int64_t fresh_ms, cache_fetch fetch, void *context);
void cache_free(struct cache *cache);

/* The answer and its entity tag ("" when there is no text), copied into `arena`. When it is no longer fresh,
 * the first caller runs the query and the others get the last answer, as long as it is under CACHE_STALE_MS old. After
 * that: why there is no newer one (FAILED, REFUSED or UNAVAILABLE). Any thread may call. */
void cache_read(struct cache *cache, struct arena *arena, int64_t now_ms, struct database_answer *answer,
                char etag[REPLY_ETAG_SIZE]);

#endif
