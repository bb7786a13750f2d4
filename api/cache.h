/* SPDX-License-Identifier: MIT */
/* One public answer kept in memory for a moment, so that a thousand clients who ask at once cost the database
 * one question. Never for anything that depends on who asks. */
#ifndef HIPPO_API_CACHE_H
#define HIPPO_API_CACHE_H

#include <stdint.h>

#include "arena.h"
#include "database.h"
#include "reply.h"

/* How old an answer may get when no newer one can be had. */
#define CACHE_STALE_MS 1000
/* How long a caller waits for another thread's question when there is no answer young enough. */
#define CACHE_WAIT_MS 500

struct cache;

/* Asks for the answer anew; called by one thread at a time. What it puts into *answer may live in `arena`. */
typedef void (*cache_fetch)(void *context, struct arena *arena, struct database_answer *answer);

/* `fresh_ms`: an answer younger than this is given without asking. Never fails. */
struct cache *cache_new(int64_t fresh_ms, cache_fetch fetch, void *context);
void cache_free(struct cache *cache);

/* The answer and its entity tag ("" when there is no text), copied into `arena`. When it is no longer fresh,
 * the first caller asks anew and the others get the last one, as long as it is under CACHE_STALE_MS old.
 * After that: the reason why there is no newer one (FAILED, REFUSED or AWAY). Any thread may call. */
void cache_read(struct cache *cache, struct arena *arena, int64_t now_ms, struct database_answer *answer,
                char etag[REPLY_ETAG_SIZE]);

#endif
