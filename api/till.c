/* SPDX-License-Identifier: MIT */
/* GET till, till/movements, till/report; POST till/open, till/movements, till/close, till/verify. */
#include "till.h"

#include "call.h"
#include "printout.h"

void till_list(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_TILL_LIST,
                                     {{CALL_TOKEN, NULL},
                                      {CALL_QUERY_NUMBER, "shopId"},
                                      {CALL_QUERY_NUMBER, "before"},
                                      {CALL_LIMIT, "limit"}}};
    call_run(services, request, reply, &call);
}

void till_get(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_TILL_GET, {{CALL_TOKEN, NULL}, {CALL_QUERY_NUMBER, "tillId"}}};
    call_run(services, request, reply, &call);
}

void till_open(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_TILL_OPEN,
        {CALL_SIGNED, {CALL_REQUIRED, "tillId"}, {CALL_BODY_ID, "tillId"}, {CALL_BODY_NUMBER, "float"}}};
    call_run(services, request, reply, &call);
}

void till_move(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_TILL_MOVEMENT,
                                     {CALL_SIGNED,
                                      {CALL_BODY_ID, "tillId"},
                                      {CALL_BODY_TEXT, "kind"},
                                      {CALL_BODY_NUMBER, "amount"},
                                      {CALL_BODY_TEXT, "reference"},
                                      {CALL_BODY_TEXT, "description"}}};
    call_run(services, request, reply, &call);
}

void till_list_movements(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_TILL_MOVEMENTS,
                                     {{CALL_TOKEN, NULL},
                                      {CALL_QUERY_NUMBER, "tillId"},
                                      {CALL_QUERY, "kind"},
                                      {CALL_QUERY_NUMBER, "before"},
                                      {CALL_LIMIT, "limit"}}};
    call_run(services, request, reply, &call);
}

void till_report(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct printout report = {
        {DATABASE_TILL_REPORT,
         {{CALL_TOKEN, NULL}, {CALL_QUERY_NUMBER, "tillId"}, {CALL_QUERY_NUMBER, "sessionId"}}},
        print_till,
        "json",
        NULL};
    printout_run(services, request, reply, &report);
}

void till_close(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_TILL_CLOSE,
        {CALL_SIGNED, {CALL_BODY_ID, "tillId"}, {CALL_BODY_JSON, "counts"}, {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}

void till_verify(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_TILL_VERIFY,
        {CALL_SIGNED, {CALL_REQUIRED, "sessionId"}, {CALL_BODY_ID, "sessionId"}, {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}
