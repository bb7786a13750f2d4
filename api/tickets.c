/* SPDX-License-Identifier: MIT */
/* POST tickets, tickets/quote, tickets/{number}/void, pay, copy; GET tickets, tickets/{number}, tickets/{number}/print, slip. */
#include "tickets.h"

#include <json-c/json.h>
#include <string.h>

#include "clock.h"
#include "principal.h"
#include "sql_binding.h"
#include "throttle.h"

static void peek(const struct app_context *app, struct request *request, struct reply *reply,
                 const char *code);
static void scan(const struct app_context *app, struct request *request, struct reply *reply,
                 const struct sql_binding *binding);
static bool is_wrong_scan(const struct database_answer *answer);
static int64_t report_wrong_scan(const struct app_context *app, const struct request *request);

void tickets_sell(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding sell = {DATABASE_TICKET_SELL,
                                            {BIND_SIGNED,
                                             {BIND_BODY_ID, "roundId"},
                                             {BIND_BODY_HASH, "cardHash"},
                                             {BIND_BODY_SELECTIONS, "lines"},
                                             {BIND_BODY_STAKES, "lines"}}};
    sql_binding_reply(app, request, reply, &sell);
}

void tickets_quote(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding quote = {DATABASE_TICKET_QUOTE,
                                             {{BIND_TOKEN, NULL},
                                              {BIND_BODY_ID, "roundId"},
                                              {BIND_BODY_HASH, "cardHash"},
                                              {BIND_BODY_SELECTIONS, "lines"},
                                              {BIND_BODY_STAKES, "lines"}}};
    sql_binding_reply(app, request, reply, &quote);
}

void tickets_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding list = {DATABASE_TICKET_LIST,
                                            {{BIND_TOKEN, NULL},
                                             {BIND_QUERY_NUMBER, "roundId"},
                                             {BIND_QUERY_DAY, "day"},
                                             {BIND_QUERY, "state"},
                                             {BIND_QUERY_NUMBER, "tillId"},
                                             {BIND_QUERY, "before"},
                                             {BIND_LIMIT, "limit"},
                                             {BIND_QUERY_NUMBER, "shopId"},
                                             {BIND_QUERY_NUMBER, "cashierId"},
                                             {BIND_QUERY_NUMBER, "stakeFrom"},
                                             {BIND_QUERY_NUMBER, "stakeTo"},
                                             {BIND_QUERY_NUMBER, "prizeFrom"},
                                             {BIND_QUERY_NUMBER, "prizeTo"},
                                             {BIND_QUERY, "code"}}};
    sql_binding_reply(app, request, reply, &list);
}

void tickets_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding get = {DATABASE_TICKET_GET, {{BIND_TOKEN, NULL}, {BIND_CAPTURE, NULL}}};
    const char *code = request_parameter(request, "code");
    struct database_answer answer;
    struct fault fault;
    if (code)
        peek(app, request, reply, code);
    else if (principal_check(app->principals, app->database, request, ROLE_SIGNED_IN, clock_mono_ms(),
                             &answer, &fault))
        sql_binding_reply(app, request, reply, &get);
    else if (answer.kind != DATABASE_TEXT)
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    else
        reply_fault(reply, request, &fault);
}

void tickets_void(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TICKET_VOID,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "code"},
                                                {BIND_BODY_ID, "tillId"},
                                                {BIND_CAPTURE, NULL},
                                                {BIND_BODY_TEXT, "code"},
                                                {BIND_BODY_TEXT, "reason"},
                                                {BIND_BODY_TEXT, "approval"}}};
    scan(app, request, reply, &binding);
}

void tickets_pay(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TICKET_PAY,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "code"},
                                                {BIND_BODY_ID, "tillId"},
                                                {BIND_CAPTURE, NULL},
                                                {BIND_BODY_TEXT, "code"},
                                                {BIND_BODY_TEXT, "note"},
                                                {BIND_BODY_TEXT, "approval"}}};
    scan(app, request, reply, &binding);
}

void tickets_print(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TICKET_PRINT,
                                               {{BIND_TOKEN, NULL}, {BIND_CAPTURE, NULL}}};
    sql_binding_reply(app, request, reply, &binding);
}

void tickets_copy(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_TICKET_COPY, {BIND_SIGNED, {BIND_CAPTURE, NULL}, {BIND_BODY_TEXT, "approval"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void tickets_slip(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TICKET_SLIP,
                                               {{BIND_TOKEN, NULL}, {BIND_CAPTURE, NULL}}};
    sql_binding_reply(app, request, reply, &binding);
}

static void peek(const struct app_context *app, struct request *request, struct reply *reply,
                 const char *code)
{
    int64_t now_ms = clock_mono_ms();
    int64_t wait_ms = throttle_wait_ms(app->peeks, request->network, now_ms);
    if (wait_ms > 0) {
        const struct fault fault = {.problem = PROBLEM_TOO_MANY_ATTEMPTS, .retry_after_ms = wait_ms};
        reply_fault(reply, request, &fault);
        return;
    }
    const char *const parameters[] = {request->capture, code};
    struct database_answer answer;
    database_query(app->database, DATABASE_TICKET_PEEK, parameters, request->arena, &answer);
    if (answer.kind == DATABASE_NOTHING) {
        throttle_note_failure(app->peeks, request->network, now_ms);
        answer.message = "There is no ticket with this number and code.";
    }
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
}

static void scan(const struct app_context *app, struct request *request, struct reply *reply,
                 const struct sql_binding *binding)
{
    struct database_answer answer;
    struct fault fault;
    if (!sql_binding_query(app, request, binding, &answer, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    if (!is_wrong_scan(&answer)) return;
    int64_t wait_ms = report_wrong_scan(app, request);
    if (wait_ms > 0) reply->retry_after_s = (wait_ms + 999) / 1000;
}

/* The database says whether it counts: a slip of the finger does not. */
static bool is_wrong_scan(const struct database_answer *answer)
{
    if (answer->kind != DATABASE_REFUSED || strcmp(answer->sqlstate, "HP404") != 0) return false;
    struct json_object *facts = json_tokener_parse(answer->detail), *counted;
    bool counts = json_object_object_get_ex(facts, "counted", &counted) && json_object_get_boolean(counted);
    json_object_put(facts);
    return counts;
}

/* In a separate transaction, since the refused one was rolled back. Returns how long the next try must wait. */
static int64_t report_wrong_scan(const struct app_context *app, const struct request *request)
{
    const char *const parameters[] = {request->token.hash, request->capture};
    struct database_answer answer;
    database_query(app->database, DATABASE_SCAN_FAILED, parameters, request->arena, &answer);
    if (answer.kind != DATABASE_TEXT) return 0;
    struct json_object *object = json_tokener_parse(answer.text), *wait;
    int64_t wait_ms =
        json_object_object_get_ex(object, "retryAfterMs", &wait) ? json_object_get_int64(wait) : 0;
    json_object_put(object);
    return wait_ms;
}
