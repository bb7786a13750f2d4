/* SPDX-License-Identifier: MIT */
/* The database's snapshot. Input: eight bytes of time, then the JSON. Whatever is accepted must make messages that are
 * one line of valid JSON. */
#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stream/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct frame frame;

static void require(bool fact)
{
    if (!fact) abort();
}

static void require_message(void)
{
    size_t length;
    const uint8_t *bytes = frame_bytes(&frame, &length);
    size_t header = bytes[1] < 126 ? 2 : bytes[1] == 126 ? 4 : 10;
    require(!memchr(bytes + header, '\n', length - header) && !memchr(bytes + header, '\r', length - header));
    json_tokener *tokener = json_tokener_new_ex(40);
    json_object *message =
        json_tokener_parse_ex(tokener, (const char *)bytes + header, (int)(length - header));
    json_object *name = NULL;
    require(json_tokener_get_error(tokener) == json_tokener_success &&
            json_object_is_type(message, json_type_object));
    require(json_object_object_get_ex(message, "event", &name));
    json_object_put(message);
    json_tokener_free(tokener);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t now_ms = 0;
    if (size < sizeof now_ms) return 0;
    memcpy(&now_ms, data, sizeof now_ms);
    now_ms = (int64_t)((uint64_t)now_ms >> 13); /* as the clock is bounded: 50 bits */
    char *json = strndup((const char *)data + sizeof now_ms, size - sizeof now_ms);
    require(json != NULL);
    struct snapshot *snapshot = snapshot_parse(json, 7, "e");
    if (snapshot) {
        int64_t next_ms = snapshot_next_tick(snapshot, now_ms);
        require(next_ms == -1 || (next_ms >= 1 && next_ms <= 1000));
        for (int recovered = 0; recovered <= SNAPSHOT_NOT_RECOVERED; recovered++) {
            snapshot_connected(snapshot, &frame, now_ms, (enum snapshot_recovered)recovered, recovered == 1);
            require_message();
        }
        snapshot_timer_update(snapshot, &frame, now_ms);
        require_message();
        snapshot_degraded(snapshot, &frame, now_ms, true);
        require_message();
    }
    snapshot_free(snapshot);
    free(json);
    return 0;
}
