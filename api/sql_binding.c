/* SPDX-License-Identifier: MIT */
/* Collects a function's parameters from path, query, headers and body. Syntax is checked here, rules in SQL. */
#include "sql_binding.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#include "array.h"
#include "json_check.h"

#define BODY_DEPTH 8
#define LIMIT_MAX 100
#define LIMIT_DEFAULT "20"
#define LONG_LIMIT_MAX 10000
#define LONG_LIMIT_DEFAULT "1000"
#define HASH_DIGITS 64
#define DAY_FORM "A day is written YYYY-MM-DD."

static bool parse_body(struct request *request, const struct sql_binding *binding, struct json_object **body,
                       struct fault *fault);
static bool check_text(struct request *request, struct json_object *body, struct fault *fault);
static void write_integers(struct json_object *value);
static bool is_integral(struct json_object *value);
static bool has_member(const struct sql_binding *binding, const char *name);
static bool bind_argument(struct request *request, const struct sql_binding_argument *argument,
                          struct json_object *body, struct sql_binding_values *values, struct fault *fault);
static bool bind_capture(struct request *request, const struct sql_binding_argument *argument,
                         const char **value, struct fault *fault);
static bool bind_query(struct request *request, const struct sql_binding_argument *argument,
                       const char **value, struct fault *fault);
static bool is_day(const char *text);
static bool has_value(struct request *request, const struct sql_binding_argument *argument,
                      struct json_object *body, struct fault *fault);
static bool bind_member(struct request *request, const struct sql_binding_argument *argument,
                        struct json_object *body, const char **value, struct fault *fault);
static bool member_fits(enum bind_source source, struct json_object *member);
static bool is_whole_number(struct json_object *value);
static const char *member_text(struct request *request, enum bind_source source, struct json_object *member);
static bool make_fingerprint(struct request *request, const struct sql_binding *binding,
                             struct json_object *body, struct sql_binding_values *values,
                             struct fault *fault);

bool sql_binding_collect(struct request *request, const struct sql_binding *binding,
                         struct sql_binding_values *values, struct fault *fault)
{
    *values = (struct sql_binding_values){.count = 0};
    struct json_object *body = NULL;
    bool is_good =
        parse_body(request, binding, &body, fault) && make_fingerprint(request, binding, body, values, fault);
    for (const struct sql_binding_argument *a = binding->arguments; is_good && a->source != BIND_END; a++)
        is_good = bind_argument(request, a, body, values, fault);
    json_object_put(body);
    return is_good;
}

bool sql_binding_query(const struct app_context *app, struct request *request,
                       const struct sql_binding *binding, struct database_answer *answer, struct fault *fault)
{
    struct sql_binding_values values;
    if (!sql_binding_collect(request, binding, &values, fault)) return false;
    database_query(app->database, binding->statement, values.values, request->arena, answer);
    return true;
}

void sql_binding_reply(const struct app_context *app, struct request *request, struct reply *reply,
                       const struct sql_binding *binding)
{
    struct database_answer answer;
    struct fault fault;
    if (sql_binding_query(app, request, binding, &answer, &fault))
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    else
        reply_fault(reply, request, &fault);
}

/* *body is NULL without a body. */
static bool parse_body(struct request *request, const struct sql_binding *binding, struct json_object **body,
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
    /* PostgreSQL's text cannot hold it. */
    if (strstr(request->body, "\\u0000")) {
        fault->detail = "The body has a NUL character in it.";
        return false;
    }
    if (!check_text(request, *body, fault)) return false;
    write_integers(*body);
    json_object_object_foreach(*body, name, unused)
    {
        (void)unused;
        if (has_member(binding, name)) continue;
        *fault = (struct fault){
            .problem = PROBLEM_UNKNOWN_PARAMETER,
            .parameter = arena_copy(request->arena, name, strlen(name)),
            .detail = arena_printf(request->arena, "%s means nothing here.", name),
        };
        return false;
    }
    return true;
}

static bool check_text(struct request *request, struct json_object *body, struct fault *fault)
{
    char name[JSON_CHECK_NAME_MAX];
    const char *why = "is given twice: which of them is meant?";
    *fault = (struct fault){.problem = PROBLEM_DUPLICATE_MEMBER};
    switch (json_check(request->body, request->body_length, body, name)) {
    case JSON_CHECK_GOOD:
        return true;
    case JSON_CHECK_MEMBER_TWICE:
        break;
    case JSON_CHECK_HALF_CHARACTER:
        fault->problem = PROBLEM_BAD_CHARACTERS;
        why = "has half of a character in it: one surrogate without the other.";
        break;
    }
    fault->parameter = arena_copy(request->arena, name, strlen(name));
    fault->detail = arena_printf(request->arena, "%s %s", name, why);
    return false;
}

