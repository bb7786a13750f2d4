/* SPDX-License-Identifier: MIT */
/* Bytes from outside: HTTP/1.1 as far as these requests need it, everything bounded. */
#include "net/http_request.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "percent.h"

struct start {
    const char *text;
    enum http_endpoint endpoint;
    bool has_body, is_preflight;
};

/* Of a path the method that it is for comes first. */
static const struct start starts[] = {
    {"GET " HTTP_WEBSOCKET_PATH, HTTP_WEBSOCKET, false, false},
    {"GET /connection/uni_sse", HTTP_UNI_SSE, false, false},
    {"GET /connection/sse", HTTP_SSE, false, false},
    {"POST /connection/http_stream", HTTP_STREAM, true, false},
    {"POST /emulation", HTTP_EMULATION, true, false},
    {"OPTIONS /connection/uni_sse", HTTP_UNI_SSE, false, true},
    {"OPTIONS /connection/sse", HTTP_SSE, false, true},
    {"OPTIONS /connection/http_stream", HTTP_STREAM, false, true},
    {"OPTIONS /emulation", HTTP_EMULATION, false, true},
};
#define STARTS (sizeof starts / sizeof *starts)
#define METHOD_MAX 20

/* A header with a separator may come in several lines, which mean the same as one; any other comes once. */
static const struct {
    const char *name, *separator;
} headers[HTTP_HEADERS] = {
    [HTTP_HOST] = {"host", NULL},
    [HTTP_ORIGIN] = {"origin", NULL},
    [HTTP_FORWARDED_FOR] = {"x-forwarded-for", ","},
    [HTTP_FORWARDED_PROTO] = {"x-forwarded-proto", ","},
    [HTTP_AUTHORIZATION] = {"authorization", ","},
    [HTTP_COOKIE] = {"cookie", "; "},
    [HTTP_LAST_EVENT_ID] = {"last-event-id", NULL},
    [HTTP_CONTENT_LENGTH] = {"content-length", NULL},
    [HTTP_TRANSFER_ENCODING] = {"transfer-encoding", NULL},
    [HTTP_CONNECTION] = {"connection", ","},
    [HTTP_UPGRADE] = {"upgrade", ","},
    [HTTP_WS_KEY] = {"sec-websocket-key", NULL},
    [HTTP_WS_VERSION] = {"sec-websocket-version", NULL},
    [HTTP_WS_PROTOCOL] = {"sec-websocket-protocol", ","},
    [HTTP_WS_EXTENSIONS] = {"sec-websocket-extensions", ","},
    [HTTP_ASKED_METHOD] = {"access-control-request-method", NULL},
};

static bool is_method(const char *bytes, size_t length);
static const struct start *find_start(const char *bytes, size_t length);
static void clear(struct http_request *request, enum http_endpoint endpoint);
static bool parse_other(struct http_request *request, const char *first, const char *end);
static bool parse_target(struct http_request *request, const char *target, const char *line_end);
static bool parse_argument(struct http_request *request, const char *text, size_t length);
static bool parse_lines(struct http_request *request, const char *line, const char *end);
static bool parse_line(struct http_request *request, const char *line, size_t length);
static bool store_value(struct http_request *request, enum http_header header, const char *value,
                        size_t length);
static bool parse_body_length(struct http_request *request, bool has_body, enum http_answer *answer);
static char *append(struct http_request *request, const char *bytes, size_t length);
static void trim(const char **text, size_t *length);

