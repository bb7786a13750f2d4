/* SPDX-License-Identifier: MIT */
/* GET logo; PUT admin/logo. */
#include "logo.h"

#include "database.h"
#include "sql_binding.h"

void logo_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    struct database_answer answer;
    database_query(app->database, DATABASE_LOGO_GET, NULL, request->arena, &answer);
    reply_answer(reply, request, &answer, REPLY_CACHE_ASK, NULL);
}

void logo_set(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_LOGO_UPDATE,
        {BIND_SIGNED, {BIND_REQUIRED, "logo"}, {BIND_BODY_JSON, "logo"}, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}
