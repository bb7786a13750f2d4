/* SPDX-License-Identifier: MIT */
/* GET, POST admin/shops; PATCH admin/shops/{id}; POST admin/shops/{id}/pause, resume; POST admin/tills; PATCH
 * admin/tills/{id}; POST safe/movements. */
#include "shops.h"

#include "sql_binding.h"

void shops_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_SHOP_LIST,
        {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "before"}, {BIND_LIMIT, "limit"}, {BIND_QUERY, "search"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void shops_create(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_SHOP_CREATE,
        {BIND_SIGNED, {BIND_BODY_NUMBER, "number"}, {BIND_BODY_TEXT, "name"}, {BIND_BODY_TEXTS, "header"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void shops_update(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_SHOP_UPDATE,
                                               {BIND_SIGNED,
                                                {BIND_CAPTURE_NUMBER, "id"},
                                                {BIND_BODY_TEXT, "name"},
                                                {BIND_BODY_TEXTS, "header"},
                                                {BIND_BODY_FLAG, "open"},
                                                {BIND_BODY_JSON, "hours"},
                                                {BIND_BODY_JSON, "limits"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void shops_pause(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_SHOP_PAUSE, {BIND_SIGNED, {BIND_CAPTURE_NUMBER, "id"}, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void shops_resume(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_SHOP_RESUME, {BIND_SIGNED, {BIND_CAPTURE_NUMBER, "id"}, {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void shops_create_till(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_CREATE,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "shopId"},
                                                {BIND_BODY_ID, "shopId"},
                                                {BIND_BODY_NUMBER, "number"},
                                                {BIND_BODY_TEXT, "name"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void shops_update_till(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_TILL_UPDATE,
                                               {BIND_SIGNED,
                                                {BIND_CAPTURE_NUMBER, "id"},
                                                {BIND_BODY_TEXT, "name"},
                                                {BIND_BODY_FLAG, "inUse"},
                                                {BIND_BODY_JSON, "limits"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void shops_move_safe(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_SAFE_MOVE,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "kind"},
                                                {BIND_REQUIRED, "amount"},
                                                {BIND_BODY_ID, "shopId"},
                                                {BIND_BODY_TEXT, "kind"},
                                                {BIND_BODY_NUMBER, "amount"},
                                                {BIND_BODY_TEXT, "reference"},
                                                {BIND_BODY_TEXT, "description"}}};
    sql_binding_reply(app, request, reply, &binding);
}
