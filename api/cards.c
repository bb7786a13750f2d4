/* SPDX-License-Identifier: MIT */
/* GET, POST admin/cards; GET admin/cards/{id}; POST admin/cards/{id}/approve, admin/cards/{id}/reject. */
#include "cards.h"

#include "call.h"

void cards_list(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_CARD_LIST, {{CALL_TOKEN, NULL}, {CALL_QUERY_NUMBER, "before"}, {CALL_LIMIT, "limit"}}};
    call_run(services, request, reply, &call);
}

void cards_get(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_CARD_GET, {{CALL_TOKEN, NULL}, {CALL_CAPTURE_NUMBER, "id"}}};
    call_run(services, request, reply, &call);
}

void cards_propose(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_CARD_PROPOSE,
                                     {CALL_SIGNED,
                                      {CALL_BODY_TEXT, "name"},
                                      {CALL_BODY_NUMBER, "targetPpm"},
                                      {CALL_BODY_JSON, "runners"},
                                      {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}

void cards_approve(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_CARD_DECIDE,
        {CALL_SIGNED, {CALL_CAPTURE_NUMBER, "id"}, {CALL_CONSTANT, "true"}, {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}

void cards_reject(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_CARD_DECIDE,
        {CALL_SIGNED, {CALL_CAPTURE_NUMBER, "id"}, {CALL_CONSTANT, "false"}, {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}
