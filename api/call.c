/* SPDX-License-Identifier: MIT */
/* Collects a function's parameters from path, query, headers and body. Forms are checked here, rules in SQL. */
#include "call.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#define BODY_DEPTH 8
#define LIMIT_MAX 100
#define LIMIT_DEFAULT "20"
#define HASH_DIGITS 64

static bool parse_body(struct request *request, const struct call *call, struct json_object **body,
                       struct fault *fault);
static bool has_member(const struct call *call, const char *name);
static bool take_argument(struct request *request, const struct call_argument *argument,
                          struct json_object *body, struct call_values *values, struct fault *fault);
static bool take_query(struct request *request, const struct call_argument *argument, const char **value,
                       struct fault *fault);
static bool take_member(struct request *request, const struct call_argument *argument,
                        struct json_object *body, const char **value, struct fault *fault);
static bool member_fits(enum call_source source, struct json_object *member);
static const char *keep(struct request *request, const char *text, struct fault *fault);
static bool make_fingerprint(struct request *request, const struct call *call, struct json_object *body,
                             struct call_values *values, struct fault *fault);

bool call_collect(struct request *request, const struct call *call, struct call_values *values,
                  struct fault *fault)
{
    *values = (struct call_values){.count = 0};
    struct json_object *body = NULL;
    bool is_good =
        parse_body(request, call, &body, fault) && make_fingerprint(request, call, body, values, fault);
    for (const struct call_argument *a = call->arguments; is_good && a->source != CALL_END; a++)
        is_good = take_argument(request, a, body, values, fault);
    json_object_put(body);
    return is_good;
}

bool call_ask(const struct services *services, struct request *request, const struct call *call,
              struct database_answer *answer, struct fault *fault)
{
    struct call_values values;
    if (!call_collect(request, call, &values, fault)) return false;
    database_ask(services->database, call->statement, values.values, request->arena, answer);
    return true;
}

void call_run(const struct services *services, struct request *request, struct reply *reply,
              const struct call *call)
{
    struct database_answer answer;
    struct fault fault;
    if (call_ask(services, request, call, &answer, &fault))
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    else
        reply_fault(reply, request, &fault);
}

/* NULL without a body: then no member is there. */
static bool parse_body(struct request *request, const struct call *call, struct json_object **body,
                       struct fault *fault)
{
    *body = NULL;
    if (request->body_length == 0) return true;
    struct json_tokener *tokener = json_tokener_new_ex(BODY_DEPTH);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    *body = json_tokener_parse_ex(tokener, request->body, (int)request->body_length + 1);
    bool is_whole = json_tokener_get_error(tokener) == json_tokener_success &&
                    json_tokener_get_parse_end(tokener) >= request->body_length;
    json_tokener_free(tokener);
    *fault = (struct fault){.problem = PROBLEM_BAD_REQUEST, .detail = "The body is no JSON object."};
    if (!is_whole || !json_object_is_type(*body, json_type_object)) return false;
    /* Text in the database has no room for it, nor has anything that we take. */
    if (strstr(request->body, "\\u0000")) {
        fault->detail = "The body has a NUL character in it.";
        return false;
    }
    json_object_object_foreach(*body, name, unused)
    {
        (void)unused;
        if (has_member(call, name)) continue;
        *fault = (struct fault){
            .problem = PROBLEM_UNKNOWN_PARAMETER,
            .parameter = arena_copy(request->arena, name, strlen(name)),
            .detail = arena_printf(request->arena, "%s means nothing here.", name),
        };
        return false;
    }
    return true;
}

static bool has_member(const struct call *call, const char *name)
{
    for (const struct call_argument *a = call->arguments; a->source != CALL_END; a++)
        if (a->source >= CALL_BODY_TEXT && strcmp(a->name, name) == 0) return true;
    return false;
}

static bool take_argument(struct request *request, const struct call_argument *argument,
                          struct json_object *body, struct call_values *values, struct fault *fault)
{
    const char *value = NULL;
    switch (argument->source) {
    case CALL_TOKEN:
        value = request->token.is_there ? request->token.hash : NULL;
        break;
    case CALL_KEY:
        if (!idempotency_key_check(request->key, fault)) return false;
        value = request->key;
        break;
    case CALL_FINGERPRINT:
        value = values->fingerprint;
        break;
    case CALL_CAPTURE:
        value = request->capture;
        break;
    case CALL_QUERY:
    case CALL_QUERY_NUMBER:
    case CALL_LIMIT:
        if (!take_query(request, argument, &value, fault)) return false;
        break;
    case CALL_BODY_SECRET:
        if (!take_member(request, argument, body, &value, fault)) return false;
        values->secrets[values->secret_count++] = value;
        return true;
    case CALL_BODY_TEXT:
    case CALL_BODY_NUMBER:
    case CALL_BODY_FLAG:
    case CALL_BODY_HASH:
    case CALL_BODY_JSON:
        if (!take_member(request, argument, body, &value, fault)) return false;
        break;
    case CALL_END:
        break;
    }
    values->values[values->count++] = value;
    return true;
}

