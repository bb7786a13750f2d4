/* SPDX-License-Identifier: MIT */
/* zlib does it, one inflater for all connections. */
#include "net/ws_inflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "log.h"

#define CODE_PROTOCOL 1002
#define CODE_NOT_UTF8 1007
/* Whatever makes WS_INFLATED_MAX bytes need be no longer: what cannot be deflated is stored, with 5 bytes a block. */
#define DEFLATED_MAX (WS_INFLATED_MAX + 64)

struct ws_deflated {
    size_t length;
    bool is_too_long;
    uint8_t bytes[];
};

enum inflated { INFLATED_WHOLE, INFLATED_TOO_LONG, INFLATED_BROKEN };

static struct ws_deflated *extend(struct ws_deflated *kept, const uint8_t *bytes, size_t length);
static enum inflated inflate_all(const struct ws_deflated *kept, const struct ws_event *piece,
                                 size_t *length);
static enum inflated feed(z_stream *zlib, const uint8_t *bytes, size_t length);
static z_stream *inflater(void);

static uint8_t inflated[WS_INFLATED_MAX + 1]; /* full only by what is too long */

void ws_inflate_keep(struct ws_deflated **kept, const struct ws_event *piece, struct ws_event *event)
{
    *kept = extend(*kept, piece->payload, piece->length);
    *event = (struct ws_event){
        .kind = WS_EVENT_DATA, .payload = inflated, .is_first = piece->is_first, .is_text = piece->is_text};
}

void ws_inflate(struct ws_deflated **kept, const struct ws_event *piece, struct ws_event *event)
{
    size_t length = 0;
    enum inflated result = inflate_all(*kept, piece, &length);
    *event = (struct ws_event){.kind = WS_EVENT_DATA,
                               .payload = inflated,
                               .length = length,
                               .remaining = result == INFLATED_TOO_LONG ? UINT32_MAX : 0,
                               .is_first = piece->is_first,
                               .is_last = true,
                               .is_text = piece->is_text};
    free(*kept);
    *kept = NULL;
    if (result == INFLATED_BROKEN)
        *event = (struct ws_event){.kind = WS_EVENT_FAILURE, .code = CODE_PROTOCOL};
    else if (result == INFLATED_WHOLE && piece->is_text && !ws_reader_is_utf8(inflated, length))
        *event = (struct ws_event){.kind = WS_EVENT_FAILURE, .code = CODE_NOT_UTF8};
}

static struct ws_deflated *extend(struct ws_deflated *kept, const uint8_t *bytes, size_t length)
{
    size_t had = kept ? kept->length : 0;
    bool is_too_long = had + length > DEFLATED_MAX || (kept && kept->is_too_long);
    size_t added = is_too_long ? 0 : length;
    struct ws_deflated *longer = realloc(kept, sizeof *kept + had + added);
    if (!longer) fatal("reason=\"out of memory\"");
    longer->length = had + added;
    longer->is_too_long = is_too_long;
    if (added > 0) memcpy(longer->bytes + had, bytes, added);
    return longer;
}

static enum inflated inflate_all(const struct ws_deflated *kept, const struct ws_event *piece, size_t *length)
{
    /* The sender has left away the empty block that ends it (RFC 7692, 7.2.2). */
    static const uint8_t end[] = {0x00, 0x00, 0xff, 0xff};
    if (kept && kept->is_too_long) return INFLATED_TOO_LONG;
    z_stream *zlib = inflater();
    zlib->next_out = inflated;
    zlib->avail_out = (uInt)sizeof inflated;
    enum inflated result = kept ? feed(zlib, kept->bytes, kept->length) : INFLATED_WHOLE;
    if (result == INFLATED_WHOLE) result = feed(zlib, piece->payload, piece->length);
    if (result == INFLATED_WHOLE) result = feed(zlib, end, sizeof end);
    *length = sizeof inflated - zlib->avail_out;
    return result;
}

/* A last block may be marked as such; what follows it is deflated by itself. */
static enum inflated feed(z_stream *zlib, const uint8_t *bytes, size_t length)
{
    zlib->next_in = (z_const Bytef *)(uintptr_t)bytes;
    zlib->avail_in = (uInt)length;
    while (zlib->avail_in > 0) {
        int result = inflate(zlib, Z_SYNC_FLUSH);
        if (result == Z_STREAM_END) result = inflateReset(zlib);
        if (zlib->avail_out == 0) return INFLATED_TOO_LONG;
        if (result != Z_OK) return INFLATED_BROKEN;
    }
    return INFLATED_WHOLE;
}

static z_stream *inflater(void)
{
    static z_stream zlib;
    if (zlib.state ? inflateReset(&zlib) != Z_OK : inflateInit2(&zlib, -MAX_WBITS) != Z_OK)
        fatal("reason=\"no inflater\"");
    return &zlib;
}
