/* SPDX-License-Identifier: MIT */
/* Requests for streams (query, Last-Event-ID, body …): nothing may crash, what is taken is within its bounds, and what
 * is whole stays so with more bytes behind it. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/http_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fallback fallback;
    char answer[FALLBACK_ANSWER_MAX];
    char *bytes = malloc(size ? size : 1);
    require(bytes != NULL);
    if (size > 0) memcpy(bytes, data, size);
    int status = fallback_parse(bytes, size, &fallback);
    require(status == 0 || status == 200 || (status >= 400 && status < 500));
    if (!fallback_is_ours(bytes, size)) require(status == 400);
    if (status == 200) {
        const struct request *request = &fallback.request;
        require(fallback.length <= FALLBACK_BODY_MAX && fallback.body[fallback.length] == '\0');
        require(*fallback.host && memchr(fallback.host, '\0', sizeof fallback.host) != NULL);
        require(memchr(fallback.origin, '\0', sizeof fallback.origin) != NULL);
        require(memchr(fallback.forwarded, '\0', sizeof fallback.forwarded) != NULL);
        require(request->channel_count <= REQUEST_CHANNELS_MAX);
        if (request->is_resumable && request->has_offset)
            require(request->offset >= 0 && request->offset < INT64_C(1) << 53);
        require(protocol_is_stream(request->protocol));
    } else if (status != 0) {
        require(fallback_answer(answer, status) < sizeof answer);
    }
    free(bytes);
    return 0;
}
