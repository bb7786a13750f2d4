/* SPDX-License-Identifier: MIT */
/* Every header is bounded here; what does not fit is not believed. */
#include "net/upgrade.h"

#include <libwebsockets.h>
#include <string.h>
#include <strings.h>

#include "client/client_request.h"
#include "origin.h"
#include "stream/protocol.h"

#define HEADER_MAX 512
#define COOKIE_MAX 4096
#define ARGUMENTS_MAX 32
#define KEY_LENGTH 24 /* 16 bytes in base64 */

static bool read_header(struct lws *wsi, enum lws_token_indexes token, char text[HEADER_MAX]);
static bool header_is(struct lws *wsi, enum lws_token_indexes token, const char *expected);
static bool offers_centrifuge(struct lws *wsi);
static void read_token(struct lws *wsi, struct request *request);

bool upgrade_is_allowed(struct lws *wsi, const char *allowed_origins, enum http_answer *answer)
{
    char path[HEADER_MAX], origin[HEADER_MAX], host[HEADER_MAX];
    struct request request;
    *answer = HTTP_BAD_UPGRADE;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) <= 0) return false;
    *answer = HTTP_NOT_FOUND;
    if (!read_header(wsi, WSI_TOKEN_GET_URI, path) || strcmp(path, UPGRADE_PATH) != 0) return false;
    *answer = HTTP_BAD_UPGRADE;
    if (!header_is(wsi, WSI_TOKEN_UPGRADE, "websocket") ||
        lws_hdr_total_length(wsi, WSI_TOKEN_KEY) != KEY_LENGTH || !read_header(wsi, WSI_TOKEN_HOST, host) ||
        !*host)
        return false;
    *answer = HTTP_UPGRADE_REQUIRED;
    if (!header_is(wsi, WSI_TOKEN_VERSION, "13")) return false;
    *answer = HTTP_BAD_SUBPROTOCOL;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_PROTOCOL) > 0 && !offers_centrifuge(wsi)) return false;
    *answer = HTTP_UNKNOWN_PROTOCOL;
    upgrade_read_request(wsi, &request);
    if (request.is_unknown_protocol) return false;
    *answer = HTTP_UNKNOWN_CHANNEL;
    if (request.is_unknown_channel) return false;
    *answer = HTTP_FORBIDDEN_ORIGIN;
    return read_header(wsi, WSI_TOKEN_ORIGIN, origin) && origin_is_allowed(allowed_origins, origin, host);
}

void upgrade_read_request(struct lws *wsi, struct request *request)
{
    char argument[HEADER_MAX];
    request_begin(request);
    if (offers_centrifuge(wsi)) request->protocol = PROTOCOL_CENTRIFUGE;
    read_token(wsi, request);
    for (int i = 0; i < ARGUMENTS_MAX; i++) {
        int length = lws_hdr_copy_fragment(wsi, argument, sizeof argument, WSI_TOKEN_HTTP_URI_ARGS, i);
        if (length >= 0) {
            request_argument(request, argument, (size_t)length);
            continue;
        }
        if (lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i) <= 0) return;
        /* Longer than anything that could be a position of ours. */
        request->is_resumable = false;
    }
}

static void read_token(struct lws *wsi, struct request *request)
{
    char authorization[HEADER_MAX], cookie[COOKIE_MAX], origin[HEADER_MAX] = "", host[HEADER_MAX] = "";
    if (lws_hdr_copy(wsi, cookie, sizeof cookie, WSI_TOKEN_HTTP_COOKIE) <= 0 ||
        !read_header(wsi, WSI_TOKEN_ORIGIN, origin) || !read_header(wsi, WSI_TOKEN_HOST, host))
        cookie[0] = '\0';
    /* Too long for one of ours, and still there: it wins. */
    if (!read_header(wsi, WSI_TOKEN_HTTP_AUTHORIZATION, authorization)) memcpy(authorization, "?", 2);
    request_credentials(request, &(struct request_credentials){authorization, cookie, origin, host});
}

/* "" when the header is absent; false when it is too long. */
static bool read_header(struct lws *wsi, enum lws_token_indexes token, char text[HEADER_MAX])
{
    text[0] = '\0';
    return lws_hdr_copy(wsi, text, HEADER_MAX, token) >= 0;
}

static bool header_is(struct lws *wsi, enum lws_token_indexes token, const char *expected)
{
    char text[HEADER_MAX];
    return read_header(wsi, token, text) && strcasecmp(text, expected) == 0;
}

/* Of several offers libwebsockets picks this one: no other has a row in its table that serves clients by name. */
static bool offers_centrifuge(struct lws *wsi)
{
    static const char separators[] = ", \t";
    char offers[HEADER_MAX];
    if (!read_header(wsi, WSI_TOKEN_PROTOCOL, offers)) return false;
    for (const char *offer = offers; *offer;) {
        offer += strspn(offer, separators);
        size_t length = strcspn(offer, separators);
        if (length == strlen(PROTOCOL_CENTRIFUGE_NAME) &&
            memcmp(offer, PROTOCOL_CENTRIFUGE_NAME, length) == 0)
            return true;
        offer += length;
    }
    return false;
}
