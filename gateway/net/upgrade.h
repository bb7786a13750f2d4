/* SPDX-License-Identifier: MIT */
/* May this HTTP request become a WebSocket? One verdict, taken before the handshake. */
#ifndef HIPPO_GATEWAY_NET_UPGRADE_H
#define HIPPO_GATEWAY_NET_UPGRADE_H

#include <stdbool.h>

#include "net/http_response.h"

struct lws;
struct request;

#define UPGRADE_PATH "/connection/websocket"

/* True: it may, as far as the request itself goes. Otherwise *answer tells why not. */
bool upgrade_is_allowed(struct lws *wsi, const char *allowed_origins, enum http_answer *answer)
    __attribute__((warn_unused_result));

/* Query string and subprotocol of a request. */
void upgrade_read_request(struct lws *wsi, struct request *request);

#endif
