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

/* Accepts a valid request, with this subprotocol (NULL: none); extensions are declined by silence. Returns the length. */
#define WS_HANDSHAKE_MAX 256
size_t ws_handshake_accept(char response[WS_HANDSHAKE_MAX], const struct http_request *request,
                           const char *subprotocol);

#endif