/* 93.0 and 9.3e1 are the whole number 93 in JSON, however it is nested; in SQL they are not. */
static void write_integers(struct json_object *value)
{
    if (json_object_is_type(value, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(value); i++) {
            struct json_object *item = json_object_array_get_idx(value, i);
            if (is_integral(item))
                (void)json_object_array_put_idx(value, i,
                                                json_object_new_int64((int64_t)json_object_get_double(item)));
            else
                write_integers(item);
        }
    } else if (json_object_is_type(value, json_type_object)) {
        json_object_object_foreach(value, name, item)
        {
            if (is_integral(item))
                (void)json_object_object_add(value, name,
                                             json_object_new_int64((int64_t)json_object_get_double(item)));
            else
                write_integers(item);
        }
    }
}

/* Beyond 2^53 a double does not say which whole number was written. */
static bool is_integral(struct json_object *value)
{
    double number = json_object_is_type(value, json_type_double) ? json_object_get_double(value) : 0.5;
    return number >= -(double)REQUEST_NUMBER_MAX && number <= (double)REQUEST_NUMBER_MAX &&
           (double)(int64_t)number == number;
}

static bool has_member(const struct sql_binding *binding, const char *name)
{
    for (const struct sql_binding_argument *a = binding->arguments; a->source != BIND_END; a++)
        if (a->source >= BIND_BODY_TEXT && strcmp(a->name, name) == 0) return true;
    return false;
}

static bool bind_argument(struct request *request, const struct sql_binding_argument *argument,
                          struct json_object *body, struct sql_binding_values *values, struct fault *fault)
{
    const char *value = NULL;
    switch (argument->source) {
    case BIND_TOKEN:
        value = request->token.is_there ? request->token.hash : NULL;
        break;
    case BIND_KEY:
        value = idempotency_key_read(request->arena, request->key, fault);
        if (!value) return false;
        break;
    case BIND_FINGERPRINT:
        value = values->fingerprint;
        break;
    case BIND_CONSTANT:
        value = argument->name;
        break;
    case BIND_REQUIRED:
        return has_value(request, argument, body, fault);
    case BIND_CAPTURE:
    case BIND_CAPTURE_NUMBER:
        if (!bind_capture(request, argument, &value, fault)) return false;
        break;
    case BIND_QUERY:
    case BIND_QUERY_NUMBER:
    case BIND_QUERY_DAY:
    case BIND_LIMIT:
    case BIND_LONG_LIMIT:
        if (!bind_query(request, argument, &value, fault)) return false;
        break;
    case BIND_BODY_SECRET:
        if (!bind_member(request, argument, body, &value, fault)) return false;
        values->secrets[values->secret_count++] = value;
        return true;
    case BIND_BODY_TEXT:
    case BIND_BODY_NUMBER:
    case BIND_BODY_ID:
    case BIND_BODY_DAY:
    case BIND_BODY_FLAG:
    case BIND_BODY_HASH:
    case BIND_BODY_JSON:
    case BIND_BODY_SCALAR:
    case BIND_BODY_TEXTS:
    case BIND_BODY_SELECTIONS:
    case BIND_BODY_STAKES:
        if (!bind_member(request, argument, body, &value, fault)) return false;
        break;
    case BIND_END:
        break;
    }
    values->values[values->count++] = value;
    return true;
}

static bool bind_capture(struct request *request, const struct sql_binding_argument *argument,
                         const char **value, struct fault *fault)
{
    int64_t unused;
    const char *name = argument->name ? argument->name : "id";
    *value = request->capture ? request->capture : "";
    return argument->source == BIND_CAPTURE ||
           request_number(request, name, *value, 1, REQUEST_NUMBER_MAX, &unused, fault);
}

static bool bind_query(struct request *request, const struct sql_binding_argument *argument,
                       const char **value, struct fault *fault)
{
    int64_t unused;
    *value = request_parameter(request, argument->name);
    if (argument->source == BIND_LIMIT || argument->source == BIND_LONG_LIMIT) {
        bool is_long = argument->source == BIND_LONG_LIMIT;
        if (!*value) *value = is_long ? LONG_LIMIT_DEFAULT : LIMIT_DEFAULT;
        return request_number(request, argument->name, *value, 1, is_long ? LONG_LIMIT_MAX : LIMIT_MAX,
                              &unused, fault);
    }
    if (argument->source == BIND_QUERY || !*value) return true;
    if (argument->source == BIND_QUERY_NUMBER)
        return request_number(request, argument->name, *value, 1, REQUEST_NUMBER_MAX, &unused, fault);
    *fault =
        (struct fault){.problem = PROBLEM_BAD_PARAMETER, .parameter = argument->name, .detail = DAY_FORM};
    return is_day(*value);
}

/* YYYY-MM-DD only; PostgreSQL would accept many other forms. */
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

static bool has_value(struct request *request, const struct sql_binding_argument *argument,
                      struct json_object *body, struct fault *fault)
{
    struct json_object *member;
    if (json_object_object_get_ex(body, argument->name, &member) && member) return true;
    *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER,
                            .parameter = argument->name,
                            .detail = arena_printf(request->arena, "%s is missing.", argument->name)};
    return false;
}

