/* SPDX-License-Identifier: MIT */
/* Requests of clients whose network breaks WebSockets; each is answered by a stream that does not end, or, what they
 * say meanwhile, by 204:
 *   GET  /connection/uni_sse       plain events (text/event-stream); each one's id is its epoch and offset, so that
 *                                  EventSource comes back with Last-Event-ID; query as for WebSockets
 *   GET  /connection/sse           Centrifuge's protocol, ?cf_connect=COMMANDS
 *   POST /connection/http_stream   the same, a reply a line; the body is COMMANDS
 *   POST /emulation                {"session","node","data":COMMANDS} for one of these two */
#ifndef HIPPO_GATEWAY_NET_HTTP_STREAM_H
#define HIPPO_GATEWAY_NET_HTTP_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "client/client_request.h"

#define FALLBACK_HEAD_MAX 8192
#define FALLBACK_BODY_MAX 5120 /* a message of 4 KiB, and its envelope */
#define FALLBACK_VALUE_MAX 512

enum fallback_kind { FALLBACK_UNI_SSE, FALLBACK_SSE, FALLBACK_HTTP_STREAM, FALLBACK_EMULATION };

struct fallback {
    enum fallback_kind kind;
    struct request request;
    char host[FALLBACK_VALUE_MAX], origin[FALLBACK_VALUE_MAX], forwarded[FALLBACK_VALUE_MAX];
    size_t length;                    /* of body */
    char body[FALLBACK_BODY_MAX + 1]; /* with a NUL; for FALLBACK_SSE what cf_connect says */
};

/* Do these first bytes of a connection begin such a request? */
bool fallback_is_ours(const char *bytes, size_t length);

/* Is it the path of one? And is that one a POST? */
bool fallback_is_path(const char *path);
bool fallback_is_said(const char *path);

/* 0: more bytes are needed. 200: it is whole, and in *fallback. Otherwise the HTTP status that refuses it. */
int fallback_parse(const char *bytes, size_t length, struct fallback *fallback)
    __attribute__((warn_unused_result));

/* What goes before the stream that answers it. */
const char *fallback_head(enum fallback_kind kind);

/* The whole answer of this status. */
#define FALLBACK_ANSWER_MAX 256
size_t fallback_answer(char answer[FALLBACK_ANSWER_MAX], int status);

#endif
