/* SPDX-License-Identifier: MIT */
/* GET, POST admin/users; PATCH admin/users/{id}; POST admin/users/{id}/password. */
#include "users.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "password.h"
#include "password_rule.h"
#include "sql_binding.h"

/* Places of parameters: the first behind BIND_SIGNED is the new user's name, or an old user's id. */
#define TOKEN 0
#define USERNAME 3
#define USER_ID 3

static void run_with_hash(const struct app_context *app, struct request *request, struct reply *reply,
                          const struct sql_binding *binding, const struct sql_binding_values *values,
                          const char *username);
static const char *username_of(const struct app_context *app, struct request *request, const char *token,
                               const char *user_id);

void users_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_USER_LIST,
                                               {{BIND_TOKEN, NULL},
                                                {BIND_QUERY_NUMBER, "before"},
                                                {BIND_LIMIT, "limit"},
                                                {BIND_QUERY, "search"},
                                                {BIND_QUERY, "role"},
                                                {BIND_QUERY_NUMBER, "shopId"}}};
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
    struct sql_binding_values values;
    struct fault fault;
    if (sql_binding_collect(request, &binding, &values, &fault))
        run_with_hash(app, request, reply, &binding, &values, values.values[USERNAME]);
    else
        reply_fault(reply, request, &fault);
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
                                                {BIND_BODY_TEXT, "reason"},
                                                {BIND_BODY_JSON, "limits"},
                                                {BIND_BODY_FLAG, "seesCash"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void users_set_password(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_USER_PASSWORD, {BIND_SIGNED, {BIND_CAPTURE_NUMBER, "id"}, {BIND_BODY_SECRET, "password"}}};
    struct sql_binding_values values;
    struct fault fault;
    if (sql_binding_collect(request, &binding, &values, &fault))
        run_with_hash(app, request, reply, &binding, &values,
                      username_of(app, request, values.values[TOKEN], values.values[USER_ID]));
    else
        reply_fault(reply, request, &fault);
}

/* The hash is the last parameter of both. A repeated request is hashed, too: only the database knows that it is one. */
static void run_with_hash(const struct app_context *app, struct request *request, struct reply *reply,
                          const struct sql_binding *binding, const struct sql_binding_values *values,
                          const char *username)
{
    const char *parameters[SQL_BINDING_ARGUMENTS_MAX];
    struct database_answer answer;
    struct fault fault;
    char hash[PASSWORD_HASH_SIZE];
    if (!password_check_new(request, "password", values->secrets[0], username, &fault) ||
        !password_check_result(password_make(hash, values->secrets[0]), &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    memcpy(parameters, values->values, sizeof parameters);
    parameters[values->count] = hash;
    database_query(app->database, binding->statement, parameters, request->arena, &answer);
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
}

/* In the arena; NULL when there is no such user: the database says so itself. */
static const char *username_of(const struct app_context *app, struct request *request, const char *token,
                               const char *user_id)
{
    int64_t id = strtoll(user_id, NULL, 10);
    const char *const parameters[] = {
        token, arena_printf(request->arena, "%" PRId64, id < INT64_MAX ? id + 1 : id), "1", NULL, NULL, NULL};
    struct database_answer answer;
    database_query(app->database, DATABASE_USER_LIST, parameters, request->arena, &answer);
    if (answer.kind != DATABASE_TEXT) return NULL;
    struct json_object *list = json_tokener_parse(answer.text);
    struct json_object *user = json_object_array_get_idx(facts_member(list, "items"), 0);
    const char *name = facts_number(user, "userId") == id ? facts_text(user, "username") : "";
    const char *copy = arena_copy(request->arena, name, strlen(name));
    json_object_put(list);
    return copy;
}
