/* SPDX-License-Identifier: MIT */
/* Questions about the house itself: is it well, how is it set, what time is it. */
#ifndef HIPPO_API_HOUSE_H
#define HIPPO_API_HOUSE_H

#include "reply.h"
#include "request.h"
#include "services.h"

/* Asks the database each time: a health answer from memory would be a lie. */
void house_health(const struct services *services, struct request *request, struct reply *reply);

void house_config(const struct services *services, struct request *request, struct reply *reply);

/* Never touches the database: clients set their clocks by it, and routers watch it. */
void house_keepalive(const struct services *services, struct request *request, struct reply *reply);

/* For the cache of `config`; `context` is the database. */
void house_fetch_config(void *context, struct arena *arena, struct database_answer *answer);

#endif