static bool take_query(struct request *request, const struct call_argument *argument, const char **value,
                       struct fault *fault)
{
    int64_t unused;
    *value = request_parameter(request, argument->name);
    if (argument->source == CALL_LIMIT) {
        if (!*value) *value = LIMIT_DEFAULT;
        return request_number(request, argument->name, *value, 1, LIMIT_MAX, &unused, fault);
    }
    return argument->source == CALL_QUERY || !*value ||
           request_number(request, argument->name, *value, 1, INT64_MAX, &unused, fault);
}

/* JSON null is the same as nothing. */
static bool take_member(struct request *request, const struct call_argument *argument,
                        struct json_object *body, const char **value, struct fault *fault)
{
    static const char *const forms[] = {
        [CALL_BODY_TEXT] = "text",          [CALL_BODY_NUMBER] = "a whole number",
        [CALL_BODY_FLAG] = "true or false", [CALL_BODY_HASH] = "64 hex digits",
        [CALL_BODY_JSON] = "JSON",          [CALL_BODY_SECRET] = "text",
    };
    struct json_object *member;
    *value = NULL;
    if (!json_object_object_get_ex(body, argument->name, &member) || !member) return true;
    if (!member_fits(argument->source, member)) {
        *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER,
                                .parameter = argument->name,
                                .detail = arena_printf(request->arena, "%s must be %s.", argument->name,
                                                       forms[argument->source])};
        return false;
    }
    const char *text = argument->source == CALL_BODY_JSON
                           ? json_object_to_json_string_ext(member, JSON_C_TO_STRING_PLAIN)
                           : json_object_get_string(member);
    *value = argument->source == CALL_BODY_HASH ? arena_printf(request->arena, "\\x%s", text)
                                                : keep(request, text, fault);
    return *value != NULL;
}

static bool member_fits(enum call_source source, struct json_object *member)
{
    const char *text;
    switch (source) {
    case CALL_BODY_TEXT:
    case CALL_BODY_SECRET:
        return json_object_is_type(member, json_type_string);
    case CALL_BODY_NUMBER:
        /* json-c makes the largest number of whatever is larger. */
        return json_object_is_type(member, json_type_int) && json_object_get_int64(member) != INT64_MAX &&
               json_object_get_int64(member) != INT64_MIN;
    case CALL_BODY_FLAG:
        return json_object_is_type(member, json_type_boolean);
    case CALL_BODY_HASH:
        text = json_object_get_string(member);
        return json_object_is_type(member, json_type_string) && strlen(text) == HASH_DIGITS &&
               strspn(text, "0123456789abcdefABCDEF") == HASH_DIGITS;
    default:
        return true;
    }
}

static const char *keep(struct request *request, const char *text, struct fault *fault)
{
    const char *copy = arena_copy(request->arena, text, strlen(text));
    if (!copy) *fault = (struct fault){.problem = PROBLEM_INTERNAL_ERROR, .reason = "request memory used up"};
    return copy;
}

static bool make_fingerprint(struct request *request, const struct call *call, struct json_object *body,
                             struct call_values *values, struct fault *fault)
{
    const char *text = request->body;
    bool has_secret = false;
    struct json_object *bare = NULL;
    for (const struct call_argument *a = call->arguments; a->source != CALL_END; a++)
        has_secret = has_secret || a->source == CALL_BODY_SECRET;
    if (has_secret && body && json_object_deep_copy(body, &bare, NULL) != 0) {
        *fault = (struct fault){.problem = PROBLEM_INTERNAL_ERROR, .reason = "no memory for a body"};
        return false;
    }
    for (const struct call_argument *a = call->arguments; bare && a->source != CALL_END; a++)
        if (a->source == CALL_BODY_SECRET) json_object_object_del(bare, a->name);
    if (bare) text = json_object_to_json_string_ext(bare, JSON_C_TO_STRING_PLAIN);
    idempotency_fingerprint(values->fingerprint, request->method_text, request->path, text, strlen(text));
    json_object_put(bare);
    return true;
}
