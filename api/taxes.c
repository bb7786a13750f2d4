/* SPDX-License-Identifier: MIT */
/* GET, POST admin/taxes; POST admin/taxes/payments. */
#include "taxes.h"

#include "sql_binding.h"

void taxes_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_TAX_RATE_LIST, {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "before"}, {BIND_LIMIT, "limit"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void taxes_set(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TAX_RATE_SET,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "rate"},
                                                {BIND_REQUIRED, "from"},
                                                {BIND_BODY_NUMBER, "rate"},
                                                {BIND_BODY_NUMBER, "above"},
                                                {BIND_BODY_DAY, "from"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void taxes_pay(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TAX_PAY,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "shopId"},
                                                {BIND_REQUIRED, "amount"},
                                                {BIND_BODY_ID, "shopId"},
                                                {BIND_BODY_NUMBER, "amount"},
                                                {BIND_BODY_TEXT, "reference"},
                                                {BIND_BODY_TEXT, "description"}}};
    sql_binding_reply(app, request, reply, &binding);
}