enum http_request_result http_request_parse(struct http_request *request, const char *bytes, size_t length,
                                            enum http_answer *answer)
{
    const char *end = memmem(bytes, length < HTTP_HEAD_MAX ? length : HTTP_HEAD_MAX, "\r\n\r\n", 4);
    request->is_head = false;
    *answer = is_method(bytes, length) ? HTTP_HEAD_TOO_LARGE : HTTP_BAD_REQUEST;
    if (*answer == HTTP_BAD_REQUEST || (!end && length >= HTTP_HEAD_MAX)) return HTTP_REQUEST_REFUSED;
    if (!end) return HTTP_REQUEST_PARTIAL;
    const struct start *start = find_start(bytes, length);
    const char *line_end = memmem(bytes, length, "\r\n", 2);
    clear(request, start ? start->endpoint : HTTP_OTHER);
    *answer = HTTP_BAD_REQUEST;
    request->is_preflight = start && start->is_preflight;
    bool is_good = start ? parse_target(request, bytes + strlen(start->text), line_end)
                         : parse_other(request, bytes, line_end);
    if (!is_good || !parse_lines(request, line_end + 2, end + 2)) return HTTP_REQUEST_REFUSED;
    for (size_t i = 0; i < HTTP_HEADERS; i++)
        if (!request->headers[i]) request->headers[i] = "";
    request->body = end + 4;
    request->length = (size_t)(request->body - bytes);
    if (!start) return HTTP_REQUEST_WHOLE;
    if (!*request->headers[HTTP_HOST] || !parse_body_length(request, start->has_body, answer))
        return HTTP_REQUEST_REFUSED;
    request->length += request->body_length;
    return length < request->length ? HTTP_REQUEST_PARTIAL : HTTP_REQUEST_WHOLE;
}

bool http_request_is_endpoint(const char *path, bool *is_post)
{
    for (size_t i = 0; i < STARTS; i++) {
        if (strcmp(strchr(starts[i].text, ' ') + 1, path) != 0) continue;
        *is_post = starts[i].has_body;
        return true;
    }
    return false;
}

bool http_list_has(const char *list, const char *word, int (*compare)(const char *, const char *, size_t))
{
    for (const char *item = list; *item;) {
        size_t length = strcspn(item, ","), trimmed = length;
        const char *text = item;
        trim(&text, &trimmed);
        if (trimmed == strlen(word) && compare(text, word, trimmed) == 0) return true;
        item += length + (item[length] == ',');
    }
    return false;
}

/* Do the bytes begin as a request does, with a word? */
static bool is_method(const char *bytes, size_t length)
{
    size_t word = 0;
    while (word < length && isalpha((unsigned char)bytes[word]))
        word++;
    return word > 0 && word <= METHOD_MAX && (word == length || bytes[word] == ' ');
}

/* NULL: it is none of them. */
static const struct start *find_start(const char *bytes, size_t length)
{
    for (size_t i = 0; i < STARTS; i++) {
        size_t size = strlen(starts[i].text);
        if (length > size && memcmp(bytes, starts[i].text, size) == 0 &&
            (bytes[size] == ' ' || bytes[size] == '?'))
            return &starts[i];
    }
    return NULL;
}

static void clear(struct http_request *request, enum http_endpoint endpoint)
{
    request->endpoint = endpoint;
    request->path = "";
    request->is_get = request->is_head = false;
    request->body_length = request->text_length = 0;
    for (size_t i = 0; i < HTTP_HEADERS; i++)
        request->headers[i] = NULL;
}

/* The whole first line, from `first` to `end`. */
static bool parse_other(struct http_request *request, const char *first, const char *end)
{
    static const char *const versions[] = {" HTTP/1.1", " HTTP/1.0"};
    const char *target = (const char *)memchr(first, ' ', (size_t)(end - first)) + 1;
    const char *version = end - strlen(versions[0]);
    if (version <= target || (memcmp(version, versions[0], strlen(versions[0])) != 0 &&
                              memcmp(version, versions[1], strlen(versions[1])) != 0))
        return false;
    for (const char *c = target; c < version; c++)
        if (*c <= ' ' || *c == 0x7f) return false;
    const char *query = memchr(target, '?', (size_t)(version - target));
    request->is_get = strncmp(first, "GET ", 4) == 0;
    request->is_head = strncmp(first, "HEAD ", 5) == 0;
    request->arguments = "";
    if (query == target) return false;
    request->path = append(request, target, (size_t)((query ? query : version) - target));
    return request->path && append(request, "", 1);
}

