/* SPDX-License-Identifier: MIT */
/* GET rounds, rounds/current, rounds/{id}, rounds/{id}/proof, rounds/{id}/film, rounds/{id}/prices. */
#include "rounds.h"

#include "cache.h"
#include "clock.h"
#include "database.h"
#include "sql_binding.h"

static void get_one(const struct app_context *app, struct request *request, struct reply *reply,
                    enum database_statement statement);

void rounds_current(const struct app_context *app, struct request *request, struct reply *reply)
{
    struct database_answer answer;
    char etag[REPLY_ETAG_SIZE];
    cache_read(app->round_current, request->arena, clock_mono_ms(), &answer, etag);
    if (answer.kind == DATABASE_NOTHING) answer.message = "No round has been opened yet.";
    reply_answer(reply, request, &answer, REPLY_CACHE_ASK, etag);
}

void rounds_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    get_one(app, request, reply, DATABASE_ROUND_GET);
}

void rounds_proof(const struct app_context *app, struct request *request, struct reply *reply)
{
    get_one(app, request, reply, DATABASE_ROUND_PROOF);
}

void rounds_film(const struct app_context *app, struct request *request, struct reply *reply)
{
    get_one(app, request, reply, DATABASE_ROUND_FILM);
}

void rounds_prices(const struct app_context *app, struct request *request, struct reply *reply)
{
    get_one(app, request, reply, DATABASE_ROUND_PRICES);
}

void rounds_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding list = {DATABASE_ROUND_LIST,
                                            {{BIND_QUERY_NUMBER, "before"},
                                             {BIND_LIMIT, "limit"},
                                             {BIND_QUERY_DAY, "day"},
                                             {BIND_QUERY, "phase"}}};
    struct database_answer answer;
    struct fault fault;
    if (sql_binding_query(app, request, &list, &answer, &fault))
        reply_answer(reply, request, &answer, REPLY_CACHE_ASK, NULL);
    else
        reply_fault(reply, request, &fault);
}

void rounds_fetch_current(void *context, struct arena *arena, struct database_answer *answer)
{
    database_query(context, DATABASE_ROUND_CURRENT, NULL, arena, answer);
}

/* The answer about a finished round never changes, so it may be cached for ever. */
static void get_one(const struct app_context *app, struct request *request, struct reply *reply,
                    enum database_statement statement)
{
    struct database_answer answer;
    struct fault fault;
    int64_t unused;
    const char *id = request->capture ? request->capture : "";
    if (!request_number(request, "id", id, 1, REQUEST_NUMBER_MAX, &unused, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    const char *const parameters[] = {id};
    database_query(app->database, statement, parameters, request->arena, &answer);
    if (answer.kind == DATABASE_NOTHING) answer.message = "There is no round with this id.";
    reply_answer(reply, request, &answer, answer.is_final ? REPLY_CACHE_FOREVER : REPLY_CACHE_ASK, NULL);
}
