/* SPDX-License-Identifier: MIT */
/* The ways of speaking. Each event is framed once for each, on a tape of its own. */
#ifndef HIPPO_GATEWAY_PROTOCOL_H
#define HIPPO_GATEWAY_PROTOCOL_H

enum protocol {
    PROTOCOL_PLAIN,      /* one event a text frame, `connected` first; the client says nothing */
    PROTOCOL_CENTRIFUGE, /* Centrifuge's client protocol v2 in JSON: commands, replies, pushes */
};

#define PROTOCOLS 2

/* The name by which libwebsockets agrees on it; without a subprotocol ?cf_protocol_version=v2 says the same. */
#define PROTOCOL_CENTRIFUGE_NAME "centrifuge-json"

/* The public channel, and what comes before a publication's JSON in a channel %s. */
#define PROTOCOL_CHANNEL "race"
#define PROTOCOL_PUSH_HEAD "{\"push\":{\"channel\":\"%s\",\"pub\":{\"data\":"

#endif
