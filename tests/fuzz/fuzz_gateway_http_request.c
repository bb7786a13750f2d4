/* SPDX-License-Identifier: MIT */
/* The first bytes of a connection, as far as a client's request is read from them: nothing may crash, what is taken is
 * within its bounds, what is whole stays so with more bytes behind it, and what is partial never becomes foreign. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client/client_request.h"
#include "net/http_request.h"
#include "net/ws_handshake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

static void check_position(const struct stream_position *position)
{
    require(memchr(position->epoch, '\0', sizeof position->epoch) != NULL);
    if (!position->is_given) require(position->offset == 0);
    if (position->is_good) require(position->offset >= 0 && position->offset <= STREAM_OFFSET_MAX);
}

static void check_client(const struct http_request *http)
{
    struct client_request request;
    client_request_read(&request, http, true);
    check_position(&request.position);
    require(request.channel_count <= CLIENT_REQUEST_CHANNELS_MAX);
    for (size_t i = 0; i < request.channel_count; i++) {
        const struct client_request_channel *channel = &request.channels[i];
        require(channel_is_private(channel->name, strlen(channel->name)));
        check_position(&channel->position);
    }
    require((http->endpoint == HTTP_WEBSOCKET) == !protocol_is_stream(request.protocol));
    if (request.token.is_there) require(*http->headers[HTTP_AUTHORIZATION] || *http->headers[HTTP_COOKIE]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct http_request request;
    enum http_answer answer;
    char response[WS_HANDSHAKE_MAX];
    /* A block of its own, so that reading past the end is seen. */
    char *bytes = malloc(size ? size : 1);
    require(bytes != NULL);
    if (size == 0) {
        free(bytes);
        return 0;
    }
    memcpy(bytes, data, size);
    enum http_request_result result = http_request_parse(&request, bytes, size, &answer);
    if (result == HTTP_REQUEST_WHOLE) {
        require(request.length <= size && request.body_length <= HTTP_BODY_MAX);
        require(request.body + request.body_length == bytes + request.length);
        require(request.text_length <= sizeof request.text);
        require(request.endpoint == HTTP_OTHER ? *request.path : *request.headers[HTTP_HOST]);
        if (request.endpoint != HTTP_OTHER) check_client(&request);
        if (ws_handshake_is_valid(&request, &answer))
            require(ws_handshake_accept(response, &request, PROTOCOL_CENTRIFUGE_NAME) < WS_HANDSHAKE_MAX);
        size_t whole = request.length;
        require(http_request_parse(&request, bytes, whole, &answer) == HTTP_REQUEST_WHOLE);
    }
    if (result != HTTP_REQUEST_REFUSED && size > 1)
        require(http_request_parse(&request, bytes, size / 2, &answer) != HTTP_REQUEST_REFUSED);
    free(bytes);
    return 0;
}
