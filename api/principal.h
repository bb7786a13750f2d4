/* SPDX-License-Identifier: MIT */
/* Who asks. The database decides for every call whether somebody is signed in and may do what they ask; what is
 * remembered here only gives the same refusal earlier, and spares most requests the question. */
#ifndef HIPPO_API_PRINCIPAL_H
#define HIPPO_API_PRINCIPAL_H

#include <stdbool.h>
#include <stdint.h>

#include "database.h"
#include "problem.h"
#include "request.h"
#include "role.h"

/* A role may be so old. */
#define PRINCIPAL_FRESH_MS 10000

struct principal_cache;

/* Never fails. */
struct principal_cache *principal_cache_new(void);
void principal_cache_free(struct principal_cache *principals);

/* May whoever carries the request's token use what is open to `wanted`? A no is never from memory. False:
 * `*answer` when the database could not say (kind is not DATABASE_TEXT), else *fault. Any thread may call. */
bool principal_check(struct principal_cache *principals, struct database *database,
                     const struct request *request, enum role wanted, int64_t now_ms,
                     struct database_answer *answer, struct fault *fault) __attribute__((warn_unused_result));

/* This token is no longer what it was: signed out. */
void principal_forget(struct principal_cache *principals, const struct token *token);

#endif
