/* SPDX-License-Identifier: MIT */
/* GET health, config, keepalive. */
#include "house.h"

#include <string.h>

#include "cache.h"
#include "clock.h"
#include "database.h"

void house_health(const struct services *services, struct request *request, struct reply *reply)
{
    struct database_answer answer;
    database_ask(services->database, DATABASE_HEALTH, NULL, request->arena, &answer);
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
}

void house_config(const struct services *services, struct request *request, struct reply *reply)
{
    struct database_answer answer;
    char etag[REPLY_ETAG_SIZE];
    cache_read(services->config, request->arena, clock_mono_ms(), &answer, etag);
    reply_answer(reply, request, &answer, "public, max-age=10", etag);
}

void house_keepalive(const struct services *services, struct request *request, struct reply *reply)
{
    (void)services;
    const char *body = arena_printf(request->arena, "{\"serverTime\":%lld}", (long long)clock_wall_ms());
    if (!body) body = "{}";
    reply_bytes(reply, "application/json", REPLY_CACHE_NEVER, body, strlen(body), NULL);
}

void house_fetch_config(void *context, struct arena *arena, struct database_answer *answer)
{
    database_ask(context, DATABASE_CONFIG, NULL, arena, answer);
}
