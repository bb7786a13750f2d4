/* SPDX-License-Identifier: MIT */
/* GET, POST till/displays; POST till/displays/show, till/displays/{id}/revoke. */
#include "displays.h"

#include <string.h>

#include "sql_binding.h"
#include "token.h"

void displays_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_DISPLAY_LIST,
                                               {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "tillId"}}};
    sql_binding_reply(app, request, reply, &binding);
}

/* The display's token is made here, as that of a sign-in is, and told this once: the database has its hash. */
void displays_create(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_DISPLAY_CREATE,
                                               {{BIND_TOKEN, NULL}, {BIND_BODY_ID, "tillId"}}};
    struct sql_binding_values values;
    struct database_answer answer;
    struct fault fault;
    char token[TOKEN_SIZE], hash[TOKEN_HASH_SIZE];
    if (!sql_binding_collect(request, &binding, &values, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    token_make(token);
    if (!token_hash(token, hash)) return;
    values.values[values.count] = hash;
    database_query(app->database, binding.statement, values.values, request->arena, &answer);
    if (answer.kind != DATABASE_TEXT) {
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
        return;
    }
    const char *body =
        arena_printf(request->arena, "{\"token\":\"%s\",%s", token, strchr(answer.text, '{') + 1);
    if (body) {
        reply_bytes(reply, "application/json", REPLY_CACHE_NEVER, body, strlen(body), NULL);
        return;
    }
    fault = (struct fault){.problem = PROBLEM_INTERNAL_ERROR, .reason = "request memory used up"};
    reply_fault(reply, request, &fault);
}

void displays_show(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_DISPLAY_SHOW, {{BIND_TOKEN, NULL}, {BIND_REQUIRED, "picture"}, {BIND_BODY_JSON, "picture"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void displays_revoke(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_DISPLAY_REVOKE,
                                               {BIND_SIGNED, {BIND_CAPTURE_NUMBER, "id"}}};
    sql_binding_reply(app, request, reply, &binding);
}
