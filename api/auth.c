/* SPDX-License-Identifier: MIT */
/* POST auth/login, auth/approval, auth/logout, auth/password; GET auth/me. */
#include "auth.h"

#include <json-c/json.h>
#include <string.h>

#include "password.h"
#include "password_rule.h"
#include "principal.h"
#include "sql_binding.h"

#define AGENT_MAX 200

/* Who signs in, or approves, by user name and password. */
struct credentials {
    struct sql_binding_values values; /* the first is the user name; secrets: the password */
    const char *user_id;              /* NULL: unknown */
    const char *hash;                 /* that the password was compared with */
    bool is_right;
};

static bool check_credentials(const struct app_context *app, struct request *request, struct reply *reply,
                              const struct sql_binding *binding, struct credentials *credentials);
static bool read_credentials(struct request *request, const struct sql_binding *binding,
                             struct sql_binding_values *values, struct fault *fault);
static const char *member_text(struct request *request, const char *json, const char *name);
static void finish_login(const struct app_context *app, struct request *request, struct reply *reply,
                         const struct credentials *credentials);
static void reply_signed_in(struct request *request, struct reply *reply, const struct database_answer *me,
                            const char *token, bool is_bearer);
static bool check_passwords(struct request *request, const struct sql_binding_values *values,
                            struct fault *fault);

/* Values: user name, bearer. Secrets: the password. */
static const struct sql_binding login = {
    DATABASE_LOGIN_BEGIN,
    {{BIND_BODY_TEXT, "username"}, {BIND_BODY_FLAG, "bearer"}, {BIND_BODY_SECRET, "password"}}};

/* Values: user name, action, subject, amount. Secrets: the password. */
static const struct sql_binding approval = {DATABASE_LOGIN_BEGIN,
                                            {{BIND_BODY_TEXT, "username"},
                                             {BIND_REQUIRED, "action"},
                                             {BIND_REQUIRED, "subject"},
                                             {BIND_REQUIRED, "amount"},
                                             {BIND_BODY_TEXT, "action"},
                                             {BIND_BODY_TEXT, "subject"},
                                             {BIND_BODY_NUMBER, "amount"},
                                             {BIND_BODY_SECRET, "password"}}};

/* Secrets: the old password, the new one. */
static const struct sql_binding password_change = {
    DATABASE_PASSWORD_BEGIN,
    {BIND_SIGNED, {BIND_BODY_SECRET, "password"}, {BIND_BODY_SECRET, "newPassword"}}};

void auth_login(const struct app_context *app, struct request *request, struct reply *reply)
{
    struct credentials credentials;
    if (check_credentials(app, request, reply, &login, &credentials))
        finish_login(app, request, reply, &credentials);
}

void auth_approval(const struct app_context *app, struct request *request, struct reply *reply)
{
    struct credentials given;
    if (!check_credentials(app, request, reply, &approval, &given)) return;
    const char *const *values = given.values.values;
    const char *const parameters[] = {
        request->token.hash, given.user_id, values[0], request->client, given.is_right ? "true" : "false",
        given.hash,          values[1],     values[2], values[3]};
    struct database_answer answer;
    database_query(app->database, DATABASE_APPROVAL_FINISH, parameters, request->arena, &answer);
    if (answer.kind == DATABASE_NOTHING) {
        const struct fault fault = {.problem = PROBLEM_WRONG_PASSWORD};
        reply_fault(reply, request, &fault);
    } else {
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    }
}

void auth_logout(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding logout = {DATABASE_LOGOUT, {{BIND_TOKEN, NULL}}};
    sql_binding_reply(app, request, reply, &logout);
    principal_forget(app->principals, &request->token);
    if (reply->status == 200 || reply->status == 401)
        reply->cookie_lines = token_expired_lines(request->is_tls);
}

void auth_me(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding me = {DATABASE_ME, {{BIND_TOKEN, NULL}}};
    sql_binding_reply(app, request, reply, &me);
}

