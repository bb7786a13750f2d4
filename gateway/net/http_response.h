/* SPDX-License-Identifier: MIT */
/* The few answers of plain HTTP: health, and why a WebSocket is refused. */
#ifndef HIPPO_GATEWAY_NET_HTTP_RESPONSE_H
#define HIPPO_GATEWAY_NET_HTTP_RESPONSE_H

#include <stdbool.h>

struct lws;

enum http_answer {
    HTTP_OK,
    HTTP_READY,
    HTTP_NOT_READY,
    HTTP_NOT_FOUND,
    HTTP_METHOD_NOT_ALLOWED,
    HTTP_BAD_UPGRADE,
    HTTP_UPGRADE_REQUIRED,
    HTTP_BAD_SUBPROTOCOL,
    HTTP_UNKNOWN_PROTOCOL,
    HTTP_UNKNOWN_CHANNEL,
    HTTP_FORBIDDEN_ORIGIN,
    HTTP_UNAVAILABLE,
    HTTP_FULL,
    HTTP_BUSY,
    HTTP_ADDRESS_FULL,
};

/* Writes the whole answer. False: the connection is broken. The caller ends the transaction. */
bool http_write(struct lws *wsi, enum http_answer answer) __attribute__((warn_unused_result));

#endif
