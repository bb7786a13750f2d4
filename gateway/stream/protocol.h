/* SPDX-License-Identifier: MIT */
/* The ways of speaking. Each event is framed once for each, in a log of its own. */
#ifndef HIPPO_GATEWAY_STREAM_PROTOCOL_H
#define HIPPO_GATEWAY_STREAM_PROTOCOL_H

#include <stdbool.h>

enum protocol {
    PROTOCOL_PLAIN,      /* one event a text frame, `connected` first; the client says nothing */
    PROTOCOL_CENTRIFUGE, /* Centrifuge's client protocol v2 in JSON: commands, replies, pushes */
    PROTOCOL_PLAIN_SSE,  /* these two where WebSockets do not get through, see http_request.h */
    PROTOCOL_CENTRIFUGE_SSE,
    PROTOCOL_CENTRIFUGE_LINES,
};

#define PROTOCOLS 5

static inline bool protocol_is_plain(enum protocol protocol)
{
    return protocol == PROTOCOL_PLAIN || protocol == PROTOCOL_PLAIN_SSE;
}

/* A HTTP answer without end instead of a WebSocket. */
static inline bool protocol_is_stream(enum protocol protocol)
{
    return protocol >= PROTOCOL_PLAIN_SSE;
}

/* Its subprotocol; ?cf_protocol_version=v2 says the same. */
#define PROTOCOL_CENTRIFUGE_NAME "centrifuge-json"
/* The subprotocol of clients that speak Protobuf, which we do not. */
#define PROTOCOL_PROTOBUF_NAME "centrifuge-protobuf"

/* The public channel, and what comes before a publication's JSON in a channel %s. */
#define PROTOCOL_CHANNEL "race"
#define PROTOCOL_PUSH_HEAD "{\"push\":{\"channel\":\"%s\",\"pub\":{\"data\":"

#endif
