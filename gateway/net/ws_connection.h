/* SPDX-License-Identifier: MIT */
/* A connection that is a WebSocket. */
#ifndef HIPPO_GATEWAY_NET_WS_CONNECTION_H
#define HIPPO_GATEWAY_NET_WS_CONNECTION_H

#include "net/connection.h"

/* connection_send takes whole frames. */
extern const struct connection_kind ws_connection_kind;

/* The handshake has agreed on permessage-deflate: the peer's messages may be deflated. */
void ws_connection_take_deflated(struct connection *connection);

#endif
