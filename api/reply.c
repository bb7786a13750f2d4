/* SPDX-License-Identifier: MIT */
/* Makes replies and writes them as CGI headers and body. */
#include "reply.h"

#include <json-c/json.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "log.h"
#include "sentence.h"
#include "server.h"

#define ETAG_BYTES 16
#define FILE_PART_BYTES 16384
/* What a page of another origin may send and see besides what any page may. */
#define MAY_SEND                                                                                             \
    "Access-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key, If-None-Match\r\n"          \
    "Access-Control-Max-Age: 600\r\n"
#define MAY_SEE                                                                                              \
    "Access-Control-Expose-Headers: Allow, Content-Disposition, ETag, Retry-After, X-Request-Id\r\n"

static bool send_all(const struct reply *reply, const struct request *request, FCGX_Stream *out);
static bool send_file(FILE *file, FCGX_Stream *out);
static const char *problem_body(const struct request *request, const struct fault *fault, size_t *length,
                                enum language *language);
static const char *write_detail(const struct request *request, const struct fault *fault,
                                struct json_object *problem, enum language *language);
static int64_t retry_after_s(const struct problem_kind *kind, const struct fault *fault);
static void add_text(struct json_object *object, const char *key, const char *text);
static void add_members(struct json_object *object, const char *members);
static void parse_detail(struct fault *fault, const char *detail, struct arena *arena);
static bool matches_etag(const char *list, const char *etag);
static const char *reason_phrase(int status);

void reply_make_etag(char etag[REPLY_ETAG_SIZE], const char *body, size_t length)
{
    unsigned char hash[ETAG_BYTES];
    (void)crypto_generichash(hash, sizeof hash, (const unsigned char *)body, length, NULL, 0);
    etag[0] = '"';
    (void)sodium_bin2hex(etag + 1, ETAG_BYTES * 2 + 1, hash, sizeof hash);
    etag[ETAG_BYTES * 2 + 1] = '"';
    etag[ETAG_BYTES * 2 + 2] = '\0';
}

void reply_bytes(struct reply *reply, const char *content_type, const char *cache_control, const char *body,
                 size_t length, const char *etag)
{
    *reply = (struct reply){
        .status = 200,
        .content_type = content_type,
        .cache_control = cache_control,
        .body = body,
        .length = length,
    };
    if (etag)
        (void)snprintf(reply->etag, sizeof reply->etag, "%s", etag);
    else if (strcmp(cache_control, REPLY_CACHE_NEVER) != 0)
        reply_make_etag(reply->etag, body, length);
}

void reply_fault(struct reply *reply, const struct request *request, const struct fault *fault)
{
    const struct problem_kind *kind = problem_kind(fault->problem);
    size_t length;
    enum language language = request->language;
    const char *body = problem_body(request, fault, &length, &language);
    *reply = (struct reply){
        .status = kind->status,
        .content_type = "application/problem+json",
        .cache_control = REPLY_CACHE_NEVER,
        .body = body,
        .length = length,
        .retry_after_s = retry_after_s(kind, fault),
        .problem_code = kind->code,
        .language = language_code(language),
    };
    if (kind->status >= 500)
        log_error("request_failed", "request=%s client=%s method=%s path=%s status=%d code=%s reason=\"%s\"",
                  request->id, request->client, request->method_text, request->path, kind->status, kind->code,
                  fault->reason ? fault->reason : "");
}

void reply_answer(struct reply *reply, const struct request *request, const struct database_answer *answer,
                  const char *cache_control, const char *etag)
{
    struct fault fault = {.problem = PROBLEM_INTERNAL_ERROR};
    switch (answer->kind) {
    case DATABASE_TEXT:
        reply_bytes(reply, "application/json", cache_control, answer->text, answer->length, etag);
        return;
    case DATABASE_NOTHING:
        fault.problem = PROBLEM_NOT_FOUND;
        if (*answer->message) fault.detail = answer->message;
        break;
    case DATABASE_REFUSED:
        /* The messages of class HP are written for the client. */
        fault.problem = problem_of_sqlstate(answer->sqlstate);
        fault.reason = answer->message;
        if (fault.problem != PROBLEM_INTERNAL_ERROR) fault.detail = answer->message;
        parse_detail(&fault, answer->detail, request->arena);
        break;
    case DATABASE_FAILED:
        fault.problem = problem_of_sqlstate(answer->sqlstate);
        fault.reason = answer->message;
        if (problem_kind(fault.problem)->status < 500)
            log_warn("parameter_unchecked", "request=%s method=%s path=%s sqlstate=%s reason=\"%s\"",
                     request->id, request->method_text, request->path, answer->sqlstate, answer->message);
        break;
    case DATABASE_UNAVAILABLE:
        fault.problem = PROBLEM_DATABASE_UNAVAILABLE;
        fault.reason = answer->message;
        break;
    case DATABASE_BUSY:
        fault.problem = PROBLEM_BUSY;
        fault.reason = answer->message;
        break;
    }
    reply_fault(reply, request, &fault);
}

