/* SPDX-License-Identifier: MIT */
/* GET, POST admin/messages; POST till/messages/{id}/read. */
#include "messages.h"

#include "sql_binding.h"

void messages_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_MESSAGE_LIST, {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "before"}, {BIND_LIMIT, "limit"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void messages_create(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_MESSAGE_CREATE,
                                               {BIND_SIGNED,
                                                {BIND_BODY_ID, "shopId"},
                                                {BIND_BODY_ID, "tillId"},
                                                {BIND_BODY_TEXT, "text"},
                                                {BIND_BODY_NUMBER, "minutes"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void messages_read(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_MESSAGE_READ,
                                               {BIND_SIGNED, {BIND_CAPTURE_NUMBER, "id"}}};
    sql_binding_reply(app, request, reply, &binding);
}
