/* SPDX-License-Identifier: MIT */
/* The heads of streams, and their ends. */
#include "net/http_stream.h"

#include <stdio.h>

static void receive(struct connection *connection);
static void close_stream(struct connection *connection, uint16_t code, const char *reason);

const struct connection_kind http_stream_kind = {.receive = receive, .close = close_stream};

/* no-transform: nobody on the way compresses it, and so collects it. X-Accel-Buffering: nginx and its like pass a stream on as
 * it comes. `retry` is how long a bare EventSource waits before it comes back. */
void http_stream_print_head(char head[HTTP_STREAM_HEAD_MAX], enum http_endpoint endpoint, const char *lines)
{
    (void)snprintf(head, HTTP_STREAM_HEAD_MAX,
                   "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nCache-Control: no-store, no-transform\r\n"
                   "X-Accel-Buffering: no\r\nConnection: close\r\n%s\r\n%s",
                   endpoint == HTTP_STREAM ? "application/octet-stream" : "text/event-stream", lines,
                   endpoint == HTTP_UNI_SSE ? "retry: 1000\n\n" : "");
}

static void receive(struct connection *connection)
{
    (void)connection_read(connection, 0);
}

static void close_stream(struct connection *connection, uint16_t code, const char *reason)
{
    (void)reason;
    connection_leave_owner(connection, code, CONNECTION_ENDING);
}