void reply_preflight(struct reply *reply, const char allow[REPLY_METHODS_MAX])
{
    *reply = (struct reply){.status = 204, .cache_control = REPLY_CACHE_NEVER, .body = ""};
    memcpy(reply->allow, allow, sizeof reply->allow);
}

void reply_finish(struct reply *reply, const struct request *request)
{
    bool is_read = request->method == REQUEST_GET || request->method == REQUEST_HEAD;
    if (reply->status != 200 || !*reply->etag || !is_read || !request->if_none_match) return;
    if (!matches_etag(request->if_none_match, reply->etag)) return;
    reply->status = 304;
    reply->content_type = NULL;
    reply->body = "";
    reply->length = 0;
}

const char *reply_header(const struct reply *reply, const struct request *request)
{
    char retry[48] = "";
    if (reply->retry_after_s)
        (void)snprintf(retry, sizeof retry, "Retry-After: %lld\r\n", (long long)reply->retry_after_s);
    char status[48] = ""; /* 200 is CGI's default, and some proxies pass this header on */
    if (reply->status != 200)
        (void)snprintf(status, sizeof status, "Status: %d %s\r\n", reply->status,
                       reason_phrase(reply->status));
    char length[48] = ""; /* none for 304: it would be the length of the 200's body */
    if (reply->status != 304 && reply->status != 204)
        (void)snprintf(length, sizeof length, "Content-Length: %zu\r\n", reply->length);
    char origin[ORIGIN_LINES_MAX];
    origin_print_lines(origin, request->standing, request->origin);
    bool may_read = request->standing == ORIGIN_TRUSTED || request->standing == ORIGIN_ANYBODY;
    bool is_preflight = reply->status == 204;
    const char *type = reply->content_type;
    return arena_printf(request->arena,
                        "%s%s%s%s%s"
                        "Cache-Control: %s\r\n"
                        "%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s"
                        "X-Content-Type-Options: nosniff\r\n"
                        "X-Request-Id: %s\r\n"
                        "\r\n",
                        status, type ? "Content-Type: " : "", type ? type : "", type ? "\r\n" : "", length,
                        reply->cache_control, *reply->etag ? "ETag: " : "", reply->etag,
                        *reply->etag ? "\r\n" : "",
                        !*reply->allow ? ""
                        : is_preflight ? "Access-Control-Allow-Methods: "
                                       : "Allow: ",
                        reply->allow, *reply->allow ? "\r\n" : "", retry,
                        reply->status == 401 ? "WWW-Authenticate: Bearer\r\n" : "",
                        reply->cookie_lines ? reply->cookie_lines : "",
                        reply->language ? "Vary: Accept-Language\r\nContent-Language: " : "",
                        reply->language ? reply->language : "", reply->language ? "\r\n" : "", origin,
                        reply->file_name ? "Content-Disposition: attachment; filename=\"" : "",
                        reply->file_name ? reply->file_name : "", reply->file_name ? "\"\r\n" : "",
                        is_preflight ? MAY_SEND : "", may_read && !is_preflight ? MAY_SEE : "", request->id);
}

bool reply_send(struct reply *reply, const struct request *request, FCGX_Stream *out)
{
    bool is_sent = send_all(reply, request, out);
    if (reply->file) (void)fclose(reply->file);
    reply->file = NULL;
    return is_sent;
}

static bool send_all(const struct reply *reply, const struct request *request, FCGX_Stream *out)
{
    static const char no_memory[] = "Status: 500 Internal Server Error\r\nContent-Length: 0\r\n"
                                    "Cache-Control: no-store\r\n\r\n";
    const char *header = reply_header(reply, request);
    if (!header) return FCGX_PutStr(no_memory, (int)sizeof no_memory - 1, out) >= 0;
    if (FCGX_PutStr(header, (int)strlen(header), out) < 0) return false;
    if (request->method == REQUEST_HEAD || reply->length == 0) return true;
    if (reply->write_body) return reply->write_body(reply->context, out);
    if (reply->file) return send_file(reply->file, out);
    return FCGX_PutStr(reply->body, (int)reply->length, out) >= 0;
}

