/* SPDX-License-Identifier: MIT */
/* SHA-1 and base64 are libwebsockets'. */
#include "net/ws_handshake.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define KEY_LENGTH 24 /* 16 bytes in base64 */
#define DIGEST_LENGTH 20

static bool is_key(const char *key);

bool ws_handshake_is_valid(const struct http_request *request, enum http_answer *answer)
{
    const char *const *headers = request->headers;
    /* An offer of another protocol is not taken, as if it were not there. */
    *answer = HTTP_UPGRADE_REQUIRED;
    if (!http_list_has(headers[HTTP_UPGRADE], "websocket", strncasecmp)) return false;
    *answer = HTTP_BAD_UPGRADE;
    if (!http_list_has(headers[HTTP_CONNECTION], "upgrade", strncasecmp) || !is_key(headers[HTTP_WS_KEY]))
        return false;
    *answer = HTTP_UPGRADE_REQUIRED;
    return strcmp(headers[HTTP_WS_VERSION], "13") == 0;
}

size_t ws_handshake_accept(char response[WS_HANDSHAKE_MAX], const struct http_request *request,
                           const char *subprotocol)
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char text[KEY_LENGTH + sizeof guid - 1], digest[DIGEST_LENGTH];
    char accept[32];
    memcpy(text, request->headers[HTTP_WS_KEY], KEY_LENGTH);
    memcpy(text + KEY_LENGTH, guid, sizeof guid - 1);
    (void)lws_SHA1(text, sizeof text, digest);
    (void)lws_b64_encode_string((const char *)digest, DIGEST_LENGTH, accept, sizeof accept);
    return (size_t)snprintf(response, WS_HANDSHAKE_MAX,
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s%s%s\r\n",
                            accept, subprotocol ? "Sec-WebSocket-Protocol: " : "",
                            subprotocol ? subprotocol : "", subprotocol ? "\r\n" : "");
}

static bool is_key(const char *key)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return strlen(key) == KEY_LENGTH && strspn(key, digits) == KEY_LENGTH - 2 &&
           strcmp(key + KEY_LENGTH - 2, "==") == 0;
}
