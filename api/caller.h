/* SPDX-License-Identifier: MIT */
/* Who asks. The database decides for every call whether somebody is signed in and may do what they ask; what is
 * remembered here only gives the same refusal earlier, and spares most requests the question. */
#ifndef HIPPO_API_CALLER_H
#define HIPPO_API_CALLER_H

#include <stdbool.h>
#include <stdint.h>

#include "database.h"
#include "problem.h"
#include "request.h"
#include "role.h"

/* A role may be so old. */
#define CALLER_FRESH_MS 10000

struct callers;

/* Never fails. */
struct callers *callers_new(void);
void callers_free(struct callers *callers);

/* May whoever carries the request's token use what is open to `wanted`? A no is never from memory. False:
 * `*answer` when the database could not say (kind is not DATABASE_TEXT), else *fault. Any thread may call. */
bool caller_check(struct callers *callers, struct database *database, const struct request *request,
                  enum role wanted, int64_t now_ms, struct database_answer *answer, struct fault *fault)
    __attribute__((warn_unused_result));

/* This token is no longer what it was: signed out. */
void caller_forget(struct callers *callers, const struct token *token);

#endif
