/* SPDX-License-Identifier: MIT */
/* The query string of /connection/websocket, arguments separated by & as libwebsockets hands them over. Nothing may
 * crash, and what is taken must be within its bounds. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "client/client_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct request request;
    request_begin(&request);
    while (size > 0) {
        const uint8_t *end = memchr(data, '&', size);
        size_t length = end ? (size_t)(end - data) : size;
        /* A block of its own, so that reading past the argument is seen. */
        char *argument = malloc(length ? length : 1);
        require(argument != NULL);
        if (length > 0) memcpy(argument, data, length);
        request_argument(&request, argument, length);
        free(argument);
        length += end != NULL;
        data += length;
        size -= length;
    }
    require(memchr(request.epoch, '\0', sizeof request.epoch) != NULL);
    require(request.channel_count <= REQUEST_CHANNELS_MAX);
    for (size_t i = 0; i < request.channel_count; i++) {
        const struct request_channel *channel = &request.channels[i];
        require(memchr(channel->name, '\0', sizeof channel->name) != NULL);
        require(channel_is_private(channel->name, strlen(channel->name)));
        require(memchr(channel->position.epoch, '\0', sizeof channel->position.epoch) != NULL);
        if (channel->position.is_good)
            require(channel->position.offset >= 0 && channel->position.offset < INT64_C(1) << 53);
    }
    if (!request.has_offset) require(request.offset == 0);
    if (request.is_resumable) require(request.offset >= 0 && request.offset < INT64_C(1) << 53);
    return 0;
}
