/* SPDX-License-Identifier: MIT */
/* State only: no sockets, no timers, so that it can be tested as a whole. */
#include "hub.h"

#include <stdlib.h>
#include <string.h>

#include "dbtime.h"
#include "frame.h"
#include "log.h"
#include "protocol.h"

/* A tick comes a little after its second has been crossed, so that a clock corrected by a millisecond does not make it
 * come twice; and for the same reason never twice within half a second. */
#define TICK_MARGIN_MS 2
#define TICK_APART_MS 500

struct hub {
    struct hub_listener listener;
    struct stream *stream;
    struct snapshot *snapshot;
    struct dbtime time;
    bool is_degraded;
    bool is_changed;
    bool has_tick;
    uint32_t tick_serial;
    int64_t tick_ms; /* of the newest tick, monotonic */
    struct frame tick[PROTOCOLS], connected, degraded[PROTOCOLS];
};

static void wrap(struct frame frames[PROTOCOLS]);

struct hub *hub_new(struct hub_listener listener)
{
    struct hub *hub = calloc(1, sizeof *hub);
    if (!hub) fatal("reason=\"out of memory\"");
    *hub = (struct hub){.listener = listener, .stream = stream_new(PROTOCOL_CHANNEL, STREAM_KEEP)};
    return hub;
}

void hub_free(struct hub *hub)
{
    if (!hub) return;
    stream_free(hub->stream);
    snapshot_free(hub->snapshot);
    for (int i = 0; i < PROTOCOLS; i++) {
        frame_free(&hub->tick[i]);
        frame_free(&hub->degraded[i]);
    }
    frame_free(&hub->connected);
    free(hub);
}

void hub_restart(struct hub *hub, const char *epoch, int64_t top)
{
    stream_restart(hub->stream, epoch, top);
    snapshot_free(hub->snapshot);
    hub->snapshot = NULL;
    hub->has_tick = false;
    hub->listener.on_restart(hub->listener.context);
}

enum stream_append_result hub_append(struct hub *hub, int64_t offset, const char *json, size_t length)
{
    enum stream_append_result result = stream_append(hub->stream, offset, json, length);
    if (result == STREAM_APPENDED) hub->is_changed = true;
    return result;
}

bool hub_take_snapshot(struct hub *hub, int64_t offset, const char *json)
{
    if (offset != stream_top(hub->stream)) return false;
    struct snapshot *snapshot = snapshot_parse(json, offset, stream_epoch(hub->stream));
    if (!snapshot) return false;
    snapshot_free(hub->snapshot);
    hub->snapshot = snapshot;
    hub->has_tick = false;
    hub->is_changed = true;
    return true;
}

void hub_note_time(struct hub *hub, int64_t sent_ms, int64_t received_ms, int64_t database_ms)
{
    dbtime_note(&hub->time, sent_ms, received_ms, database_ms);
}

void hub_set_degraded(struct hub *hub, bool is_degraded, int64_t mono_ms)
{
    if (hub->is_degraded == is_degraded) return;
    hub->is_degraded = is_degraded;
    hub->has_tick = false;
    hub->is_changed = true;
    snapshot_degraded(hub->snapshot, &hub->degraded[PROTOCOL_PLAIN], dbtime_now(&hub->time, mono_ms),
                      is_degraded);
    wrap(hub->degraded);
}

void hub_publish(struct hub *hub)
{
    if (!hub->is_changed) return;
    hub->is_changed = false;
    hub->listener.on_change(hub->listener.context);
}

int64_t hub_next_tick(const struct hub *hub, int64_t mono_ms)
{
    if (!hub->snapshot || hub->is_degraded) return -1;
    int64_t in_ms = snapshot_next_tick(hub->snapshot, dbtime_now(&hub->time, mono_ms));
    if (in_ms < 0) return -1;
    bool is_told = hub->tick_serial != 0 && mono_ms + in_ms - hub->tick_ms < TICK_APART_MS;
    return in_ms + TICK_MARGIN_MS + (is_told ? 1000 : 0);
}

void hub_tick(struct hub *hub, int64_t mono_ms)
{
    if (!hub->snapshot || hub->is_degraded) return;
    snapshot_timer_update(hub->snapshot, &hub->tick[PROTOCOL_PLAIN], dbtime_now(&hub->time, mono_ms));
    wrap(hub->tick);
    if (++hub->tick_serial == 0) hub->tick_serial = 1;
    hub->tick_ms = mono_ms;
    hub->has_tick = true;
    hub->is_changed = true;
    hub_publish(hub);
}

const struct stream *hub_stream(const struct hub *hub)
{
    return hub->stream;
}

bool hub_has_snapshot(const struct hub *hub)
{
    return hub->snapshot != NULL;
}

bool hub_is_degraded(const struct hub *hub)
{
    return hub->is_degraded;
}

int64_t hub_now(const struct hub *hub, int64_t mono_ms)
{
    return dbtime_now(&hub->time, mono_ms);
}

bool hub_is_complete(const struct hub *hub)
{
    return hub->snapshot && snapshot_offset(hub->snapshot) + 1 >= stream_first(hub->stream);
}

int64_t hub_snapshot_offset(const struct hub *hub)
{
    return snapshot_offset(hub->snapshot);
}

int64_t hub_round(const struct hub *hub)
{
    return snapshot_round(hub->snapshot);
}

const uint8_t *hub_connected(struct hub *hub, int64_t mono_ms, enum snapshot_recovered recovered,
                             size_t *length)
{
    snapshot_connected(hub->snapshot, &hub->connected, dbtime_now(&hub->time, mono_ms), recovered,
                       hub->is_degraded);
    return frame_payload(&hub->connected, length);
}

const uint8_t *hub_connected_frame(struct hub *hub, int64_t mono_ms, enum snapshot_recovered recovered,
                                   enum protocol protocol, int64_t known, size_t *length)
{
    (void)hub_connected(hub, mono_ms, recovered, length);
    char id[STREAM_ID_MAX];
    stream_id(hub->stream, known, id);
    frame_wrap(&hub->connected, protocol, id);
    return frame_bytes(&hub->connected, length);
}

const uint8_t *hub_degraded_frame(const struct hub *hub, enum protocol protocol, size_t *length)
{
    return frame_bytes(&hub->degraded[protocol], length);
}

const uint8_t *hub_tick_frame(const struct hub *hub, enum protocol protocol, uint32_t *serial, size_t *length)
{
    *serial = hub->tick_serial;
    return hub->has_tick ? frame_bytes(&hub->tick[protocol], length) : NULL;
}

uint32_t hub_tick_serial(const struct hub *hub)
{
    return hub->tick_serial;
}

/* All others from the plain one. To Centrifuge a publication without offset moves nobody's position. */
static void wrap(struct frame frames[PROTOCOLS])
{
    size_t length;
    const uint8_t *json = frame_payload(&frames[PROTOCOL_PLAIN], &length);
    for (int i = PROTOCOL_PLAIN + 1; i < PROTOCOLS; i++) {
        bool is_plain = protocol_is_plain((enum protocol)i);
        frame_begin(&frames[i]);
        if (!is_plain) frame_print(&frames[i], PROTOCOL_PUSH_HEAD, PROTOCOL_CHANNEL);
        frame_append(&frames[i], json, length);
        if (!is_plain) frame_append(&frames[i], "}}}", 3);
        frame_wrap(&frames[i], (enum protocol)i, NULL);
    }
}
