/* SPDX-License-Identifier: MIT */
/* The one reader of clients' requests: WebSocket handshakes, streams for clients whose network breaks WebSockets, what these
 * say meanwhile, and all others. Each is the first and only request of its connection.
 *   GET  /connection/websocket     a WebSocket (RFC 6455)
 *   GET  /connection/uni_sse       plain events (text/event-stream); each one's id is its epoch and offset, so that
 *                                  EventSource comes back with Last-Event-ID; query as for WebSockets
 *   GET  /connection/sse           Centrifuge's protocol, ?cf_connect=COMMANDS
 *   POST /connection/http_stream   the same, a reply a line; the body is COMMANDS
 *   POST /emulation                {"session","node","data":COMMANDS} for one of these two
 * and OPTIONS, with Access-Control-Request-Method, for all but the first.
 * Of any other (health checks, unknown paths) only the head is read. */
#ifndef HIPPO_GATEWAY_NET_HTTP_REQUEST_H
#define HIPPO_GATEWAY_NET_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "net/http_response.h"

#define HTTP_WEBSOCKET_PATH "/connection/websocket"
/* More than any proxy in front lets through, since cookies of other programs on the same host come along. */
#define HTTP_HEAD_MAX ((size_t)48 * 1024)
#define HTTP_BODY_MAX 20480 /* a message of 16 KiB, and its envelope */

enum http_endpoint { HTTP_WEBSOCKET, HTTP_UNI_SSE, HTTP_SSE, HTTP_STREAM, HTTP_EMULATION, HTTP_OTHER };

/* Headers that are looked at. */
enum http_header {
    HTTP_HOST,
    HTTP_ORIGIN,
    HTTP_FORWARDED_FOR,
    HTTP_FORWARDED_PROTO,
    HTTP_AUTHORIZATION,
    HTTP_COOKIE,
    HTTP_LAST_EVENT_ID,
    HTTP_CONTENT_LENGTH,
    HTTP_TRANSFER_ENCODING,
    HTTP_CONNECTION,
    HTTP_UPGRADE,
    HTTP_WS_KEY,
    HTTP_WS_VERSION,
    HTTP_WS_PROTOCOL,
    HTTP_WS_EXTENSIONS,
    HTTP_ASKED_METHOD,
    HTTP_HEADERS
};

struct http_request {
    enum http_endpoint endpoint;
    bool is_preflight;                 /* OPTIONS: a page of another origin asks whether it may ask */
    size_t length;                     /* of head and body; a WebSocket's frames may follow at once */
    const char *path;                  /* OTHER: as it is written, without the query */
    bool is_get, is_head;              /* OTHER */
    const char *arguments;             /* the query's, decoded, each with its NUL; an empty one ends them */
    const char *headers[HTTP_HEADERS]; /* "" where there is none; a list in several lines is joined */
    const char *body;                  /* lies in the bytes that were parsed */
    size_t body_length;
    size_t text_length;
    char text[2 * HTTP_HEAD_MAX]; /* arguments and headers */
};

enum http_request_result {
    HTTP_REQUEST_PARTIAL, /* more bytes are needed */
    HTTP_REQUEST_WHOLE,
    HTTP_REQUEST_REFUSED, /* *answer tells why */
};

/* Reads the first bytes of a connection. */
enum http_request_result http_request_parse(struct http_request *request, const char *bytes, size_t length,
                                            enum http_answer *answer) __attribute__((warn_unused_result));

/* Is `path` one of these? Then *is_post says by which method. */
bool http_request_is_endpoint(const char *path, bool *is_post);

/* Does a comma-separated list have this word? `compare` is strncmp or strncasecmp. */
bool http_list_has(const char *list, const char *word, int (*compare)(const char *, const char *, size_t));

#endif
