/* SPDX-License-Identifier: MIT */
/* What a client asks for in the query string of /connection/websocket, and who it says that it is. */
#ifndef HIPPO_GATEWAY_CLIENT_CLIENT_REQUEST_H
#define HIPPO_GATEWAY_CLIENT_CLIENT_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream/channel.h"
#include "stream/protocol.h"
#include "token.h"

#define REQUEST_EPOCH_MAX 64 /* with the NUL; PostgreSQL's are 12 characters */

#define REQUEST_CHANNELS_MAX 8

/* A place in a stream that a client names. */
struct request_position {
    bool is_given;
    bool is_good;                  /* well formed; otherwise nothing can match it */
    int64_t offset;                /* 0 when it is not said */
    char epoch[REQUEST_EPOCH_MAX]; /* "" when it is not said */
};

/* ?channel=till:3, or, to resume, ?channel=till:3,OFFSET,EPOCH */
struct request_channel {
    char name[CHANNEL_NAME_MAX];
    struct request_position position;
};

struct request {
    bool has_offset;               /* ?offset= was given: the client wants to resume */
    bool is_resumable;             /* offset and epoch are well formed; otherwise nothing can match them */
    int64_t offset;                /* 0 to 2^53 - 1 */
    char epoch[REQUEST_EPOCH_MAX]; /* "" when not given */
    enum protocol protocol;        /* ?cf_protocol_version=v2: Centrifuge's */
    bool is_unknown_protocol;      /* protobuf, or another version of Centrifuge's */
    bool is_unknown_channel;       /* a name that no channel has, or more than REQUEST_CHANNELS_MAX */
    size_t channel_count;          /* private ones */
    struct request_channel channels[REQUEST_CHANNELS_MAX];
    struct token token; /* request_credentials' */
};

/* Start of a new request; then request_argument for each argument of the query. */
void request_begin(struct request *request);

/* Takes one `name=value`, already percent-decoded, not NUL-terminated. Unknown names are ignored, as clients
 * may be newer; of a repeated one the last counts. */
void request_argument(struct request *request, const char *argument, size_t length);

/* A Last-Event-ID, EPOCH:OFFSET: it is newer than what the query says. Any other resumes nothing: an offset alone could be
 * of a stream that is no more. */
void request_parse_last_event_id(struct request *request, const char *id);

/* Undoes a query's escapes; `decoded` has room for `length` bytes. False: they are none. */
bool request_decode(const char *text, size_t length, char *decoded, size_t *decoded_length)
    __attribute__((warn_unused_result));

/* Headers as they came, "" where there is none. */
struct request_credentials {
    const char *authorization, *cookie, *origin, *host;
};

/* Reads request->token. A browser sends the cookie along with any page's handshake: it counts only for a page of this very
 * house, whoever else may connect. (With a GET of their own page browsers send no Origin, and let no other page read the
 * answer.) */
void request_credentials(struct request *request, const struct request_credentials *credentials);

#endif
