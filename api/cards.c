/* SPDX-License-Identifier: MIT */
/* GET, POST admin/cards; GET, PUT admin/cards/schedule; GET admin/cards/{id}; POST admin/cards/{id}/approve,
 * admin/cards/{id}/reject. */
#include "cards.h"

#include "sql_binding.h"

void cards_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_CARD_LIST, {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "before"}, {BIND_LIMIT, "limit"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void cards_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_CARD_GET,
                                               {{BIND_TOKEN, NULL}, {BIND_CAPTURE_NUMBER, "id"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void cards_propose(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_CARD_PROPOSE,
                                               {BIND_SIGNED,
                                                {BIND_BODY_TEXT, "name"},
                                                {BIND_BODY_NUMBER, "targetPpm"},
                                                {BIND_BODY_JSON, "runners"},
                                                {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void cards_approve(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_CARD_DECIDE,
        {BIND_SIGNED, {BIND_CAPTURE_NUMBER, "id"}, {BIND_CONSTANT, "true"}, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void cards_reject(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_CARD_DECIDE,
        {BIND_SIGNED, {BIND_CAPTURE_NUMBER, "id"}, {BIND_CONSTANT, "false"}, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void cards_get_schedule(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_CARD_SCHEDULE_GET, {{BIND_TOKEN, NULL}}};
    sql_binding_reply(app, request, reply, &binding);
}

void cards_set_schedule(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_CARD_SCHEDULE_UPDATE,
        {BIND_SIGNED, {BIND_BODY_JSON, "entries"}, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}
