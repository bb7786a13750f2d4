/* SPDX-License-Identifier: MIT */
/* The HTTP answers that end a request: health, and why somebody is not let in. */
#ifndef HIPPO_GATEWAY_NET_HTTP_RESPONSE_H
#define HIPPO_GATEWAY_NET_HTTP_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>

#include "origin.h"

enum http_answer {
    HTTP_OK,
    HTTP_READY,
    HTTP_NO_CONTENT,
    HTTP_MAY_GET, /* to a preflight */
    HTTP_MAY_POST,
    HTTP_NOT_READY,
    HTTP_NOT_FOUND,
    HTTP_NO_SESSION,         /* /emulation: no stream of that name here */
    HTTP_METHOD_NOT_ALLOWED, /* GET and HEAD are */
    HTTP_ONLY_GET,
    HTTP_ONLY_POST,
    HTTP_BAD_REQUEST,
    HTTP_LENGTH_REQUIRED,
    HTTP_BODY_TOO_LARGE,
    HTTP_HEAD_TOO_LARGE,
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
    HTTP_COME_BACK, /* the same for an EventSource, which gives up for good at any other status than 200 */
};

/* Prints the whole answer, with more header lines (up to ORIGIN_LINES_MAX, "": none), and without its body when `is_head`;
 * returns its length. The connection ends behind it. */
#define HTTP_RESPONSE_MAX (512 + ORIGIN_LINES_MAX)
size_t http_response_print(char response[HTTP_RESPONSE_MAX], enum http_answer answer, const char *lines,
                           bool is_head);

#endif
