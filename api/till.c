/* SPDX-License-Identifier: MIT */
/* GET tills, till, till/movements, till/sessions, till/report; POST till/open, till/movements, till/movements/{id}/reverse,
 * till/close, till/recount, till/verify. */
#include "till.h"

#include "sql_binding.h"

void till_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_LIST,
                                               {{BIND_TOKEN, NULL},
                                                {BIND_QUERY_NUMBER, "shopId"},
                                                {BIND_QUERY_NUMBER, "before"},
                                                {BIND_LIMIT, "limit"},
                                                {BIND_QUERY, "search"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_GET,
                                               {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "tillId"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_open(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_OPEN,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "tillId"},
                                                {BIND_BODY_ID, "tillId"},
                                                {BIND_BODY_NUMBER, "float"},
                                                {BIND_BODY_ID, "handover"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_move(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_MOVEMENT,
                                               {BIND_SIGNED,
                                                {BIND_BODY_ID, "tillId"},
                                                {BIND_BODY_TEXT, "kind"},
                                                {BIND_BODY_NUMBER, "amount"},
                                                {BIND_BODY_TEXT, "reference"},
                                                {BIND_BODY_TEXT, "description"},
                                                {BIND_BODY_TEXT, "approval"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_list_movements(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_MOVEMENTS,
                                               {{BIND_TOKEN, NULL},
                                                {BIND_QUERY_NUMBER, "tillId"},
                                                {BIND_QUERY, "kind"},
                                                {BIND_QUERY_NUMBER, "before"},
                                                {BIND_LIMIT, "limit"},
                                                {BIND_QUERY_NUMBER, "sessionId"},
                                                {BIND_QUERY_DAY, "day"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_reverse(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_REVERSE,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "tillId"},
                                                {BIND_BODY_ID, "tillId"},
                                                {BIND_CAPTURE_NUMBER, "id"},
                                                {BIND_BODY_NUMBER, "amount"},
                                                {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_list_sessions(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_SESSIONS,
                                               {{BIND_TOKEN, NULL},
                                                {BIND_QUERY_NUMBER, "tillId"},
                                                {BIND_QUERY_NUMBER, "before"},
                                                {BIND_LIMIT, "limit"},
                                                {BIND_QUERY_NUMBER, "shopId"},
                                                {BIND_QUERY_NUMBER, "cashierId"},
                                                {BIND_QUERY, "state"},
                                                {BIND_QUERY_DAY, "day"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_report(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_TILL_REPORT,
        {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "tillId"}, {BIND_QUERY_NUMBER, "sessionId"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_list_papers(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_PAPERS,
                                               {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "tillId"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_confirm_papers(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_PAPERS_CONFIRM,
                                               {{BIND_TOKEN, NULL},
                                                {BIND_REQUIRED, "papers"},
                                                {BIND_BODY_ID, "tillId"},
                                                {BIND_BODY_JSON, "papers"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_close(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_CLOSE,
                                               {BIND_SIGNED,
                                                {BIND_BODY_ID, "tillId"},
                                                {BIND_BODY_JSON, "counts"},
                                                {BIND_BODY_TEXT, "reason"},
                                                {BIND_BODY_FLAG, "handover"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_recount(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_RECOUNT,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "sessionId"},
                                                {BIND_BODY_ID, "sessionId"},
                                                {BIND_BODY_JSON, "counts"},
                                                {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void till_verify(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_VERIFY,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "sessionId"},
                                                {BIND_BODY_ID, "sessionId"},
                                                {BIND_BODY_TEXT, "reason"},
                                                {BIND_BODY_TEXT, "approval"}}};
    sql_binding_reply(app, request, reply, &binding);
}
