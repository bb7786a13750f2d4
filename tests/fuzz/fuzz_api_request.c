/* SPDX-License-Identifier: MIT */
/* Everything of a request that a stranger writes: method, address with query, headers, body. Input: these, a line
 * each, as `names` has them. Nothing may crash, and what is taken must be what it claims to be. */
#include <fcgiapp.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "reply.h"
#include "request.h"
#include "route.h"
#include "sql_binding.h"

#define LINES 9

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

/* The next line of the input as NAME=line. */
static char *take_line(struct arena *arena, const char *name, const uint8_t **data, size_t *size)
{
    const uint8_t *end = memchr(*data, '\n', *size);
    size_t length = end ? (size_t)(end - *data) : *size;
    char *text = arena_copy(arena, (const char *)*data, length);
    require(text != NULL);
    *data += end ? length + 1 : length;
    *size -= end ? length + 1 : length;
    char *line = arena_printf(arena, "%s=%s", name, text);
    require(line != NULL);
    return line;
}

static void fill(FCGX_Stream *stream)
{
    stream->isClosed = 1;
}

static void check_parameters(struct request *request, const struct route *route)
{
    for (size_t i = 0; i < request->parameter_count; i++) {
        const char *name = request->parameters[i].name, *value = request->parameters[i].value;
        bool is_known = false;
        for (size_t p = 0; route->parameters[p]; p++)
            is_known = is_known || strcmp(route->parameters[p], name) == 0;
        require(is_known);
        require(request_parameter(request, name) == value); /* the first of its name is the only one */
        for (const char *c = value; *c; c++)
            require((unsigned char)*c >= 0x20 && *c != 0x7f);
        struct fault fault;
        int64_t number;
        if (!request_number(request, name, value, 1, 100, &number, &fault)) continue;
        require(number >= 1 && number <= 100);
        require(strtol(value, NULL, 10) == number);
    }
}

static void check_fault(const struct request *request, const struct fault *fault)
{
    struct reply reply;
    reply_fault(&reply, request, fault);
    reply_finish(&reply, request);
    require(reply.status >= 400 && reply.status < 500);
    require(reply_header(&reply, request) != NULL);
    struct json_object *object = json_tokener_parse(reply.body);
    require(object != NULL);
    json_object_put(object);
}

static void check_condition(struct request *request)
{
    struct reply reply;
    reply_bytes(&reply, "text/plain", REPLY_CACHE_ASK, "body", 4, "\"tag\"");
    reply_finish(&reply, request);
    require(reply.status == 200 || reply.status == 304);
    if (reply.status == 304)
        require(strstr(request->if_none_match, "\"tag\"") || strchr(request->if_none_match, '*'));
    const char *header = reply_header(&reply, request);
    require(header && strstr(header, "\r\n\r\n") == header + strlen(header) - 4);
}

/* Of an array as PostgreSQL writes it. */
static size_t elements(const char *array)
{
    require(*array == '{' && array[strlen(array) - 1] == '}');
    size_t count = strcmp(array, "{}") == 0 ? 0 : 1;
    bool is_quoted = false;
    for (; *array; array++) {
        if (*array == '\\')
            array++;
        else if (*array == '"')
            is_quoted = !is_quoted;
        else if (*array == ',' && !is_quoted)
            count++;
    }
    require(!is_quoted);
    return count;
}

/* The name of an object's first member; NULL: it has none. */
static const char *first_member(struct json_object *object)
{
    if (!json_object_is_type(object, json_type_object)) return NULL;
    json_object_object_foreach(object, name, unused)
    {
        (void)unused;
        return name;
    }
    return NULL;
}

/* A body that was taken has each member once: with its first one behind it again, it is refused. */
static void check_again(struct request *request, const struct sql_binding *binding)
{
    struct json_object *body = json_tokener_parse(request->body);
    struct sql_binding_values values;
    struct fault fault;
    const char *name = first_member(body), *end = strrchr(request->body, '}');
    struct request again = *request;
    if (name && end)
        again.body =
            arena_printf(request->arena, "%.*s,\"%s\":0}", (int)(end - request->body), request->body, name);
    if (name && end && again.body) {
        again.body_length = strlen(again.body);
        require(!sql_binding_collect(&again, binding, &values, &fault));
        require(fault.problem == PROBLEM_DUPLICATE_MEMBER);
    }
    json_object_put(body);
}

