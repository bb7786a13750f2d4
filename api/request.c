/* SPDX-License-Identifier: MIT */
/* Reads and validates a FastCGI request: head, query, body. */
#include "request.h"

#include <arpa/inet.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "percent.h"
#include "sentence.h"

static void read_credentials(struct request *request, char **environment);
static void read_origin(struct request *request, char **environment, const char *origins);
static const char *all_of(struct arena *arena, char **environment, const char *name);
static bool is_variable(const char *variable, const char *name, size_t name_length);
static void make_id(char id[REQUEST_ID_SIZE]);
static bool is_visible_ascii(const char *text);
static bool add_parameter(struct request *request, const char *pair, size_t length,
                          const char *const *allowed, struct fault *fault);
static bool refuse(struct request *request, struct fault *fault, enum problem problem, const char *name,
                   const char *why);
static bool has_parameter(const char *const *allowed, const char *name);
static bool is_clean_utf8(const unsigned char *text, size_t length);
static size_t utf8_sequence(const unsigned char *text, size_t left);

static const char *const method_words[] = {
    [REQUEST_GET] = "GET",         [REQUEST_HEAD] = "HEAD",   [REQUEST_POST] = "POST",
    [REQUEST_PUT] = "PUT",         [REQUEST_PATCH] = "PATCH", [REQUEST_DELETE] = "DELETE",
    [REQUEST_OPTIONS] = "OPTIONS",
};

bool request_read_head(struct request *request, struct arena *arena, char **environment,
                       const struct client_address_trust *trust, const char *origins, struct fault *fault)
{
    *request =
        (struct request){.arena = arena, .method_text = "", .path = "", .query = "", .body = "", .agent = ""};
    make_id(request->id);
    read_credentials(request, environment);
    read_origin(request, environment, origins);
    const char *method = FCGX_GetParam("REQUEST_METHOD", environment);
    const char *uri = FCGX_GetParam("REQUEST_URI", environment);
    request->if_none_match = FCGX_GetParam("HTTP_IF_NONE_MATCH", environment);
    request->language = sentence_language(FCGX_GetParam("HTTP_ACCEPT_LANGUAGE", environment));
    const char *length_text = FCGX_GetParam("CONTENT_LENGTH", environment);
    request->announced = length_text && *length_text ? strtoll(length_text, NULL, 10) : -1;
    /* Before 2.11 Caddy writes -1 for a body in chunks, and 0 for none. Others leave the variable out for both. */
    request->is_open_ended = length_text && *length_text == '-';
    /* REMOTE_ADDR is whom our proxy saw. Caddy names it again, last in X-Forwarded-For: a trusted one is passed twice. */
    const char *remote = FCGX_GetParam("REMOTE_ADDR", environment);
    client_address_of_client(trust, remote ? remote : "", all_of(arena, environment, "HTTP_X_FORWARDED_FOR"),
                             request->client);
    client_address_network(request->client, request->network);
    request->method = request_method_of(method ? method : "");
    request->method_text = request->method == REQUEST_OTHER ? "other" : method;
    size_t length = uri ? strlen(uri) : 0;
    if (length > REQUEST_URI_MAX) {
        *fault = (struct fault){.problem = PROBLEM_URI_TOO_LONG};
        return false;
    }
    if (length == 0 || *uri != '/' || !is_visible_ascii(uri)) {
        *fault = (struct fault){.problem = PROBLEM_BAD_REQUEST,
                                .detail = "The address is not a path of visible ASCII."};
        return false;
    }
    size_t path_length = strcspn(uri, "?");
    request->path = arena_copy(arena, uri, path_length);
    request->query = uri[path_length] ? uri + path_length + 1 : "";
    if (request->path) return true;
    request->path = "";
    *fault = (struct fault){.problem = PROBLEM_INTERNAL_ERROR, .reason = "request memory used up"};
    return false;
}

