/* SPDX-License-Identifier: MIT */
/* A connection that is an HTTP answer without end: server-sent events, lines. */
#ifndef HIPPO_GATEWAY_NET_HTTP_STREAM_H
#define HIPPO_GATEWAY_NET_HTTP_STREAM_H

#include "net/connection.h"

/* connection_send takes whole messages. What the peer sends means nothing, and its end is the goodbye: whoever knows words
 * for it sends them before connection_close. */
extern const struct connection_kind http_stream_kind;

/* Prints what goes before the stream that answers a request of this kind, with more header lines. */
#define HTTP_STREAM_HEAD_MAX (256 + ORIGIN_LINES_MAX)
void http_stream_print_head(char head[HTTP_STREAM_HEAD_MAX], enum http_endpoint endpoint, const char *lines);

#endif
