/* SPDX-License-Identifier: MIT */
/* GET health, config, keepalive. */
#include "health.h"

#include <json-c/json.h>
#include <string.h>

#include "cache.h"
#include "clock.h"
#include "database.h"
#include "facts.h"
#include "replica.h"

static void add_reports(const struct app_context *app, struct request *request,
                        struct database_answer *answer);

void health_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    struct database_answer answer;
    const char *now = arena_printf(request->arena, "%lld", (long long)clock_wall_ms());
    database_query(app->database, DATABASE_HEALTH, (const char *const[]){now}, request->arena, &answer);
    add_reports(app, request, &answer);
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
}

void health_config(const struct app_context *app, struct request *request, struct reply *reply)
{
    struct database_answer answer;
    char etag[REPLY_ETAG_SIZE];
    cache_read(app->config, request->arena, clock_mono_ms(), &answer, etag);
    reply_answer(reply, request, &answer, "public, max-age=10", etag);
}

void health_keepalive(const struct app_context *app, struct request *request, struct reply *reply)
{
    (void)app;
    const char *body = arena_printf(request->arena, "{\"serverTime\":%lld}", (long long)clock_wall_ms());
    if (!body) body = "{}";
    reply_bytes(reply, "application/json", REPLY_CACHE_NEVER, body, strlen(body), NULL);
}

void health_fetch_config(void *context, struct arena *arena, struct database_answer *answer)
{
    database_query(context, DATABASE_CONFIG, NULL, arena, answer);
}

void health_read_money(struct sentence_money *money, const void *context)
{
    const struct request *request = context;
    struct database_answer answer;
    char etag[REPLY_ETAG_SIZE];
    cache_read(request->config, request->arena, clock_mono_ms(), &answer, etag);
    if (answer.kind != DATABASE_TEXT) return;
    struct json_object *config = json_tokener_parse(answer.text);
    const char *currency = facts_text(config, "currency");
    if (*currency) money->currency = arena_copy(request->arena, currency, strlen(currency));
    money->digits = (int)facts_number(config, "currencyDigits");
    json_object_put(config);
}

/* What only this process knows: whether its replica answers. */
static void add_reports(const struct app_context *app, struct request *request,
                        struct database_answer *answer)
{
    struct replica *replica = database_replica(app->database);
    const char *because;
    if (answer->kind != DATABASE_TEXT || !replica) return;
    bool answers = replica_answers(replica, &because);
    const char *quote = answers ? "" : "\"";
    const char *text = arena_printf(request->arena, "{\"reports\":{\"source\":\"%s\",\"because\":%s%s%s},%s",
                                    answers ? "replica" : "main", quote, answers ? "null" : because, quote,
                                    answer->text + 1);
    if (!text) return;
    answer->text = text;
    answer->length = strlen(text);
}