/* What follows the path on the first line: a query or nothing, and the version. */
static bool parse_target(struct http_request *request, const char *target, const char *line_end)
{
    static const char version[] = " HTTP/1.1";
    size_t length = (size_t)(line_end - target);
    if (length < sizeof version - 1) return false;
    length -= sizeof version - 1;
    if (memcmp(target + length, version, sizeof version - 1) != 0) return false;
    request->arguments = request->text;
    if (length > 0 && *target != '?') return false;
    for (const char *at = target + 1, *end = target + length; at < end;) {
        const char *next = memchr(at, '&', (size_t)(end - at));
        size_t size = (size_t)((next ? next : end) - at);
        if (size > 0 && !parse_argument(request, at, size)) return false;
        at += size + (next != NULL);
    }
    return append(request, "", 1) != NULL;
}

static bool parse_argument(struct http_request *request, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] <= ' ' || text[i] == 0x7f) return false;
    char decoded[HTTP_HEAD_MAX];
    size_t size;
    if (length > sizeof decoded || !percent_decode(text, length, decoded, &size)) return false;
    if (memchr(decoded, '\0', size)) return false;
    return append(request, decoded, size) != NULL && append(request, "", 1) != NULL;
}

static bool parse_lines(struct http_request *request, const char *line, const char *end)
{
    while (line < end) {
        const char *line_end = memmem(line, (size_t)(end - line), "\r\n", 2);
        if (!parse_line(request, line, (size_t)(line_end - line))) return false;
        line = line_end + 2;
    }
    return true;
}

/* False: no header, or one that must not come twice. */
static bool parse_line(struct http_request *request, const char *line, size_t length)
{
    size_t name = 0;
    while (name < length &&
           (isalnum((unsigned char)line[name]) || (line[name] && strchr("!#$%&'*+-.^_`|~", line[name]))))
        name++;
    if (name == 0 || name == length || line[name] != ':') return false;
    const char *value = line + name + 1;
    length -= name + 1;
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)value[i] < ' ' && value[i] != '\t') || value[i] == 0x7f) return false;
    trim(&value, &length);
    for (size_t i = 0; i < HTTP_HEADERS; i++)
        if (strlen(headers[i].name) == name && strncasecmp(headers[i].name, line, name) == 0)
            return store_value(request, (enum http_header)i, value, length);
    return true;
}

static bool store_value(struct http_request *request, enum http_header header, const char *value,
                        size_t length)
{
    const char *earlier = request->headers[header], *separator = headers[header].separator;
    const char *start = request->text + request->text_length;
    if (earlier && !separator) return false;
    if (earlier && earlier + strlen(earlier) + 1 == start) {
        request->text_length--; /* the line before: what it left ends behind this one */
        start = earlier;
    } else if (earlier && !append(request, earlier, strlen(earlier))) {
        return false;
    }
    if (earlier && !append(request, separator, strlen(separator))) return false;
    if (!append(request, value, length) || !append(request, "", 1)) return false;
    request->headers[header] = start;
    return true;
}

/* A body has a length, and only what is posted has a body. */
static bool parse_body_length(struct http_request *request, bool has_body, enum http_answer *answer)
{
    const char *digits = request->headers[HTTP_CONTENT_LENGTH];
    request->body_length = 0;
    *answer = has_body ? HTTP_LENGTH_REQUIRED : HTTP_BAD_REQUEST;
    if (*request->headers[HTTP_TRANSFER_ENCODING] || (has_body && !*digits)) return false;
    for (const char *c = digits; *c; c++) {
        *answer = HTTP_BAD_REQUEST;
        if (*c < '0' || *c > '9') return false;
        request->body_length = request->body_length * 10 + (size_t)(*c - '0');
        *answer = HTTP_BODY_TOO_LARGE;
        if (request->body_length > HTTP_BODY_MAX) return false;
    }
    *answer = HTTP_BAD_REQUEST;
    return has_body || request->body_length == 0;
}

/* Returns where it lies now; NULL: there is no room. */
static char *append(struct http_request *request, const char *bytes, size_t length)
{
    if (length > sizeof request->text - request->text_length) return NULL;
    char *place = request->text + request->text_length;
    if (length > 0) memcpy(place, bytes, length);
    request->text_length += length;
    return place;
}

static void trim(const char **text, size_t *length)
{
    for (; *length > 0 && (**text == ' ' || **text == '\t'); (*length)--)
        (*text)++;
    while (*length > 0 && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t'))
        (*length)--;
}