void auth_password(const struct app_context *app, struct request *request, struct reply *reply)
{
    struct sql_binding_values values;
    struct database_answer answer;
    struct fault fault;
    char made[PASSWORD_HASH_SIZE];
    if (!sql_binding_collect(request, &password_change, &values, &fault) ||
        !check_passwords(request, &values, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    database_query(app->database, DATABASE_PASSWORD_BEGIN, values.values, request->arena, &answer);
    const char *replay = answer.kind == DATABASE_TEXT ? member_text(request, answer.text, "replay") : NULL;
    const char *hash = answer.kind == DATABASE_TEXT ? member_text(request, answer.text, "hash") : NULL;
    if (replay) {
        reply_bytes(reply, "application/json", REPLY_CACHE_NEVER, replay, strlen(replay), NULL);
    } else if (!hash) {
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    } else if (!password_check_new(request, "newPassword", values.secrets[1],
                                   member_text(request, answer.text, "username"), &fault) ||
               !password_check_result(password_verify(hash, values.secrets[0], true), &fault) ||
               !password_check_result(password_make(made, values.secrets[1]), &fault)) {
        reply_fault(reply, request, &fault);
    } else {
        values.values[values.count] = made;
        database_query(app->database, DATABASE_PASSWORD_FINISH, values.values, request->arena, &answer);
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    }
}

/* Counts the attempt and compares the password. False: the reply is made. */
static bool check_credentials(const struct app_context *app, struct request *request, struct reply *reply,
                              const struct sql_binding *binding, struct credentials *credentials)
{
    struct database_answer answer;
    struct fault fault;
    if (!read_credentials(request, binding, &credentials->values, &fault)) {
        reply_fault(reply, request, &fault);
        return false;
    }
    const char *const parameters[] = {credentials->values.values[0], request->client};
    database_query(app->database, DATABASE_LOGIN_BEGIN, parameters, request->arena, &answer);
    credentials->hash = answer.kind == DATABASE_TEXT ? member_text(request, answer.text, "hash") : NULL;
    if (!credentials->hash) {
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
        return false;
    }
    const char *is_known = member_text(request, answer.text, "isKnown");
    enum password_result result = password_verify(credentials->hash, credentials->values.secrets[0],
                                                  is_known && strcmp(is_known, "true") == 0);
    if (result == PASSWORD_BUSY) {
        struct database_answer withdrawn;
        database_query(app->database, DATABASE_LOGIN_WITHDRAW, parameters, request->arena, &withdrawn);
        fault = (struct fault){.problem = PROBLEM_BUSY, .reason = "too many logins at a time"};
        reply_fault(reply, request, &fault);
        return false;
    }
    credentials->user_id = member_text(request, answer.text, "userId");
    credentials->is_right = credentials->user_id && result == PASSWORD_GOOD;
    return true;
}

static bool read_credentials(struct request *request, const struct sql_binding *binding,
                             struct sql_binding_values *values, struct fault *fault)
{
    if (!sql_binding_collect(request, binding, values, fault)) return false;
    const char *missing = !values->values[0] ? "username" : !values->secrets[0] ? "password" : NULL;
    if (!missing && !password_fits(values->secrets[0])) missing = "password";
    if (!missing) return true;
    *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER,
                            .parameter = missing,
                            .detail = "Signing in takes a username and a password."};
    return false;
}

/* A member of a JSON object, in the arena: text as it is, other types as JSON; NULL for null or if it is missing. */
static const char *member_text(struct request *request, const char *json, const char *name)
{
    struct json_object *object = json_tokener_parse(json), *member = NULL;
    const char *text = NULL;
    if (json_object_object_get_ex(object, name, &member) && member) {
        text = json_object_is_type(member, json_type_string)
                   ? json_object_get_string(member)
                   : json_object_to_json_string_ext(member, JSON_C_TO_STRING_PLAIN);
        text = arena_copy(request->arena, text, strlen(text));
    }
    json_object_put(object);
    return text;
}

static void finish_login(const struct app_context *app, struct request *request, struct reply *reply,
                         const struct credentials *credentials)
{
    char token[TOKEN_SIZE], hash[TOKEN_HASH_SIZE];
    const struct sql_binding_values *values = &credentials->values;
    bool is_right = credentials->is_right;
    struct database_answer me;
    token_make(token);
    if (!token_hash(token, hash)) return;
    size_t agent_length = strnlen(request->agent, AGENT_MAX);
    while (agent_length > 0 && (request->agent[agent_length] & 0xc0) == 0x80)
        agent_length--; /* not within a character */
    const char *const parameters[] = {credentials->user_id,
                                      values->values[0],
                                      request->client,
                                      is_right ? "true" : "false",
                                      hash,
                                      arena_copy(request->arena, request->agent, agent_length),
                                      is_right ? credentials->hash : NULL};
    database_query(app->database, DATABASE_LOGIN_FINISH, parameters, request->arena, &me);
    if (me.kind == DATABASE_TEXT && is_right) {
        reply_signed_in(request, reply, &me, token,
                        values->values[1] && strcmp(values->values[1], "true") == 0);
    } else if (me.kind == DATABASE_NOTHING) {
        const struct fault fault = {.problem = PROBLEM_BAD_CREDENTIALS};
        reply_fault(reply, request, &fault);
    } else {
        reply_answer(reply, request, &me, REPLY_CACHE_NEVER, NULL);
    }
}

static void reply_signed_in(struct request *request, struct reply *reply, const struct database_answer *me,
                            const char *token, bool is_bearer)
{
    const char *body = me->text;
    const char *lines = is_bearer ? NULL : token_cookie_lines(request->arena, token, request->is_tls);
    if (is_bearer)
        body = arena_printf(request->arena, "{\"token\":\"%s\",%s", token, strchr(me->text, '{') + 1);
    if (body && (lines || is_bearer)) {
        reply_bytes(reply, "application/json", REPLY_CACHE_NEVER, body, strlen(body), NULL);
        reply->cookie_lines = lines;
        return;
    }
    const struct fault fault = {.problem = PROBLEM_INTERNAL_ERROR, .reason = "request memory used up"};
    reply_fault(reply, request, &fault);
}

static bool check_passwords(struct request *request, const struct sql_binding_values *values,
                            struct fault *fault)
{
    *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER,
                            .parameter = "password",
                            .detail = "password must be the one in use."};
    return values->secrets[0] && password_fits(values->secrets[0]) &&
           password_check_new(request, "newPassword", values->secrets[1], NULL, fault);
}
