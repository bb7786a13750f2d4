/* SPDX-License-Identifier: MIT */
/* The heads of streams, and their ends. */
#include "net/http_stream.h"

/* no-transform: nobody on the way compresses it, and so collects it. X-Accel-Buffering: nginx and its like pass a stream on as
 * it comes. */
#define HEAD(type)                                                                                           \
    "HTTP/1.1 200 OK\r\nContent-Type: " type                                                                 \
    "\r\nCache-Control: no-store, no-transform\r\nX-Accel-Buffering: no\r\nConnection: close\r\n\r\n"

static void receive(struct connection *connection);
static void close_stream(struct connection *connection, uint16_t code, const char *reason);

const struct connection_kind http_stream_kind = {.receive = receive, .close = close_stream};

const char *http_stream_head(enum http_endpoint endpoint)
{
    if (endpoint == HTTP_STREAM) return HEAD("application/octet-stream");
    /* How long a bare EventSource waits before it comes back. */
    if (endpoint == HTTP_UNI_SSE) return HEAD("text/event-stream") "retry: 1000\n\n";
    return HEAD("text/event-stream");
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
