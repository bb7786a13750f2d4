/* SPDX-License-Identifier: MIT */
/* Owns what RFC 6455 wants of a server beside frames: pongs and the closing handshake. */
#include "net/ws_connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "net/ws_inflate.h"

static void receive(struct connection *connection);
static size_t restore_partial(struct connection *connection, uint8_t *bytes);
static void keep_partial(struct connection *connection, const uint8_t *bytes, size_t length);
static void handle(struct connection *connection, const struct ws_event *event);
static void handle_deflated(struct connection *connection, const struct ws_event *piece);
static void handle_close(struct connection *connection, uint16_t code);
static void answer_ping(struct connection *connection, const struct ws_event *ping);
static void close_connection(struct connection *connection, uint16_t code, const char *reason);
static void send_close(struct connection *connection, uint16_t code, const char *reason);

const struct connection_kind ws_connection_kind = {.receive = receive, .close = close_connection};

void ws_connection_take_deflated(struct connection *connection)
{
    connection->reader.takes_deflated = true;
}

static void receive(struct connection *connection)
{
    struct ws_reader *reader = &connection->reader;
    uint8_t *bytes = connection_buffer(connection);
    size_t length = restore_partial(connection, bytes), received = connection_read(connection, length);
    if (received == 0) return;
    free(reader->partial_frame);
    reader->partial_frame = NULL;
    length += received;
    while (length > 0 && connection->state <= CONNECTION_CLOSING) {
        struct ws_event event;
        size_t used = ws_reader_take(reader, bytes, length, &event);
        if (used == 0) {
            keep_partial(connection, bytes, length);
            return;
        }
        handle(connection, &event);
        bytes += used;
        length -= used;
    }
}

static size_t restore_partial(struct connection *connection, uint8_t *bytes)
{
    const struct ws_reader *reader = &connection->reader;
    if (!reader->partial_frame) return 0;
    memcpy(bytes, reader->partial_frame, reader->partial_length);
    return reader->partial_length;
}

static void keep_partial(struct connection *connection, const uint8_t *bytes, size_t length)
{
    struct ws_reader *reader = &connection->reader;
    if (length > WS_PARTIAL_MAX) fatal("reason=\"more kept than a control frame\" bytes=%zu", length);
    reader->partial_frame = malloc(length);
    if (!reader->partial_frame) fatal("reason=\"out of memory\"");
    memcpy(reader->partial_frame, bytes, length);
    reader->partial_length = (uint8_t)length;
}

static void handle(struct connection *connection, const struct ws_event *event)
{
    switch (event->kind) {
    case WS_EVENT_NONE:
        return;
    case WS_EVENT_DATA:
        if (event->is_deflated)
            handle_deflated(connection, event);
        else
            connection_received(connection, event);
        return;
    case WS_EVENT_PING:
        if (connection_pinged(connection, event->length)) answer_ping(connection, event);
        return;
    case WS_EVENT_PONG:
        connection_ponged(connection, event->length);
        return;
    case WS_EVENT_CLOSE:
        handle_close(connection, event->code);
        return;
    case WS_EVENT_FAILURE:
        /* The peer's close frame cannot be found any more; it has CLOSING's time to read ours. */
        if (connection->state == CONNECTION_CLOSING) return;
        send_close(connection, event->code, event->code == 1002 ? "protocol error" : "not UTF-8");
        connection_leave_owner(connection, event->code, CONNECTION_CLOSING);
        return;
    }
}

/* The owner hears of each piece, but gets the message whole, with the last one. */
static void handle_deflated(struct connection *connection, const struct ws_event *piece)
{
    struct ws_event event;
    if (!piece->is_last) {
        ws_inflate_keep(&connection->deflated, piece, &event);
    } else {
        ws_inflate(&connection->deflated, piece, &event);
        connection->reader.has_failed = event.kind == WS_EVENT_FAILURE;
    }
    handle(connection, &event);
}

/* It answers ours, or is answered with the same code. */
static void handle_close(struct connection *connection, uint16_t code)
{
    if (connection->state != CONNECTION_CLOSING) send_close(connection, code, "");
    connection_leave_owner(connection, code, CONNECTION_ENDING);
}

/* A client that does not read its pongs gets no more of them. */
static void answer_ping(struct connection *connection, const struct ws_event *ping)
{
    uint8_t pong[2 + WS_CONTROL_MAX] = {0x80 | WS_PONG, (uint8_t)ping->length};
    if (connection_has_pending(connection)) return;
    if (ping->length > 0) memcpy(pong + 2, ping->payload, ping->length);
    if (connection_send(connection, pong, 2 + ping->length)) return;
    connection_leave_owner(connection, CONNECTION_LOST, CONNECTION_CLOSING);
    connection_destroy(connection);
}

static void close_connection(struct connection *connection, uint16_t code, const char *reason)
{
    send_close(connection, code, reason);
    connection_leave_owner(connection, code, CONNECTION_CLOSING);
}

/* `reason` is short. Where it cannot be sent the connection's end is near, and is found by reading. */
static void send_close(struct connection *connection, uint16_t code, const char *reason)
{
    uint8_t frame[2 + WS_CONTROL_MAX] = {0x80 | WS_CLOSE, 0, (uint8_t)(code >> 8), (uint8_t)code};
    int length = snprintf((char *)frame + 4, sizeof frame - 4, "%s", reason);
    frame[1] = (uint8_t)(code ? 2 + length : 0);
    (void)!connection_send(connection, frame, 2 + (size_t)frame[1]);
}
