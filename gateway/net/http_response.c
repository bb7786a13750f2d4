/* SPDX-License-Identifier: MIT */
/* Texts for the peer. They say what to do, not what is inside. No connection is kept: its next request might be for a
 * stream, which only wire.c can serve. */
#include "net/http_response.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>

struct row {
    const char *status, *headers, *text;
};

#define CLOSE "connection: close\r\n"

static const struct row rows[] = {
    [HTTP_OK] = {"200 OK", CLOSE, "ok\n"},
    [HTTP_READY] = {"200 OK", CLOSE, "ready\n"},
    [HTTP_NOT_READY] = {"503 Service Unavailable", CLOSE "retry-after: 1\r\n", "not ready\n"},
    [HTTP_NOT_FOUND] = {"404 Not Found", CLOSE, "not found\n"},
    [HTTP_METHOD_NOT_ALLOWED] = {"405 Method Not Allowed", CLOSE "allow: GET, HEAD\r\n",
                                 "method not allowed\n"},
    [HTTP_BAD_UPGRADE] = {"400 Bad Request", CLOSE, "this is no WebSocket handshake (RFC 6455)\n"},
    [HTTP_UPGRADE_REQUIRED] = {"426 Upgrade Required",
                               "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n",
                               "a WebSocket, version 13, is wanted here\n"},
    [HTTP_BAD_SUBPROTOCOL] = {"400 Bad Request", CLOSE, "unknown subprotocol\n"},
    [HTTP_UNKNOWN_PROTOCOL] = {"400 Bad Request", CLOSE, "only JSON of protocol version v2 is spoken here\n"},
    [HTTP_UNKNOWN_CHANNEL] = {"400 Bad Request", CLOSE, "unknown channel, or too many of them\n"},
    [HTTP_FORBIDDEN_ORIGIN] = {"403 Forbidden", CLOSE, "this origin is not allowed\n"},
    [HTTP_UNAVAILABLE] = {"503 Service Unavailable", CLOSE "retry-after: 1\r\n", "not ready, try again\n"},
    [HTTP_FULL] = {"503 Service Unavailable", CLOSE "retry-after: 5\r\n", "no place free, try again\n"},
    [HTTP_BUSY] = {"503 Service Unavailable", CLOSE "retry-after: 1\r\n",
                   "too many come at once, try again\n"},
    [HTTP_ADDRESS_FULL] = {"503 Service Unavailable", CLOSE "retry-after: 5\r\n",
                           "too many from your address, try again\n"},
};

bool http_write(struct lws *wsi, enum http_answer answer)
{
    unsigned char buffer[LWS_PRE + 512];
    const struct row *row = &rows[answer];
    bool is_head = lws_hdr_total_length(wsi, WSI_TOKEN_HEAD_URI) > 0;
    int length = snprintf((char *)buffer + LWS_PRE, sizeof buffer - LWS_PRE,
                          "HTTP/1.1 %s\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %zu\r\n"
                          "cache-control: no-store\r\n%s\r\n%s",
                          row->status, strlen(row->text), row->headers, is_head ? "" : row->text);
    return lws_write(wsi, buffer + LWS_PRE, (size_t)length, LWS_WRITE_HTTP_HEADERS) == length;
}
