/* SPDX-License-Identifier: MIT */
/* What a client asks for in the query string of /connection/websocket. */
#ifndef HIPPO_GATEWAY_REQUEST_H
#define HIPPO_GATEWAY_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol.h"

#define REQUEST_EPOCH_MAX 64 /* with the NUL; PostgreSQL's are 12 characters */

struct request {
    bool has_offset;               /* ?offset= was given: the client wants to resume */
    bool is_resumable;             /* offset and epoch are well formed; otherwise nothing can match them */
    int64_t offset;                /* 0 to 2^53 - 1 */
    char epoch[REQUEST_EPOCH_MAX]; /* "" when not given */
    enum protocol protocol;        /* ?cf_protocol_version=v2: Centrifuge's */
    bool is_unknown_protocol;      /* protobuf, or another version of Centrifuge's */
};

/* Start of a new request; then request_argument for each argument of the query. */
void request_begin(struct request *request);

/* Takes one `name=value`, already percent-decoded, not NUL-terminated. Unknown names are ignored, as clients
 * may be newer; of a repeated one the last counts. */
void request_argument(struct request *request, const char *argument, size_t length);

#endif
