/* SPDX-License-Identifier: MIT */
/* Questions about the house itself: is it well, how is it set, what time is it. */
#ifndef HIPPO_API_HEALTH_H
#define HIPPO_API_HEALTH_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

/* Asks the database each time: a health answer from memory would be a lie. */
void health_get(const struct app_context *app, struct request *request, struct reply *reply);

void health_config(const struct app_context *app, struct request *request, struct reply *reply);

/* Never touches the database: clients set their clocks by it, and routers watch it. */
void health_keepalive(const struct app_context *app, struct request *request, struct reply *reply);

/* For the cache of `config`; `context` is the database. */
void health_fetch_config(void *context, struct arena *arena, struct database_answer *answer);

#endif