enum request_body request_read_body(struct request *request, FCGX_Stream *in)
{
    char piece[4096];
    size_t total = 0, kept = 0;
    char *body = NULL;
    for (;;) {
        int n = FCGX_GetStr(piece, sizeof piece, in);
        if (n <= 0) break;
        total += (size_t)n;
        if (total > REQUEST_DRAIN_MAX) return REQUEST_BODY_CUT;
        if (total > REQUEST_BODY_MAX) continue;
        if (!body) body = arena_alloc(request->arena, REQUEST_BODY_MAX + 1);
        if (!body) return REQUEST_BODY_CUT;
        memcpy(body + kept, piece, (size_t)n);
        kept += (size_t)n;
    }
    if (FCGX_GetError(in) != 0) return REQUEST_BODY_CUT;
    if (total > REQUEST_BODY_MAX) return REQUEST_BODY_LARGE;
    /* Caddy holds it until it is whole, but a second time has nothing left to send. */
    if (request->is_open_ended && total == 0) return REQUEST_BODY_SHORT;
    if (!request->is_open_ended && request->announced < 0 && total > 0) return REQUEST_BODY_UNSIZED;
    if (request->announced > (long long)total) return REQUEST_BODY_SHORT;
    if (body) request->body = body;
    request->body_length = kept;
    return REQUEST_BODY_WHOLE;
}

enum request_method request_method_of(const char *text)
{
    for (size_t i = 0; i < sizeof method_words / sizeof *method_words; i++)
        if (strcmp(method_words[i], text) == 0) return (enum request_method)i;
    return REQUEST_OTHER;
}

bool request_parse_query(struct request *request, const char *const *allowed, struct fault *fault)
{
    const char *at = request->query;
    while (*at) {
        size_t length = strcspn(at, "&");
        if (!add_parameter(request, at, length, allowed, fault)) return false;
        at += length;
        if (*at == '&' && !*++at) {
            *fault = (struct fault){.problem = PROBLEM_BAD_REQUEST, .detail = "The query ends with '&'."};
            return false;
        }
    }
    return true;
}

const char *request_parameter(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (strcmp(request->parameters[i].name, name) == 0) return request->parameters[i].value;
    return NULL;
}

const char *request_decode(struct arena *arena, const char *text, size_t length)
{
    char *out = arena_alloc(arena, length + 1);
    if (!out) return NULL;
    size_t used;
    if (!percent_decode(text, length, out, &used)) return NULL;
    return is_clean_utf8((const unsigned char *)out, used) ? out : NULL;
}

bool request_number(struct request *request, const char *name, const char *text, int64_t minimum,
                    int64_t maximum, int64_t *number, struct fault *fault)
{
    size_t length = strlen(text);
    bool is_number = length >= 1 && length <= 19 && (text[0] != '0' || length == 1);
    uint64_t value = 0;
    for (size_t i = 0; is_number && i < length; i++) {
        is_number = text[i] >= '0' && text[i] <= '9';
        value = value * 10 + (uint64_t)(text[i] - '0');
    }
    if (is_number && value <= INT64_MAX && (int64_t)value >= minimum && (int64_t)value <= maximum) {
        *number = (int64_t)value;
        return true;
    }
    *fault = (struct fault){
        .problem = PROBLEM_BAD_PARAMETER,
        .parameter = name,
        .detail = arena_printf(request->arena, "%s must be a whole number from %lld to %lld.", name,
                               (long long)minimum, (long long)maximum),
    };
    return false;
}

static void read_credentials(struct request *request, char **environment)
{
    const char *agent = FCGX_GetParam("HTTP_USER_AGENT", environment);
    token_read(&request->token, all_of(request->arena, environment, "HTTP_AUTHORIZATION"),
               all_of(request->arena, environment, "HTTP_COOKIE"));
    if (agent && is_clean_utf8((const unsigned char *)agent, strlen(agent))) request->agent = agent;
    request->key = FCGX_GetParam("HTTP_IDEMPOTENCY_KEY", environment);
    request->content_type = FCGX_GetParam("CONTENT_TYPE", environment);
}

/* FastCGI's peer is a proxy of ours, which writes X-Forwarded-Proto itself. */
static void read_origin(struct request *request, char **environment, const char *origins)
{
    const char *scheme = origin_scheme(FCGX_GetParam("HTTP_X_FORWARDED_PROTO", environment));
    request->is_tls = strcmp(scheme, "https") == 0;
    request->origin = FCGX_GetParam("HTTP_ORIGIN", environment);
    request->asked_method = FCGX_GetParam("HTTP_ACCESS_CONTROL_REQUEST_METHOD", environment);
    request->standing =
        origin_judge(origins, request->origin, scheme, FCGX_GetParam("HTTP_HOST", environment));
}

