/* SPDX-License-Identifier: MIT */
/* Rounds, public. */
#ifndef HIPPO_API_ROUNDS_H
#define HIPPO_API_ROUNDS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

/* From the cache, since all clients request it at the same moment. */
void rounds_current(const struct app_context *app, struct request *request, struct reply *reply);

void rounds_get(const struct app_context *app, struct request *request, struct reply *reply);
void rounds_film(const struct app_context *app, struct request *request, struct reply *reply);
void rounds_prices(const struct app_context *app, struct request *request, struct reply *reply);
void rounds_list(const struct app_context *app, struct request *request, struct reply *reply);
void rounds_proof(const struct app_context *app, struct request *request, struct reply *reply);

/* For the cache of rounds/current; `context` is the database. */
void rounds_fetch_current(void *context, struct arena *arena, struct database_answer *answer);

#endif
