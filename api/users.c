/* SPDX-License-Identifier: MIT */
/* GET, POST admin/users; PATCH admin/users/{id}; POST admin/users/{id}/password. */
#include "users.h"

#include <string.h>

#include "password.h"
#include "sql_binding.h"

static void run_with_hash(const struct app_context *app, struct request *request, struct reply *reply,
                          const struct sql_binding *binding);

void users_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_USER_LIST, {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "before"}, {BIND_LIMIT, "limit"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void users_create(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_USER_CREATE,
                                               {BIND_SIGNED,
                                                {BIND_BODY_TEXT, "username"},
                                                {BIND_BODY_TEXT, "displayName"},
                                                {BIND_BODY_TEXT, "role"},
                                                {BIND_BODY_ID, "shopId"},
                                                {BIND_BODY_SECRET, "password"}}};
    run_with_hash(app, request, reply, &binding);
}

void users_update(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_USER_UPDATE,
                                               {BIND_SIGNED,
                                                {BIND_CAPTURE_NUMBER, "id"},
                                                {BIND_BODY_TEXT, "displayName"},
                                                {BIND_BODY_TEXT, "role"},
                                                {BIND_BODY_ID, "shopId"},
                                                {BIND_BODY_FLAG, "blocked"},
                                                {BIND_BODY_TEXT, "reason"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void users_set_password(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_USER_PASSWORD, {BIND_SIGNED, {BIND_CAPTURE_NUMBER, "id"}, {BIND_BODY_SECRET, "password"}}};
    run_with_hash(app, request, reply, &binding);
}

/* The hash is the last parameter of both. A repeated request is hashed, too: only the database knows that it is one. */
static void run_with_hash(const struct app_context *app, struct request *request, struct reply *reply,
                          const struct sql_binding *binding)
{
    struct sql_binding_values values;
    struct database_answer answer;
    struct fault fault;
    char hash[PASSWORD_HASH_SIZE];
    if (!sql_binding_collect(request, binding, &values, &fault) ||
        !password_check_new(request, "password", values.secrets[0], &fault) ||
        !password_check_result(password_make(hash, values.secrets[0]), &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    values.values[values.count] = hash;
    database_query(app->database, binding->statement, values.values, request->arena, &answer);
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
}