/* Several lines of a header are one variable by Caddy, with commas, and several by nginx and HAProxy. NULL: none. */
static const char *all_of(struct arena *arena, char **environment, const char *name)
{
    size_t name_length = strlen(name), room = 0;
    for (char **at = environment; *at; at++)
        if (is_variable(*at, name, name_length)) room += strlen(*at);
    const char *first = FCGX_GetParam(name, environment);
    if (!first || room == name_length + 1 + strlen(first)) return first;
    char *all = arena_alloc(arena, room), *end = all;
    if (!all) return first;
    for (char **at = environment; *at; at++) {
        if (!is_variable(*at, name, name_length)) continue;
        if (end > all) *end++ = ',';
        const char *value = *at + name_length + 1;
        end = mempcpy(end, value, strlen(value));
    }
    return all;
}

static bool is_variable(const char *variable, const char *name, size_t name_length)
{
    return strncmp(variable, name, name_length) == 0 && variable[name_length] == '=';
}

/* Time and a counter: unique within a process, almost so among replicas, and logs sort by it. */
static void make_id(char id[REQUEST_ID_SIZE])
{
    static atomic_uint_fast64_t next;
    uint64_t count = atomic_fetch_add_explicit(&next, 1, memory_order_relaxed);
    (void)snprintf(id, REQUEST_ID_SIZE, "%011llx-%llx",
                   (unsigned long long)clock_wall_ms() & 0xfffffffffffULL,
                   (unsigned long long)count & 0xffffffffffULL);
}

static bool is_visible_ascii(const char *text)
{
    for (; *text; text++)
        if (*text <= 0x20 || *text >= 0x7f) return false;
    return true;
}

static bool add_parameter(struct request *request, const char *pair, size_t length,
                          const char *const *allowed, struct fault *fault)
{
    const char *equals = memchr(pair, '=', length);
    size_t name_length = equals ? (size_t)(equals - pair) : length;
    const char *name = request_decode(request->arena, pair, name_length);
    const char *value = equals ? request_decode(request->arena, equals + 1, length - name_length - 1) : "";
    if (!name || !*name) {
        *fault = (struct fault){.problem = PROBLEM_BAD_REQUEST,
                                .detail = "A parameter of the query has no readable name."};
        return false;
    }
    if (!has_parameter(allowed, name))
        return refuse(request, fault, PROBLEM_UNKNOWN_PARAMETER, name, "means nothing here.");
    if (request_parameter(request, name))
        return refuse(request, fault, PROBLEM_DUPLICATE_PARAMETER, name, "may be given once.");
    if (!value || request->parameter_count == REQUEST_PARAMETERS_MAX)
        return refuse(request, fault, PROBLEM_BAD_PARAMETER, name,
                      "is not UTF-8 in percent-encoding, or has control characters in it.");
    request->parameters[request->parameter_count++] =
        (struct request_parameter){.name = name, .value = value};
    return true;
}

static bool refuse(struct request *request, struct fault *fault, enum problem problem, const char *name,
                   const char *why)
{
    *fault = (struct fault){
        .problem = problem, .parameter = name, .detail = arena_printf(request->arena, "%s %s", name, why)};
    return false;
}

static bool has_parameter(const char *const *allowed, const char *name)
{
    for (; allowed && *allowed; allowed++)
        if (strcmp(*allowed, name) == 0) return true;
    return false;
}

static bool is_clean_utf8(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t n = utf8_sequence(text + i, length - i);
        if (n == 0) return false;
        i += n;
    }
    return true;
}

/* Length of the well-formed sequence at `text` (RFC 3629), 0 if it is malformed or a control character. */
static size_t utf8_sequence(const unsigned char *text, size_t left)
{
    unsigned char first = text[0], low = 0x80, high = 0xbf;
    if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
    size_t n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || n > left) return 0;
    if (first == 0xe0) low = 0xa0;           /* overlong */
    if (first == 0xed) high = 0x9f;          /* surrogates */
    if (first == 0xf0) low = 0x90;           /* overlong */
    if (first == 0xf4) high = 0x8f;          /* above U+10FFFF */
    if (n == 2 && first == 0xc2) low = 0xa0; /* C1 controls */
    if (text[1] < low || text[1] > high) return 0;
    for (size_t i = 2; i < n; i++)
        if (text[i] < 0x80 || text[i] > 0xbf) return 0;
    return n;
}
