/* SPDX-License-Identifier: MIT */
/* POST tickets, tickets/{number}/void, pay, copy; GET tickets, tickets/{number}, tickets/{number}/print, slip. */
#include "tickets.h"

#include <json-c/json.h>
#include <string.h>

#include "call.h"
#include "caller.h"
#include "clock.h"
#include "printout.h"
#include "throttle.h"

static void peek(const struct services *services, struct request *request, struct reply *reply,
                 const char *code);
static void scan(const struct services *services, struct request *request, struct reply *reply,
                 const struct call *call);
static bool is_wrong_scan(const struct database_answer *answer);
static int64_t report_wrong_scan(const struct services *services, const struct request *request);

void tickets_sell(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call sell = {DATABASE_TICKET_SELL,
                                     {CALL_SIGNED,
                                      {CALL_BODY_ID, "roundId"},
                                      {CALL_BODY_HASH, "cardHash"},
                                      {CALL_BODY_SELECTIONS, "lines"},
                                      {CALL_BODY_STAKES, "lines"}}};
    call_run(services, request, reply, &sell);
}

void tickets_list(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call list = {DATABASE_TICKET_LIST,
                                     {{CALL_TOKEN, NULL},
                                      {CALL_QUERY_NUMBER, "roundId"},
                                      {CALL_QUERY_DAY, "day"},
                                      {CALL_QUERY, "state"},
                                      {CALL_QUERY_NUMBER, "tillId"},
                                      {CALL_QUERY, "before"},
                                      {CALL_LIMIT, "limit"}}};
    call_run(services, request, reply, &list);
}

void tickets_get(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call get = {DATABASE_TICKET_GET, {{CALL_TOKEN, NULL}, {CALL_CAPTURE, NULL}}};
    const char *code = request_parameter(request, "code");
    struct database_answer answer;
    struct fault fault;
    if (code)
        peek(services, request, reply, code);
    else if (caller_check(services->callers, services->database, request, ROLE_SIGNED_IN, clock_mono_ms(),
                          &answer, &fault))
        call_run(services, request, reply, &get);
    else if (answer.kind != DATABASE_TEXT)
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    else
        reply_fault(reply, request, &fault);
}

void tickets_void(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_TICKET_VOID,
                                     {CALL_SIGNED,
                                      {CALL_REQUIRED, "code"},
                                      {CALL_BODY_ID, "tillId"},
                                      {CALL_CAPTURE, NULL},
                                      {CALL_BODY_TEXT, "code"},
                                      {CALL_BODY_TEXT, "reason"}}};
    scan(services, request, reply, &call);
}

void tickets_pay(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_TICKET_PAY,
                                     {CALL_SIGNED,
                                      {CALL_REQUIRED, "code"},
                                      {CALL_BODY_ID, "tillId"},
                                      {CALL_CAPTURE, NULL},
                                      {CALL_BODY_TEXT, "code"},
                                      {CALL_BODY_TEXT, "note"}}};
    scan(services, request, reply, &call);
}

void tickets_print(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct printout ticket = {
        {DATABASE_TICKET_PRINT, {{CALL_TOKEN, NULL}, {CALL_CAPTURE, NULL}}},
        print_ticket,
        "html",
        "There is no such ticket, or money is due on it and its original is not printed any more: "
        "a duplicate can be."};
    printout_run(services, request, reply, &ticket);
}

void tickets_copy(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct printout copy = {
        {DATABASE_TICKET_COPY, {CALL_SIGNED, {CALL_CAPTURE, NULL}}}, print_ticket, "html", NULL};
    printout_run(services, request, reply, &copy);
}

void tickets_slip(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct printout slip = {{DATABASE_TICKET_PRINT, {{CALL_TOKEN, NULL}, {CALL_CAPTURE, NULL}}},
                                         print_slip,
                                         "html",
                                         "There is no such ticket, or nothing was paid for it."};
    printout_run(services, request, reply, &slip);
}

static void peek(const struct services *services, struct request *request, struct reply *reply,
                 const char *code)
{
    int64_t now_ms = clock_mono_ms();
    int64_t wait_ms = throttle_wait_ms(services->peeks, request->network, now_ms);
    if (wait_ms > 0) {
        const struct fault fault = {.problem = PROBLEM_TOO_MANY_ATTEMPTS, .retry_after_ms = wait_ms};
        reply_fault(reply, request, &fault);
        return;
    }
    const char *const parameters[] = {request->capture, code};
    struct database_answer answer;
    database_ask(services->database, DATABASE_TICKET_PEEK, parameters, request->arena, &answer);
    if (answer.kind == DATABASE_NOTHING) {
        throttle_note_failure(services->peeks, request->network, now_ms);
        answer.message = "There is no ticket with this number and code.";
    }
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
}

static void scan(const struct services *services, struct request *request, struct reply *reply,
                 const struct call *call)
{
    struct database_answer answer;
    struct fault fault;
    if (!call_ask(services, request, call, &answer, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    if (!is_wrong_scan(&answer)) return;
    int64_t wait_ms = report_wrong_scan(services, request);
    if (wait_ms > 0) reply->retry_after_s = (wait_ms + 999) / 1000;
}

static bool is_wrong_scan(const struct database_answer *answer)
{
    return answer->kind == DATABASE_REFUSED && strcmp(answer->sqlstate, "HP404") == 0 &&
           strstr(answer->detail, "unknown_ticket");
}

/* In a transaction of its own: the refused call left no trace. Gives how long the next try must wait. */
static int64_t report_wrong_scan(const struct services *services, const struct request *request)
{
    const char *const parameters[] = {request->token.hash, request->capture};
    struct database_answer answer;
    database_ask(services->database, DATABASE_SCAN_FAILED, parameters, request->arena, &answer);
    if (answer.kind != DATABASE_TEXT) return 0;
    struct json_object *object = json_tokener_parse(answer.text), *wait;
    int64_t wait_ms =
        json_object_object_get_ex(object, "retryAfterMs", &wait) ? json_object_get_int64(wait) : 0;
    json_object_put(object);
    return wait_ms;
}
