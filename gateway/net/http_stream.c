/* SPDX-License-Identifier: MIT */
/* Bytes from outside: HTTP/1.1 as far as these four requests need it. One request a connection. */
#include "net/http_stream.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct start {
    const char *text;
    enum fallback_kind kind;
};

static const struct start starts[] = {
    {"GET /connection/uni_sse", FALLBACK_UNI_SSE},
    {"GET /connection/sse", FALLBACK_SSE},
    {"POST /connection/http_stream", FALLBACK_HTTP_STREAM},
    {"POST /emulation", FALLBACK_EMULATION},
};
#define STARTS (sizeof starts / sizeof *starts)

#define COOKIE_MAX 4096

/* Headers that are looked at; their values as they came. */
struct lines {
    char host[FALLBACK_VALUE_MAX], origin[FALLBACK_VALUE_MAX], forwarded[FALLBACK_VALUE_MAX];
    char authorization[FALLBACK_VALUE_MAX], last_event_id[FALLBACK_VALUE_MAX];
    char content_length[FALLBACK_VALUE_MAX], transfer_encoding[FALLBACK_VALUE_MAX];
    char cookie[COOKIE_MAX];
};

struct header {
    const char *name;
    size_t target, size;
};

#define HEADER(name, member)                                                                                 \
    {                                                                                                        \
        name, offsetof(struct lines, member), sizeof(((struct lines *)NULL)->member)                         \
    }
static const struct header headers[] = {
    HEADER("host", host),
    HEADER("origin", origin),
    HEADER("x-forwarded-for", forwarded),
    HEADER("authorization", authorization),
    HEADER("last-event-id", last_event_id),
    HEADER("content-length", content_length),
    HEADER("transfer-encoding", transfer_encoding),
    HEADER("cookie", cookie),
};

static const struct start *find_start(const char *bytes, size_t length);
static const struct start *find_path(const char *path);
static bool take_query(struct fallback *fallback, const char *query, size_t length);
static bool take_argument(struct fallback *fallback, const char *text, size_t length);
static bool take_lines(struct lines *lines, const char *at, const char *end);
static bool take_line(struct lines *lines, const char *line, size_t length);
static int body_length(const struct lines *lines, size_t *length);
static void take_credentials(struct fallback *fallback, const struct lines *lines);

bool fallback_is_ours(const char *bytes, size_t length)
{
    return find_start(bytes, length) != NULL;
}

bool fallback_is_path(const char *path)
{
    return find_path(path) != NULL;
}

bool fallback_is_said(const char *path)
{
    const struct start *start = find_path(path);
    return start && *start->text == 'P';
}

int fallback_parse(const char *bytes, size_t length, struct fallback *fallback)
{
    static const char version[] = " HTTP/1.1";
    const struct start *start = find_start(bytes, length);
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!start) return 400;
    if (!end) return length < FALLBACK_HEAD_MAX ? 0 : 431;
    struct lines lines = {0};
    *fallback = (struct fallback){.kind = start->kind};
    request_begin(&fallback->request);
    const char *line_end = memmem(bytes, length, "\r\n", 2), *query = bytes + strlen(start->text);
    size_t target = (size_t)(line_end - query);
    if (target < sizeof version - 1 ||
        memcmp(line_end - (sizeof version - 1), version, sizeof version - 1) != 0)
        return 400;
    target -= sizeof version - 1;
    if (!take_query(fallback, query, target) || !take_lines(&lines, line_end + 2, end + 2)) return 400;
    if (!*lines.host) return 400;
    size_t body = 0;
    bool has_body = start->kind == FALLBACK_HTTP_STREAM || start->kind == FALLBACK_EMULATION;
    int status = has_body ? body_length(&lines, &body) : 200;
    if (status != 200) return status;
    end += 4;
    if ((size_t)(bytes + length - end) < body) return 0;
    if (has_body) {
        memcpy(fallback->body, end, body);
        fallback->length = body;
    }
    memcpy(fallback->host, lines.host, sizeof fallback->host);
    memcpy(fallback->origin, lines.origin, sizeof fallback->origin);
    memcpy(fallback->forwarded, lines.forwarded, sizeof fallback->forwarded);
    take_credentials(fallback, &lines);
    return 200;
}

const char *fallback_head(enum fallback_kind kind)
{
    /* X-Accel-Buffering: nginx and its like pass a stream on as it comes. */
#define STREAM(type)                                                                                         \
    "HTTP/1.1 200 OK\r\nContent-Type: " type                                                                 \
    "\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\nConnection: close\r\n\r\n"
    if (kind == FALLBACK_HTTP_STREAM) return STREAM("application/octet-stream");
    /* How long a bare EventSource waits before it comes back. */
    if (kind == FALLBACK_UNI_SSE) return STREAM("text/event-stream") "retry: 1000\n\n";
    return STREAM("text/event-stream");
}