/* JSON null is the same as a missing member. */
static bool bind_member(struct request *request, const struct sql_binding_argument *argument,
                        struct json_object *body, const char **value, struct fault *fault)
{
    static const char *const forms[] = {
        [BIND_BODY_TEXT] = "text",
        [BIND_BODY_NUMBER] = "a whole number",
        [BIND_BODY_ID] = "a whole number from 1 on",
        [BIND_BODY_DAY] = "text",
        [BIND_BODY_FLAG] = "true or false",
        [BIND_BODY_HASH] = "64 hex digits",
        [BIND_BODY_JSON] = "JSON",
        [BIND_BODY_SCALAR] = "text or a whole number",
        [BIND_BODY_TEXTS] = "an array of texts",
        [BIND_BODY_SELECTIONS] = "an array of {market, selection, stake}",
        [BIND_BODY_STAKES] = "an array of {market, selection, stake}",
        [BIND_BODY_SECRET] = "text",
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
    *fault =
        (struct fault){.problem = PROBLEM_BAD_PARAMETER, .parameter = argument->name, .detail = DAY_FORM};
    if (argument->source == BIND_BODY_DAY && !is_day(json_object_get_string(member))) return false;
    *value = member_text(request, argument->source, member);
    if (!*value)
        *fault = (struct fault){.problem = PROBLEM_INTERNAL_ERROR, .reason = "request memory used up"};
    return *value != NULL;
}

static bool member_fits(enum bind_source source, struct json_object *member)
{
    const char *text;
    switch (source) {
    case BIND_BODY_TEXT:
    case BIND_BODY_DAY:
    case BIND_BODY_SECRET:
        return json_object_is_type(member, json_type_string);
    case BIND_BODY_NUMBER:
        return is_whole_number(member);
    case BIND_BODY_ID:
        return is_whole_number(member) && json_object_get_int64(member) >= 1 &&
               json_object_get_int64(member) <= REQUEST_NUMBER_MAX;
    case BIND_BODY_SCALAR:
        return json_object_is_type(member, json_type_string) || is_whole_number(member);
    case BIND_BODY_TEXTS:
        for (size_t i = 0;
             json_object_is_type(member, json_type_array) && i < json_object_array_length(member); i++)
            if (!json_object_is_type(json_object_array_get_idx(member, i), json_type_string)) return false;
        return json_object_is_type(member, json_type_array);
    case BIND_BODY_SELECTIONS:
    case BIND_BODY_STAKES:
        return json_object_is_type(member, json_type_array);
    case BIND_BODY_FLAG:
        return json_object_is_type(member, json_type_boolean);
    case BIND_BODY_HASH:
        text = json_object_get_string(member);
        return json_object_is_type(member, json_type_string) && strlen(text) == HASH_DIGITS &&
               strspn(text, "0123456789abcdefABCDEF") == HASH_DIGITS;
    default:
        return true;
    }
}

/* json-c clamps numbers beyond 64 bits to INT64_MAX or INT64_MIN. */
static bool is_whole_number(struct json_object *value)
{
    return json_object_is_type(value, json_type_int) && json_object_get_int64(value) != INT64_MAX &&
           json_object_get_int64(value) != INT64_MIN;
}

/* In PostgreSQL's input format, in the arena; NULL: that is used up. */
static const char *member_text(struct request *request, enum bind_source source, struct json_object *member)
{
    const char *text;
    switch (source) {
    case BIND_BODY_HASH:
        return arena_printf(request->arena, "\\x%s", json_object_get_string(member));
    case BIND_BODY_TEXTS:
        return array_write(request->arena, ARRAY_TEXTS, member);
    case BIND_BODY_SELECTIONS:
        return array_write(request->arena, ARRAY_SELECTIONS, member);
    case BIND_BODY_STAKES:
        return array_write(request->arena, ARRAY_STAKES, member);
    case BIND_BODY_JSON:
        text = json_object_to_json_string_ext(member, JSON_C_TO_STRING_PLAIN);
        break;
    default:
        text = json_object_get_string(member);
        break;
    }
    return arena_copy(request->arena, text, strlen(text));
}

static bool make_fingerprint(struct request *request, const struct sql_binding *binding,
                             struct json_object *body, struct sql_binding_values *values, struct fault *fault)
{
    const char *text = request->body ? request->body : "";
    bool has_secret = false;
    struct json_object *bare = NULL;
    for (const struct sql_binding_argument *a = binding->arguments; a->source != BIND_END; a++)
        has_secret = has_secret || a->source == BIND_BODY_SECRET;
    if (has_secret && body && json_object_deep_copy(body, &bare, NULL) != 0) {
        *fault = (struct fault){.problem = PROBLEM_INTERNAL_ERROR, .reason = "no memory for a body"};
        return false;
    }
    for (const struct sql_binding_argument *a = binding->arguments; bare && a->source != BIND_END; a++)
        if (a->source == BIND_BODY_SECRET) json_object_object_del(bare, a->name);
    if (bare) text = json_object_to_json_string_ext(bare, JSON_C_TO_STRING_PLAIN);
    idempotency_fingerprint(values->fingerprint, request->method_text, request->path, text, strlen(text));
    json_object_put(bare);
    return true;
}