/* What a change would hand to the database: whole, or refused with a reason. */
static void check_call(struct request *request)
{
    static const struct sql_binding binding = {DATABASE_TICKET_PAY,
                                               {BIND_SIGNED,
                                                {BIND_BODY_TEXT, "code"},
                                                {BIND_BODY_NUMBER, "roundId"},
                                                {BIND_BODY_HASH, "cardHash"},
                                                {BIND_BODY_JSON, "counts"},
                                                {BIND_BODY_SELECTIONS, "lines"},
                                                {BIND_BODY_STAKES, "lines"},
                                                {BIND_BODY_TEXTS, "header"},
                                                {BIND_BODY_SCALAR, "value"},
                                                {BIND_BODY_SECRET, "password"}}};
    struct sql_binding_values values;
    struct fault fault;
    if (!sql_binding_collect(request, &binding, &values, &fault)) {
        check_fault(request, &fault);
        return;
    }
    require(values.count == 11 && values.secret_count == 1);
    require(!values.values[7] == !values.values[8]);
    if (values.values[7]) require(elements(values.values[7]) == elements(values.values[8]));
    require(strlen(values.values[1]) >= 8 && strlen(values.values[1]) <= 64);
    require(!request->token.is_there || strlen(request->token.hash) == TOKEN_HASH_SIZE - 1);
    require(!values.values[5] || strlen(values.values[5]) == 66);
    check_again(request, &binding);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 16384) return 0;
    struct arena *arena = arena_new(65536, 1024 * 1024);
    static const char *const names[LINES] = {
        "REQUEST_METHOD", "REQUEST_URI",        "HTTP_IF_NONE_MATCH",   "HTTP_X_FORWARDED_FOR", "REMOTE_ADDR",
        "HTTP_COOKIE",    "HTTP_AUTHORIZATION", "HTTP_IDEMPOTENCY_KEY", "HTTP_USER_AGENT"};
    char *environment[LINES + 3] = {NULL};
    for (size_t i = 0; i < LINES; i++)
        environment[i] = take_line(arena, names[i], &data, &size);
    environment[LINES] = arena_printf(arena, "CONTENT_LENGTH=%zu", size);
    /* Cookies in a second line. */
    environment[LINES + 1] = arena_printf(arena, "HTTP_COOKIE=%s", strchr(environment[6], '=') + 1);
    require(environment[LINES] != NULL && environment[LINES + 1] != NULL);

    struct request request;
    struct fault fault;
    char allow[REPLY_METHODS_MAX];
    struct client_address_trust *trust = client_address_trust_new("10.0.0.0/8", "104.16.0.0/12");
    require(trust != NULL);
    bool is_readable = request_read_head(&request, arena, environment, trust, "*", &fault);
    client_address_trust_free(trust);
    unsigned char *body = malloc(size + 1);
    require(body != NULL);
    memcpy(body, data, size);
    FCGX_Stream in = {.isReader = 1, .rdNext = body, .stop = body + size, .fillBuffProc = fill};
    require(request_read_body(&request, &in) == REQUEST_BODY_WHOLE);
    require(request.body_length == size && memcmp(request.body, body, size) == 0);
    free(body);

    const struct route *route = is_readable ? route_find(routes, route_count, &request, allow) : NULL;
    if (is_readable && !route) fault = (struct fault){.problem = PROBLEM_NOT_FOUND};
    if (route && request_parse_query(&request, route->parameters, &fault))
        check_parameters(&request, route);
    else
        check_fault(&request, &fault);
    if (request.if_none_match) check_condition(&request);
    check_call(&request);
    arena_free(arena);
    return 0;
}