size_t fallback_answer(char answer[FALLBACK_ANSWER_MAX], int status)
{
    static const struct {
        int status;
        const char *text;
    } texts[] = {{204, "No Content"},
                 {400, "Bad Request"},
                 {403, "Forbidden"},
                 {404, "Not Found"},
                 {411, "Length Required"},
                 {413, "Content Too Large"},
                 {431, "Request Header Fields Too Large"},
                 {503, "Service Unavailable"}};
    const char *text = "Bad Request";
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].status == status) text = texts[i].text;
    return (size_t)snprintf(answer, FALLBACK_ANSWER_MAX,
                            "HTTP/1.1 %d %s\r\n%sCache-Control: no-store\r\n%sConnection: close\r\n\r\n",
                            status, text, status == 204 ? "" : "Content-Length: 0\r\n",
                            status == 503 ? "Retry-After: 1\r\n" : "");
}

/* The path must end there. */
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

static const struct start *find_path(const char *path)
{
    for (size_t i = 0; i < STARTS; i++)
        if (strcmp(strchr(starts[i].text, ' ') + 1, path) == 0) return &starts[i];
    return NULL;
}

static bool take_query(struct fallback *fallback, const char *query, size_t length)
{
    if (length == 0) return true;
    for (const char *argument = query + 1, *end = query + length; argument < end;) {
        const char *next = memchr(argument, '&', (size_t)(end - argument));
        size_t size = (size_t)((next ? next : end) - argument);
        if (!take_argument(fallback, argument, size)) return false;
        argument += size + (next != NULL);
    }
    return true;
}

static bool take_argument(struct fallback *fallback, const char *text, size_t length)
{
    static const char connect[] = "cf_connect=";
    char decoded[FALLBACK_HEAD_MAX];
    size_t size;
    if (length > sizeof decoded || !request_decode(text, length, decoded, &size)) return false;
    bool is_connect = fallback->kind == FALLBACK_SSE && size >= sizeof connect - 1 &&
                      memcmp(decoded, connect, sizeof connect - 1) == 0;
    if (!is_connect) {
        request_argument(&fallback->request, decoded, size);
        return true;
    }
    fallback->length = size - (sizeof connect - 1);
    if (fallback->length > FALLBACK_BODY_MAX) return false;
    memcpy(fallback->body, decoded + sizeof connect - 1, fallback->length);
    fallback->body[fallback->length] = '\0'; /* the argument may come again, and shorter */
    return true;
}

static bool take_lines(struct lines *lines, const char *at, const char *end)
{
    while (at < end) {
        const char *line_end = memmem(at, (size_t)(end - at), "\r\n", 2);
        if (!line_end || !take_line(lines, at, (size_t)(line_end - at))) return false;
        at = line_end + 2;
    }
    return true;
}

/* False: no header, or one that must not come twice or be so long. */
static bool take_line(struct lines *lines, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);
    if (!colon || colon == line || memchr(line, '\0', length)) return false;
    size_t name = (size_t)(colon - line), size = length - name - 1;
    const char *value = colon + 1;
    for (; size > 0 && (*value == ' ' || *value == '\t'); size--)
        value++;
    while (size > 0 && (value[size - 1] == ' ' || value[size - 1] == '\t'))
        size--;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        const struct header *header = &headers[i];
        if (strlen(header->name) != name || strncasecmp(header->name, line, name) != 0) continue;
        char *target = (char *)lines + header->target;
        if (*target || size >= header->size) return false;
        memcpy(target, value, size);
    }
    return true;
}

/* 200, or why not. */
static int body_length(const struct lines *lines, size_t *length)
{
    *length = 0;
    if (*lines->transfer_encoding || !*lines->content_length) return 411;
    for (const char *c = lines->content_length; *c; c++) {
        if (*c < '0' || *c > '9') return 400;
        *length = *length * 10 + (size_t)(*c - '0');
        if (*length > FALLBACK_BODY_MAX) return 413;
    }
    return 200;
}

static void take_credentials(struct fallback *fallback, const struct lines *lines)
{
    struct request *request = &fallback->request;
    request_credentials(request, &(struct request_credentials){.authorization = lines->authorization,
                                                               .cookie = lines->cookie,
                                                               .origin = lines->origin,
                                                               .host = lines->host});
    if (fallback->kind == FALLBACK_UNI_SSE && *lines->last_event_id)
        request_parse_last_event_id(request, lines->last_event_id);
    static const enum protocol protocols[] = {[FALLBACK_UNI_SSE] = PROTOCOL_PLAIN_SSE,
                                              [FALLBACK_SSE] = PROTOCOL_CENTRIFUGE_SSE,
                                              [FALLBACK_HTTP_STREAM] = PROTOCOL_CENTRIFUGE_LINES,
                                              [FALLBACK_EMULATION] = PROTOCOL_CENTRIFUGE_LINES};
    request->protocol = protocols[fallback->kind];
}
