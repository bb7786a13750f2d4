/* SPDX-License-Identifier: MIT */
/* GET, POST till/displays; POST displays/claim, till/displays/show, till/displays/{id}/revoke. */
#include "displays.h"

#include <string.h>

#include "clock.h"
#include "sql_binding.h"
#include "throttle.h"
#include "token.h"

static bool reply_access(const struct app_context *app, struct request *request, struct reply *reply,
                         enum database_statement statement, const char **parameters, size_t place);

void displays_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_DISPLAY_LIST,
                                               {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "tillId"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void displays_create(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_DISPLAY_CREATE,
        {{BIND_TOKEN, NULL}, {BIND_BODY_ID, "tillId"}, {BIND_BODY_FLAG, "withCode"}}};
    struct sql_binding_values values;
    struct fault fault;
    if (!sql_binding_collect(request, &binding, &values, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    const char *parameters[] = {values.values[0], values.values[1], NULL, values.values[2]};
    reply_access(app, request, reply, binding.statement, parameters, 2);
}

/* Nobody signed in: who guesses waits, as for the codes of tickets. */
void displays_claim(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_DISPLAY_CLAIM,
                                               {{BIND_REQUIRED, "code"}, {BIND_BODY_TEXT, "code"}}};
    struct sql_binding_values values;
    struct fault fault;
    int64_t now_ms = clock_mono_ms();
    int64_t wait_ms = throttle_wait_ms(app->peeks, request->network, now_ms);
    if (wait_ms > 0) {
        fault = (struct fault){.problem = PROBLEM_TOO_MANY_ATTEMPTS, .retry_after_ms = wait_ms};
        reply_fault(reply, request, &fault);
        return;
    }
    if (!sql_binding_collect(request, &binding, &values, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    const char *parameters[] = {values.values[0], NULL};
    if (!reply_access(app, request, reply, binding.statement, parameters, 1))
        throttle_note_failure(app->peeks, request->network, now_ms);
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

/* The display's token is made here, as that of a sign-in is, and told this once: the database has its hash, parameter `place`.
 * False: what was asked for is not there. */
static bool reply_access(const struct app_context *app, struct request *request, struct reply *reply,
                         enum database_statement statement, const char **parameters, size_t place)
{
    struct database_answer answer;
    char token[TOKEN_SIZE], hash[TOKEN_HASH_SIZE];
    token_make(token);
    if (!token_hash(token, hash)) return true;
    parameters[place] = hash;
    database_query(app->database, statement, parameters, request->arena, &answer);
    if (answer.kind != DATABASE_TEXT) {
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
        return answer.kind != DATABASE_NOTHING;
    }
    const char *body =
        arena_printf(request->arena, "{\"token\":\"%s\",%s", token, strchr(answer.text, '{') + 1);
    if (body) {
        reply_bytes(reply, "application/json", REPLY_CACHE_NEVER, body, strlen(body), NULL);
    } else {
        const struct fault fault = {.problem = PROBLEM_INTERNAL_ERROR, .reason = "request memory used up"};
        reply_fault(reply, request, &fault);
    }
    return true;
}
