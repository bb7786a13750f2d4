/* SPDX-License-Identifier: MIT */
/* GET requests/{key}; POST requests/{key}/burn. */
#include "requests.h"

#include "sql_binding.h"

void requests_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding get = {
        DATABASE_REQUEST_GET, {{BIND_TOKEN, NULL}, {BIND_CAPTURE, NULL}, {BIND_QUERY_NUMBER, "userId"}}};
    sql_binding_reply(app, request, reply, &get);
}

void requests_burn(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding burn = {
        DATABASE_REQUEST_BURN,
        {{BIND_TOKEN, NULL}, {BIND_CAPTURE, NULL}, {BIND_FINGERPRINT, NULL}, {BIND_BODY_ID, "userId"}}};
    sql_binding_reply(app, request, reply, &burn);
}
