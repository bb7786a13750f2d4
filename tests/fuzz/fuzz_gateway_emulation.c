/* SPDX-License-Identifier: MIT */
/* The body of POST /emulation, and the same bytes as a worker's datagram. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client/client.h"
#include "client/emulation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct emulation_body body;
    char session[EMULATION_SESSION_MAX];
    const char *rest;
    size_t length;
    char *bytes = malloc(size ? size : 1);
    require(bytes != NULL);
    if (size > 0) memcpy(bytes, data, size);
    if (emulation_parse(bytes, size, &body)) {
        require(body.length > 0 && body.length <= CLIENT_MESSAGE_MAX && body.data != NULL);
        require(*body.session && strlen(body.session) < EMULATION_SESSION_MAX && !strchr(body.session, '\n'));
        require(strlen(body.node) == EMULATION_NODE_MAX - 1);
        free(body.data);
    } else {
        require(body.data == NULL);
    }
    if (emulation_split(bytes, size, session, &rest, &length)) {
        require(strlen(session) > 0 && strlen(session) < EMULATION_SESSION_MAX);
        require(rest + length == bytes + size && length > 0);
    }
    free(bytes);
    return 0;
}
