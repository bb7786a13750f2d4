/* SPDX-License-Identifier: MIT */
/* GET, POST admin/commissions. */
#include "commissions.h"

#include "sql_binding.h"

void commissions_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_COMMISSION_LIST, {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "before"}, {BIND_LIMIT, "limit"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void commissions_set(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_COMMISSION_SET,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "kind"},
                                                {BIND_REQUIRED, "basis"},
                                                {BIND_REQUIRED, "from"},
                                                {BIND_BODY_TEXT, "kind"},
                                                {BIND_BODY_ID, "shopId"},
                                                {BIND_BODY_ID, "userId"},
                                                {BIND_BODY_NUMBER, "rate"},
                                                {BIND_BODY_TEXT, "basis"},
                                                {BIND_BODY_DAY, "from"}}};
    sql_binding_reply(app, request, reply, &binding);
}
