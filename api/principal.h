/* SPDX-License-Identifier: MIT */
/* The authenticated user of a request. The database checks rights in every function itself; the roles cached here only
 * let the api refuse earlier, and save most requests a query. */
#ifndef HIPPO_API_PRINCIPAL_H
#define HIPPO_API_PRINCIPAL_H

#include <stdbool.h>
#include <stdint.h>

#include "database.h"
#include "problem.h"
#include "request.h"
#include "role.h"

/* How long a role is cached. */
#define PRINCIPAL_FRESH_MS 10000

struct principal_cache;

/* Never fails. */
struct principal_cache *principal_cache_new(void);
void principal_cache_free(struct principal_cache *principals);

/* True if the user of the request's token may use what is open to `wanted`. A refusal is never from the cache. False:
 * *answer when the database failed (its kind is not DATABASE_TEXT), else *fault. Any thread may call. */
bool principal_check(struct principal_cache *principals, struct database *database,
                     const struct request *request, enum role wanted, int64_t now_ms,
                     struct database_answer *answer, struct fault *fault) __attribute__((warn_unused_result));

/* Removes a token that was signed out from the cache. */
void principal_forget(struct principal_cache *principals, const struct token *token);

#endif
