/* SPDX-License-Identifier: MIT */
/* The head of a WebSocket handshake of the usual kind, also of those who are signed in. Whatever is not quite usual (in
 * pieces, a subprotocol, a refused version …) is not taken here: libwebsockets reads it and answers. */
#ifndef HIPPO_GATEWAY_NET_WS_HANDSHAKE_H
#define HIPPO_GATEWAY_NET_WS_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "client/client_request.h"

#define HEAD_VALUE_MAX 256
#define HEAD_COOKIE_MAX 4096
#define HEAD_KEY_LENGTH 24 /* 16 bytes in base64 */

struct head {
    size_t length; /* of the whole head: a frame may follow it at once */
    char key[HEAD_VALUE_MAX], host[HEAD_VALUE_MAX], origin[HEAD_VALUE_MAX], forwarded[HEAD_VALUE_MAX];
    char authorization[HEAD_VALUE_MAX], cookie[HEAD_COOKIE_MAX];
    struct request request;
};

/* True: bytes[0..length) begin with such a head. False: they are somebody else's to read. */
bool head_parse(struct head *head, const char *bytes, size_t length) __attribute__((warn_unused_result));

/* The answer that accepts `key`; returns its length. */
#define HEAD_ANSWER_MAX 160
size_t head_answer(char answer[HEAD_ANSWER_MAX], const char key[HEAD_KEY_LENGTH]);

#endif
