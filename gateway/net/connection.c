/* SPDX-License-Identifier: MIT */
/* The only place where the two ways differ for a session. */
#include "net/connection.h"

#include <libwebsockets.h>
#include <string.h>

#include "client/session.h"
#include "net/ws_connection.h"
#include "stream/frame.h"

static void end_stream(struct client *session, uint16_t code, const char *reason);

int link_fd(const struct client *session)
{
    return session->wire ? wire_fd(session->wire) : lws_get_socket_fd(session->wsi);
}

bool link_has_rest(const struct client *session)
{
    return session->wire ? wire_has_rest(session->wire) : lws_partial_buffered(session->wsi);
}

bool link_write(struct client *session, const uint8_t *bytes, size_t length)
{
    if (session->wire) return wire_write(session->wire, bytes, length);
    return lws_write(session->wsi, (unsigned char *)(uintptr_t)bytes, length, LWS_WRITE_RAW) >= 0;
}

void link_want_writable(struct client *session)
{
    if (session->wire)
        wire_want_writable(session->wire);
    else
        lws_callback_on_writable(session->wsi);
}

void link_say_goodbye(struct client *session, uint16_t code, const char *reason)
{
    struct frame frame = {0};
    size_t length;
    if (protocol_is_stream((enum protocol)session->protocol)) {
        end_stream(session, code, reason);
        return;
    }
    frame_begin(&frame);
    frame_append(&frame, (const uint8_t[]){(uint8_t)(code >> 8), (uint8_t)code}, 2);
    frame_append(&frame, reason, strlen(reason));
    /* With half a frame still to go, libwebsockets would hang up without a word once that is out; so the word goes
     * behind it as bytes. Otherwise it can do the whole handshake. */
    if (session->wire || link_has_rest(session)) {
        frame_finish(&frame, FRAME_CLOSE);
        const uint8_t *bytes = frame_bytes(&frame, &length);
        if (!link_write(session, bytes, length)) length = 0; /* it is gone already */
    } else {
        const uint8_t *bytes = frame_bytes(&frame, &length);
        lws_close_reason(session->wsi, (enum lws_close_status)code, (unsigned char *)(uintptr_t)bytes + 2,
                         length - 2);
    }
    frame_free(&frame);
}

/* A stream's end is its goodbye: a bare EventSource comes back whatever the reason, Centrifuge's client is told it. */
static void end_stream(struct client *session, uint16_t code, const char *reason)
{
    struct frame frame = {0};
    size_t length;
    if (!protocol_is_plain((enum protocol)session->protocol)) {
        frame_begin(&frame);
        frame_print(&frame, "{\"push\":{\"disconnect\":{\"code\":%d,\"reason\":\"%s\"}}}", code, reason);
        frame_wrap(&frame, (enum protocol)session->protocol, NULL);
        const uint8_t *bytes = frame_bytes(&frame, &length);
        if (!link_write(session, bytes, length)) length = 0; /* it is gone already */
        frame_free(&frame);
    }
    wire_end(session->wire);
}

void link_await_end(struct client *session, int seconds)
{
    /* A wire sees to it by itself. libwebsockets answers as soon as the socket takes it, but would wait for that for
     * ever. */
    if (!session->wire) lws_set_timeout(session->wsi, PENDING_TIMEOUT_CLOSE_SEND, seconds);
}

void link_release(struct client *session)
{
    if (session->wire)
        wire_release(session->wire);
    else
        lws_set_timeout(session->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
}
