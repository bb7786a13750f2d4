/* SPDX-License-Identifier: MIT */
/* GET, POST admin/users; PATCH admin/users/{id}; POST admin/users/{id}/password. */
#include "users.h"

#include <string.h>

#include "call.h"
#include "password.h"

static void run_with_hash(const struct services *services, struct request *request, struct reply *reply,
                          const struct call *call);

void users_list(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_USER_LIST, {{CALL_TOKEN, NULL}, {CALL_QUERY_NUMBER, "before"}, {CALL_LIMIT, "limit"}}};
    call_run(services, request, reply, &call);
}

void users_create(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_USER_CREATE,
                                     {CALL_SIGNED,
                                      {CALL_BODY_TEXT, "username"},
                                      {CALL_BODY_TEXT, "displayName"},
                                      {CALL_BODY_TEXT, "role"},
                                      {CALL_BODY_ID, "shopId"},
                                      {CALL_BODY_SECRET, "password"}}};
    run_with_hash(services, request, reply, &call);
}

void users_update(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {DATABASE_USER_UPDATE,
                                     {CALL_SIGNED,
                                      {CALL_CAPTURE_NUMBER, "id"},
                                      {CALL_BODY_TEXT, "displayName"},
                                      {CALL_BODY_TEXT, "role"},
                                      {CALL_BODY_ID, "shopId"},
                                      {CALL_BODY_FLAG, "blocked"},
                                      {CALL_BODY_TEXT, "reason"}}};
    call_run(services, request, reply, &call);
}

void users_set_password(const struct services *services, struct request *request, struct reply *reply)
{
    static const struct call call = {
        DATABASE_USER_PASSWORD, {CALL_SIGNED, {CALL_CAPTURE_NUMBER, "id"}, {CALL_BODY_SECRET, "password"}}};
    run_with_hash(services, request, reply, &call);
}

/* The hash is the last parameter of both. A repeat is hashed in vain: only the database knows that it is one. */
static void run_with_hash(const struct services *services, struct request *request, struct reply *reply,
                          const struct call *call)
{
    struct call_values values;
    struct database_answer answer;
    struct fault fault;
    char hash[PASSWORD_HASH_SIZE];
    if (!call_collect(request, call, &values, &fault) ||
        !password_check_new(request, "password", values.secrets[0], &fault) ||
        !password_judge(password_make(hash, values.secrets[0]), &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    values.values[values.count] = hash;
    database_ask(services->database, call->statement, values.values, request->arena, &answer);
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
}
