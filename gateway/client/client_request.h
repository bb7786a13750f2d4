/* SPDX-License-Identifier: MIT */
/* What a client asks for: its way of speaking, its place in the stream, private channels, and who it says that it is. */
#ifndef HIPPO_GATEWAY_CLIENT_CLIENT_REQUEST_H
#define HIPPO_GATEWAY_CLIENT_CLIENT_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "stream/channel.h"
#include "stream/protocol.h"
#include "stream/stream.h"
#include "token.h"

struct http_request;

#define CLIENT_REQUEST_CHANNELS_MAX 8

/* ?channel=till:3, or, to resume, ?channel=till:3,OFFSET,EPOCH */
struct client_request_channel {
    char name[CHANNEL_NAME_MAX];
    struct stream_position position;
};

struct client_request {
    struct stream_position position; /* ?offset=, ?epoch=, Last-Event-ID; given: the client wants to resume */
    enum protocol protocol;          /* by path, subprotocol, ?cf_protocol_version=v2 */
    bool is_unknown_protocol;        /* another format or version of Centrifuge's, in the query */
    bool is_protobuf;                /* as its only subprotocol that we know of */
    bool is_unknown_channel; /* a name that no channel has, or more than CLIENT_REQUEST_CHANNELS_MAX */
    size_t channel_count;    /* private ones */
    struct client_request_channel channels[CLIENT_REQUEST_CHANNELS_MAX];
    struct token token;
    const char *commands; /* ?cf_connect=, "" when not given; lies in the request */
};

/* Reads the arguments, the subprotocol, Last-Event-ID and the credentials of a request. Unknown arguments are ignored, as
 * clients may be newer; of a repeated one the last counts. `takes_cookie`: browsers send it along with any page's request, so
 * it counts only for pages that are trusted. */
void client_request_read(struct client_request *request, const struct http_request *http, bool takes_cookie);

/* Reads one argument `name=value`. */
void client_request_read_argument(struct client_request *request, const char *argument);

#endif
