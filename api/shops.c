/* SPDX-License-Identifier: MIT */
/* GET, POST admin/shops; PATCH admin/shops/{id}; POST admin/tills; PATCH admin/tills/{id}. */
#include "shops.h"

#include "call.h"

void shops_list(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_SHOP_LIST, {{CALL_TOKEN, NULL}, {CALL_QUERY_NUMBER, "before"}, {CALL_LIMIT, "limit"}}};
    call_run(services, request, reply, &call);
}

void shops_create(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_SHOP_CREATE,
        {CALL_SIGNED, {CALL_BODY_NUMBER, "number"}, {CALL_BODY_TEXT, "name"}, {CALL_BODY_TEXTS, "header"}}};
    call_run(services, request, reply, &call);
}

void shops_update(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_SHOP_UPDATE,
                                     {CALL_SIGNED,
                                      {CALL_CAPTURE_NUMBER, "id"},
                                      {CALL_BODY_TEXT, "name"},
                                      {CALL_BODY_TEXTS, "header"},
                                      {CALL_BODY_FLAG, "open"}}};
    call_run(services, request, reply, &call);
}

void shops_create_till(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_TILL_CREATE,
                                     {CALL_SIGNED,
                                      {CALL_REQUIRED, "shopId"},
                                      {CALL_BODY_ID, "shopId"},
                                      {CALL_BODY_NUMBER, "number"},
                                      {CALL_BODY_TEXT, "name"}}};
    call_run(services, request, reply, &call);
}

void shops_update_till(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_TILL_UPDATE,
        {CALL_SIGNED, {CALL_CAPTURE_NUMBER, "id"}, {CALL_BODY_TEXT, "name"}, {CALL_BODY_FLAG, "inUse"}}};
    call_run(services, request, reply, &call);
}
