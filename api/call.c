/* SPDX-License-Identifier: MIT */
/* Collects a function's parameters from path, query, headers and body. Forms are checked here, rules in SQL. */
#include "call.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#include "array.h"

#define BODY_DEPTH 8
#define LIMIT_MAX 100
#define LIMIT_DEFAULT "20"
#define LONG_LIMIT_MAX 10000
#define LONG_LIMIT_DEFAULT "1000"
#define HASH_DIGITS 64

static bool parse_body(struct request *request, const struct call *call, struct json_object **body,
                       struct fault *fault);
static bool has_member(const struct call *call, const char *name);
static bool take_argument(struct request *request, const struct call_argument *argument,
                          struct json_object *body, struct call_values *values, struct fault *fault);
static bool take_capture(struct request *request, const struct call_argument *argument, const char **value,
                         struct fault *fault);
static bool take_query(struct request *request, const struct call_argument *argument, const char **value,
                       struct fault *fault);
static bool is_day(const char *text);
static bool has_value(struct request *request, const struct call_argument *argument, struct json_object *body,
                      struct fault *fault);
static bool take_member(struct request *request, const struct call_argument *argument,
                        struct json_object *body, const char **value, struct fault *fault);
static bool member_fits(enum call_source source, struct json_object *member);
static bool is_whole_number(struct json_object *value);
static const char *member_text(struct request *request, enum call_source source, struct json_object *member);
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
    case CALL_CONSTANT:
        value = argument->name;
        break;
    case CALL_REQUIRED:
        return has_value(request, argument, body, fault);
    case CALL_CAPTURE:
    case CALL_CAPTURE_NUMBER:
        if (!take_capture(request, argument, &value, fault)) return false;
        break;
    case CALL_QUERY:
    case CALL_QUERY_NUMBER:
    case CALL_QUERY_DAY:
    case CALL_LIMIT:
    case CALL_LONG_LIMIT:
        if (!take_query(request, argument, &value, fault)) return false;
        break;
    case CALL_BODY_SECRET:
        if (!take_member(request, argument, body, &value, fault)) return false;
        values->secrets[values->secret_count++] = value;
        return true;
    case CALL_BODY_TEXT:
    case CALL_BODY_NUMBER:
    case CALL_BODY_ID:
    case CALL_BODY_FLAG:
    case CALL_BODY_HASH:
    case CALL_BODY_JSON:
    case CALL_BODY_SCALAR:
    case CALL_BODY_TEXTS:
    case CALL_BODY_SELECTIONS:
    case CALL_BODY_STAKES:
        if (!take_member(request, argument, body, &value, fault)) return false;
        break;
    case CALL_END:
        break;
    }
    values->values[values->count++] = value;
    return true;
}

/* A number's bounds are the database's; text must be what a URL may carry as it is, as our numbers and names are. */
static bool take_capture(struct request *request, const struct call_argument *argument, const char **value,
                         struct fault *fault)
{
    int64_t unused;
    const char *name = argument->name ? argument->name : "id";
    *value = request->capture ? request->capture : "";
    return argument->source == CALL_CAPTURE ||
           request_number(request, name, *value, 1, INT64_MAX, &unused, fault);
}

static bool take_query(struct request *request, const struct call_argument *argument, const char **value,
                       struct fault *fault)
{
    int64_t unused;
    *value = request_parameter(request, argument->name);
    if (argument->source == CALL_LIMIT || argument->source == CALL_LONG_LIMIT) {
        bool is_long = argument->source == CALL_LONG_LIMIT;
        if (!*value) *value = is_long ? LONG_LIMIT_DEFAULT : LIMIT_DEFAULT;
        return request_number(request, argument->name, *value, 1, is_long ? LONG_LIMIT_MAX : LIMIT_MAX,
                              &unused, fault);
    }
    if (argument->source == CALL_QUERY || !*value) return true;
    if (argument->source == CALL_QUERY_NUMBER)
        return request_number(request, argument->name, *value, 1, INT64_MAX, &unused, fault);
    *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER,
                            .parameter = argument->name,
                            .detail = "A day is written YYYY-MM-DD."};
    return is_day(*value);
}

/* In the calendar's form; the database would take many others. */
static bool is_day(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(text) != sizeof form - 1) return false;
    for (size_t i = 0; form[i]; i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
    int year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
    int month = (text[5] - '0') * 10 + text[6] - '0', day = (text[8] - '0') * 10 + text[9] - '0';
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1] &&
           (month != 2 || day < 29 || is_leap);
}

static bool has_value(struct request *request, const struct call_argument *argument, struct json_object *body,
                      struct fault *fault)
{
    struct json_object *member;
    if (json_object_object_get_ex(body, argument->name, &member) && member) return true;
    *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER,
                            .parameter = argument->name,
                            .detail = arena_printf(request->arena, "%s is missing.", argument->name)};
    return false;
}

/* JSON null is the same as nothing. */
static bool take_member(struct request *request, const struct call_argument *argument,
                        struct json_object *body, const char **value, struct fault *fault)
{
    static const char *const forms[] = {
        [CALL_BODY_TEXT] = "text",
        [CALL_BODY_NUMBER] = "a whole number",
        [CALL_BODY_ID] = "a whole number from 1 on",
        [CALL_BODY_FLAG] = "true or false",
        [CALL_BODY_HASH] = "64 hex digits",
        [CALL_BODY_JSON] = "JSON",
        [CALL_BODY_SCALAR] = "text or a whole number",
        [CALL_BODY_TEXTS] = "an array of texts",
        [CALL_BODY_SELECTIONS] = "an array of {market, selection, stake}",
        [CALL_BODY_STAKES] = "an array of {market, selection, stake}",
        [CALL_BODY_SECRET] = "text",
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
    *value = member_text(request, argument->source, member);
    if (!*value)
        *fault = (struct fault){.problem = PROBLEM_INTERNAL_ERROR, .reason = "request memory used up"};
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
        return is_whole_number(member);
    case CALL_BODY_ID:
        return is_whole_number(member) && json_object_get_int64(member) >= 1;
    case CALL_BODY_SCALAR:
        return json_object_is_type(member, json_type_string) || is_whole_number(member);
    case CALL_BODY_TEXTS:
        for (size_t i = 0;
             json_object_is_type(member, json_type_array) && i < json_object_array_length(member); i++)
            if (!json_object_is_type(json_object_array_get_idx(member, i), json_type_string)) return false;
        return json_object_is_type(member, json_type_array);
    case CALL_BODY_SELECTIONS:
    case CALL_BODY_STAKES:
        return json_object_is_type(member, json_type_array);
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

/* json-c makes the largest number of whatever is larger. */
static bool is_whole_number(struct json_object *value)
{
    return json_object_is_type(value, json_type_int) && json_object_get_int64(value) != INT64_MAX &&
           json_object_get_int64(value) != INT64_MIN;
}

/* As PostgreSQL reads it, in the arena; NULL: that is used up. */
static const char *member_text(struct request *request, enum call_source source, struct json_object *member)
{
    const char *text;
    switch (source) {
    case CALL_BODY_HASH:
        return arena_printf(request->arena, "\\x%s", json_object_get_string(member));
    case CALL_BODY_TEXTS:
    case CALL_BODY_SELECTIONS:
    case CALL_BODY_STAKES:
        return array_write(request->arena, source, member);
    case CALL_BODY_JSON:
        text = json_object_to_json_string_ext(member, JSON_C_TO_STRING_PLAIN);
        break;
    default:
        text = json_object_get_string(member);
        break;
    }
    return arena_copy(request->arena, text, strlen(text));
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
