/* SPDX-License-Identifier: MIT */
/* Messages that a client has deflated (permessage-deflate, RFC 7692). There is no context takeover, so each is inflated by
 * itself, when it is whole; between two messages nothing is kept. */
#ifndef HIPPO_GATEWAY_NET_WS_INFLATE_H
#define HIPPO_GATEWAY_NET_WS_INFLATE_H

#include "net/ws_reader.h"

/* A longer message is told as one of which more is to come than anybody takes. */
#define WS_INFLATED_MAX ((size_t)16 * 1024)

/* What has come of a message: the caller's to free. */
struct ws_deflated;

/* Keeps a piece that is not the last. *event: the same piece without its bytes. */
void ws_inflate_keep(struct ws_deflated **kept, const struct ws_event *piece, struct ws_event *event);

/* Takes the last piece, and what is kept. *event: the message, valid until the next call, or the FAILURE that it is. */
void ws_inflate(struct ws_deflated **kept, const struct ws_event *piece, struct ws_event *event);

#endif
