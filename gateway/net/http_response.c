/* SPDX-License-Identifier: MIT */
/* One table of statuses, headers and texts. The texts are for the peer: what to do, not what is inside. */
#include "net/http_response.h"

#include <stdio.h>
#include <string.h>

struct row {
    const char *status, *headers, *text, *type; /* NULL: plain text */
};

#define CLOSE "connection: close\r\n"
#define MAY                                                                                                  \
    "access-control-allow-headers: authorization, content-type, last-event-id\r\n"                           \
    "access-control-max-age: 600\r\n"

static const struct row rows[] = {
    [HTTP_OK] = {"200 OK", CLOSE, "ok\n"},
    [HTTP_READY] = {"200 OK", CLOSE, "ready\n"},
    [HTTP_NO_CONTENT] = {"204 No Content", CLOSE, NULL},
    [HTTP_MAY_GET] = {"204 No Content", CLOSE MAY "access-control-allow-methods: GET\r\n", NULL},
    [HTTP_MAY_POST] = {"204 No Content", CLOSE MAY "access-control-allow-methods: POST\r\n", NULL},
    [HTTP_NOT_READY] = {"503 Service Unavailable", CLOSE "retry-after: 1\r\n", "not ready\n"},
    [HTTP_NOT_FOUND] = {"404 Not Found", CLOSE, "not found\n"},
    /* A stock client connects again by itself; the text is for whoever looks why. */
    [HTTP_NO_SESSION] = {"404 Not Found", CLOSE,
                         "this session is at another instance, or gone: connect again\n"},
    [HTTP_METHOD_NOT_ALLOWED] = {"405 Method Not Allowed", CLOSE "allow: GET, HEAD\r\n",
                                 "method not allowed\n"},
    [HTTP_ONLY_GET] = {"405 Method Not Allowed", CLOSE "allow: GET\r\n", "only GET is allowed here\n"},
    [HTTP_ONLY_POST] = {"405 Method Not Allowed", CLOSE "allow: POST\r\n", "only POST is allowed here\n"},
    [HTTP_BAD_REQUEST] = {"400 Bad Request", CLOSE, "bad request\n"},
    [HTTP_LENGTH_REQUIRED] = {"411 Length Required", CLOSE, "a content-length is wanted here\n"},
    [HTTP_BODY_TOO_LARGE] = {"413 Content Too Large", CLOSE, "at most 20 KiB are taken\n"},
    [HTTP_HEAD_TOO_LARGE] = {"431 Request Header Fields Too Large", CLOSE, "at most 48 KiB are read\n"},
    [HTTP_BAD_UPGRADE] = {"400 Bad Request", CLOSE, "this is no WebSocket handshake (RFC 6455)\n"},
    [HTTP_UPGRADE_REQUIRED] = {"426 Upgrade Required",
                               "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n",
                               "a WebSocket, version 13, is wanted here\n"},
    [HTTP_BAD_SUBPROTOCOL] = {"400 Bad Request", CLOSE,
                              "the subprotocol that is spoken here is centrifuge-json\n"},
    [HTTP_UNKNOWN_PROTOCOL] = {"400 Bad Request", CLOSE,
                               "Protobuf is not spoken here, only JSON, version v2 of the protocol\n"},
    [HTTP_UNKNOWN_CHANNEL] = {"400 Bad Request", CLOSE, "unknown channel, or too many of them\n"},
    [HTTP_FORBIDDEN_ORIGIN] = {"403 Forbidden", CLOSE, "this origin is not allowed\n"},
    [HTTP_UNAVAILABLE] = {"503 Service Unavailable", CLOSE "retry-after: 1\r\n", "not ready, try again\n"},
    [HTTP_FULL] = {"503 Service Unavailable", CLOSE "retry-after: 5\r\n", "no place free, try again\n"},
    [HTTP_BUSY] = {"503 Service Unavailable", CLOSE "retry-after: 1\r\n",
                   "too many come at once, try again\n"},
    [HTTP_ADDRESS_FULL] = {"503 Service Unavailable", CLOSE "retry-after: 5\r\n",
                           "too many from your address, try again\n"},
    [HTTP_COME_BACK] = {"200 OK", CLOSE, "retry: 2000\n\n", "text/event-stream"},
};

size_t http_response_print(char response[HTTP_RESPONSE_MAX], enum http_answer answer, const char *lines,
                           bool is_head)
{
    const struct row *row = &rows[answer];
    char length[80] = "";
    if (row->text)
        (void)snprintf(length, sizeof length, "content-type: %s\r\ncontent-length: %zu\r\n",
                       row->type ? row->type : "text/plain; charset=utf-8", strlen(row->text));
    return (size_t)snprintf(response, HTTP_RESPONSE_MAX,
                            "HTTP/1.1 %s\r\n%scache-control: no-store, no-transform\r\n%s%s\r\n%s",
                            row->status, length, row->headers, lines, row->text && !is_head ? row->text : "");
}
