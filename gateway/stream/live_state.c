/* SPDX-License-Identifier: MIT */
/* State only: no sockets, no timers, so that it can be tested as a whole. */
#include "stream/live_state.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "stream/db_clock.h"
#include "stream/fetch.h"
#include "stream/frame.h"
#include "stream/protocol.h"

/* A tick comes a little after its second has been crossed, so that a clock corrected by a millisecond does not make it
 * come twice; and for the same reason never twice within half a second. */
#define TICK_MARGIN_MS 2
#define TICK_APART_MS 500

struct live_state {
    struct live_state_listener listener;
    struct stream *stream;
    struct snapshot *snapshot;
    struct db_clock time;
    bool is_degraded;
    bool is_changed;       /* beside the stream, since it was published */
    int64_t published_top; /* of the stream */
    bool has_tick;
    uint32_t tick_serial;
    int64_t tick_ms; /* of the newest tick, monotonic */
    struct frame tick[PROTOCOLS], deflated_tick[PROTOCOLS], connected, degraded[PROTOCOLS];
};

static void on_restarted(void *context);
static bool on_snapshot(void *context, const char *json);
static void wrap(struct frame frames[PROTOCOLS]);

struct live_state *live_state_new(struct live_state_listener listener)
{
    struct live_state *live = calloc(1, sizeof *live);
    if (!live) fatal("reason=\"out of memory\"");
    *live =
        (struct live_state){.listener = listener, .stream = stream_new(PROTOCOL_CHANNEL, STREAM_CAPACITY)};
    return live;
}

void live_state_free(struct live_state *live)
{
    if (!live) return;
    stream_free(live->stream);
    snapshot_free(live->snapshot);
    for (int i = 0; i < PROTOCOLS; i++) {
        frame_free(&live->tick[i]);
        frame_free(&live->deflated_tick[i]);
        frame_free(&live->degraded[i]);
    }
    frame_free(&live->connected);
    free(live);
}

struct fetch_target live_state_target(struct live_state *live)
{
    return (struct fetch_target){
        .stream = live->stream, .restarted = on_restarted, .snapshot = on_snapshot, .context = live};
}

void live_state_note_time(struct live_state *live, int64_t sent_ms, int64_t received_ms, int64_t database_ms)
{
    db_clock_observe(&live->time, sent_ms, received_ms, database_ms);
}

void live_state_set_degraded(struct live_state *live, bool is_degraded, int64_t mono_ms)
{
    if (live->is_degraded == is_degraded) return;
    live->is_degraded = is_degraded;
    live->has_tick = false;
    live->is_changed = true;
    snapshot_degraded(live->snapshot, &live->degraded[PROTOCOL_PLAIN], db_clock_now(&live->time, mono_ms),
                      is_degraded);
    wrap(live->degraded);
}

void live_state_publish(struct live_state *live)
{
    int64_t top = stream_top(live->stream);
    if (!live->is_changed && top == live->published_top) return;
    live->is_changed = false;
    live->published_top = top;
    live->listener.on_change(live->listener.context);
}

int64_t live_state_next_tick(const struct live_state *live, int64_t mono_ms)
{
    if (!live->snapshot || live->is_degraded) return -1;
    int64_t in_ms = snapshot_next_tick(live->snapshot, db_clock_now(&live->time, mono_ms));
    if (in_ms < 0) return -1;
    bool is_told = live->tick_serial != 0 && mono_ms + in_ms - live->tick_ms < TICK_APART_MS;
    return in_ms + TICK_MARGIN_MS + (is_told ? 1000 : 0);
}

void live_state_tick(struct live_state *live, int64_t mono_ms)
{
    if (!live->snapshot || live->is_degraded) return;
    snapshot_timer_update(live->snapshot, &live->tick[PROTOCOL_PLAIN], db_clock_now(&live->time, mono_ms));
    wrap(live->tick);
    for (int i = 0; i < PROTOCOLS; i++)
        if (!protocol_is_stream((enum protocol)i)) frame_deflate(&live->tick[i], &live->deflated_tick[i]);
    if (++live->tick_serial == 0) live->tick_serial = 1;
    live->tick_ms = mono_ms;
    live->has_tick = true;
    live->is_changed = true;
    live_state_publish(live);
}

const struct stream *live_state_stream(const struct live_state *live)
{
    return live->stream;
}

bool live_state_has_snapshot(const struct live_state *live)
{
    return live->snapshot != NULL;
}

bool live_state_is_degraded(const struct live_state *live)
{
    return live->is_degraded;
}

int64_t live_state_now(const struct live_state *live, int64_t mono_ms)
{
    return db_clock_now(&live->time, mono_ms);
}

bool live_state_is_complete(const struct live_state *live)
{
    return live->snapshot && snapshot_offset(live->snapshot) + 1 >= stream_first(live->stream);
}

int64_t live_state_snapshot_offset(const struct live_state *live)
{
    return snapshot_offset(live->snapshot);
}

int64_t live_state_round(const struct live_state *live)
{
    return snapshot_round(live->snapshot);
}

const uint8_t *live_state_connected(struct live_state *live, int64_t mono_ms,
                                    enum snapshot_recovered recovered, size_t *length)
{
    snapshot_connected(live->snapshot, &live->connected, db_clock_now(&live->time, mono_ms), recovered,
                       live->is_degraded);
    return frame_payload(&live->connected, length);
}

const uint8_t *live_state_connected_frame(struct live_state *live, int64_t mono_ms,
                                          enum snapshot_recovered recovered, enum protocol protocol,
                                          int64_t known, size_t *length)
{
    (void)live_state_connected(live, mono_ms, recovered, length);
    char id[STREAM_ID_MAX];
    stream_id(live->stream, known, id);
    frame_wrap(&live->connected, protocol, id);
    return frame_bytes(&live->connected, length);
}

const uint8_t *live_state_degraded_frame(const struct live_state *live, enum protocol protocol,
                                         size_t *length)
{
    return frame_bytes(&live->degraded[protocol], length);
}

const uint8_t *live_state_tick_frame(const struct live_state *live, enum protocol protocol, bool is_deflated,
                                     uint32_t *serial, size_t *length)
{
    *serial = live->tick_serial;
    return live->has_tick
               ? frame_bytes(is_deflated ? &live->deflated_tick[protocol] : &live->tick[protocol], length)
               : NULL;
}

uint32_t live_state_tick_serial(const struct live_state *live)
{
    return live->tick_serial;
}

static void on_restarted(void *context)
{
    struct live_state *live = context;
    snapshot_free(live->snapshot);
    live->snapshot = NULL;
    live->has_tick = false;
    live->published_top = stream_top(live->stream);
    live->listener.on_restart(live->listener.context);
}

static bool on_snapshot(void *context, const char *json)
{
    struct live_state *live = context;
    struct snapshot *snapshot = snapshot_parse(json, stream_top(live->stream), stream_epoch(live->stream));
    if (!snapshot) return false;
    snapshot_free(live->snapshot);
    live->snapshot = snapshot;
    live->has_tick = false;
    live->is_changed = true;
    return true;
}

/* All others from the plain one. In Centrifuge's protocol a publication without an offset moves no position. */
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
