/* SPDX-License-Identifier: MIT */
/* The head of a handshake: nothing may crash, and what is taken must be within its bounds. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/ws_handshake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct head head;
    char answer[HEAD_ANSWER_MAX];
    /* A block of its own, so that reading past the end is seen. */
    char *bytes = malloc(size ? size : 1);
    require(bytes != NULL);
    if (size > 0) memcpy(bytes, data, size);
    if (head_parse(&head, bytes, size)) {
        require(head.length <= size && memcmp(bytes + head.length - 4, "\r\n\r\n", 4) == 0);
        require(strlen(head.key) == HEAD_KEY_LENGTH);
        require(*head.host && strlen(head.host) < HEAD_VALUE_MAX);
        require(strlen(head.origin) < HEAD_VALUE_MAX && strlen(head.forwarded) < HEAD_VALUE_MAX);
        require(strlen(head.authorization) < HEAD_VALUE_MAX && strlen(head.cookie) < HEAD_COOKIE_MAX);
        require(!head.request.token.is_there || *head.authorization || *head.cookie);
        require(!head.request.is_unknown_channel && head.request.channel_count <= REQUEST_CHANNELS_MAX);
        require(head_answer(answer, head.key) < HEAD_ANSWER_MAX);
    }
    free(bytes);
    return 0;
}