static bool send_file(FILE *file, FCGX_Stream *out)
{
    char bytes[FILE_PART_BYTES];
    for (size_t count; (count = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        if (FCGX_PutStr(bytes, (int)count, out) < 0) return false;
        server_note_progress();
    }
    return !ferror(file);
}

/* In the arena; an empty object when that is used up: the status is still right. */
static const char *problem_body(const struct request *request, const struct fault *fault, size_t *length,
                                enum language *language)
{
    const struct problem_kind *kind = problem_kind(fault->problem);
    struct json_object *object = json_object_new_object();
    if (!object) fatal("reason=\"out of memory\"");
    add_text(object, "code", kind->code);
    add_text(object, "title", kind->title);
    json_object_object_add(object, "status", json_object_new_int(kind->status));
    add_text(object, "detail", "");
    if (*request->path) add_text(object, "instance", request->path);
    if (fault->parameter) add_text(object, "parameter", fault->parameter);
    if (fault->members) add_members(object, fault->members);
    add_text(object, "detail", write_detail(request, fault, object, language));
    const char *text = json_object_to_json_string_length(
        object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, length);
    const char *body = text ? arena_copy(request->arena, text, *length) : NULL;
    json_object_put(object);
    if (body) return body;
    *length = 2;
    return "{}";
}

/* The code and the facts are the problem's members. */
static const char *write_detail(const struct request *request, const struct fault *fault,
                                struct json_object *problem, enum language *language)
{
    struct sentence_money money = request->money;
    const char *said = fault->detail ? fault->detail : problem_kind(fault->problem)->title;
    return sentence_write(request->arena, language, &money, facts_text(problem, "code"), said, problem);
}

static void add_text(struct json_object *object, const char *key, const char *text)
{
    json_object_object_add(object, key, json_object_new_string(text));
}

/* Rounded up to whole seconds. */
static int64_t retry_after_s(const struct problem_kind *kind, const struct fault *fault)
{
    if (fault->retry_after_ms > 0) return (fault->retry_after_ms + 999) / 1000;
    return kind->status == 503 || kind->status == 429 ? 1 : 0;
}

/* Adds the members of the database's DETAIL, except those that RFC 9457 defines. */
static void add_members(struct json_object *object, const char *members)
{
    static const char *const own[] = {"type", "title", "status", "detail", "instance"};
    struct json_object *more = json_tokener_parse(members);
    if (json_object_is_type(more, json_type_object)) {
        json_object_object_foreach(more, key, value)
        {
            bool is_own = false;
            for (size_t i = 0; i < sizeof own / sizeof *own; i++)
                is_own = is_own || strcmp(own[i], key) == 0;
            if (!is_own) json_object_object_add(object, key, json_object_get(value));
        }
    }
    json_object_put(more);
}

/* The DETAIL of a refusal: a JSON object, or (of a bad parameter) a bare name. */
static void parse_detail(struct fault *fault, const char *detail, struct arena *arena)
{
    if (*detail != '{') {
        if (fault->problem == PROBLEM_BAD_PARAMETER && *detail) fault->parameter = detail;
        return;
    }
    struct json_object *object = json_tokener_parse(detail), *value;
    if (json_object_object_get_ex(object, "retryAfterMs", &value))
        fault->retry_after_ms = json_object_get_int64(value);
    if (json_object_object_get_ex(object, "name", &value) && json_object_is_type(value, json_type_string))
        fault->parameter =
            arena_copy(arena, json_object_get_string(value), strlen(json_object_get_string(value)));
    if (object) fault->members = detail;
    json_object_put(object);
}

/* If-None-Match (RFC 9110 13.1.2): "*" or a list of tags, compared weakly. */
static bool matches_etag(const char *list, const char *etag)
{
    size_t length = strlen(etag);
    const char *at = list;
    for (;;) {
        at += strspn(at, " \t,");
        if (*at == '*') return true;
        if (strncmp(at, "W/", 2) == 0) at += 2;
        if (*at != '"') return false;
        const char *end = strchr(at + 1, '"');
        if (!end) return false;
        if ((size_t)(end - at) + 1 == length && memcmp(at, etag, length) == 0) return true;
        at = end + 1;
    }
}

static const char *reason_phrase(int status)
{
    switch (status) {
    case 204:
        return "No Content";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 422:
        return "Unprocessable Content";
    case 425:
        return "Too Early";
    case 429:
        return "Too Many Requests";
    case 503:
        return "Service Unavailable";
    default:
        return "Internal Server Error";
    }
}
