/* SPDX-License-Identifier: MIT */
/* Health, public configuration and server time. */
#ifndef HIPPO_API_HEALTH_H
#define HIPPO_API_HEALTH_H

#include "app_context.h"
#include "reply.h"
#include "request.h"
#include "sentence.h"

/* Queries the database each time: a cached answer would say nothing about its health. */
void health_get(const struct app_context *app, struct request *request, struct reply *reply);

void health_config(const struct app_context *app, struct request *request, struct reply *reply);

/* Never uses the database: clients synchronise their clocks with it, and routers probe it. */
void health_keepalive(const struct app_context *app, struct request *request, struct reply *reply);

/* For the cache of `config`; `context` is the database. */
void health_fetch_config(void *context, struct arena *arena, struct database_answer *answer);

/* For sentences: the house's currency, from its config; `context` is the request. */
void health_read_money(struct sentence_money *money, const void *context);

#endif
