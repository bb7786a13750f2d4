/* SPDX-License-Identifier: MIT */
/* The WebSocket handshake (RFC 6455, 4.2): is a request one, and the answer that accepts it. */
#ifndef HIPPO_GATEWAY_NET_WS_HANDSHAKE_H
#define HIPPO_GATEWAY_NET_WS_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "net/http_request.h"

/* False: it is none that can be accepted, and *answer tells why. */
bool ws_handshake_is_valid(const struct http_request *request, enum http_answer *answer)
    __attribute__((warn_unused_result));

/* Does the client offer permessage-deflate (RFC 7692) in a way that we take? Then the answer agrees to it, without context
 * takeover: both sides may deflate each message by itself. */
bool ws_handshake_takes_deflated(const struct http_request *request);

/* We deflate with no larger window than this. */
#define WS_WINDOW_BITS 12

/* Accepts a valid request, with this subprotocol (NULL: none); other extensions are declined by silence. Returns the
 * length. */
#define WS_HANDSHAKE_MAX 384
size_t ws_handshake_accept(char response[WS_HANDSHAKE_MAX], const struct http_request *request,
                           const char *subprotocol);

#endif
