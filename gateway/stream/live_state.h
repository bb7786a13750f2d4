/* SPDX-License-Identifier: MIT */
/* What all clients are sent: the stream's tail, the snapshot at its top, the countdown's tick, and whether the database is
 * away. stream_source feeds it; clients only read it. */
#ifndef HIPPO_GATEWAY_STREAM_LIVE_STATE_H
#define HIPPO_GATEWAY_STREAM_LIVE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream/protocol.h"
#include "stream/snapshot.h"
#include "stream/stream.h"

struct fetch_target;
struct live_state;

struct live_state_listener {
    /* There is something new to send: events, a tick, or the degraded state. */
    void (*on_change)(void *context);
    /* The stream is another one, or events are lost: no client can go on from where it is. */
    void (*on_restart)(void *context);
    void *context;
};

struct live_state *live_state_new(struct live_state_listener listener);
void live_state_free(struct live_state *live);

/* --- For the source ------------------------------------------------------------------------------------------- */

/* Where what is fetched goes: its events, and snapshots at its top. */
struct fetch_target live_state_target(struct live_state *live);

void live_state_note_time(struct live_state *live, int64_t sent_ms, int64_t received_ms, int64_t database_ms);

/* True while the database is away. The countdown stops; it is sent to each client once, after all events. */
void live_state_set_degraded(struct live_state *live, bool is_degraded, int64_t mono_ms);

/* Calls on_change if something has changed since the last call. */
void live_state_publish(struct live_state *live);

/* --- The countdown -------------------------------------------------------------------------------------------- */

/* Milliseconds until live_state_tick is wanted; -1: not before the next snapshot or reconnect. */
int64_t live_state_next_tick(const struct live_state *live, int64_t mono_ms);

/* Makes the timer_update of this moment and publishes it. */
void live_state_tick(struct live_state *live, int64_t mono_ms);

/* --- For clients ---------------------------------------------------------------------------------------------- */

const struct stream *live_state_stream(const struct live_state *live);
bool live_state_has_snapshot(const struct live_state *live);
bool live_state_is_degraded(const struct live_state *live);

/* Milliseconds since 1970 by the database's clock. */
int64_t live_state_now(const struct live_state *live, int64_t mono_ms);

/* Is every event after the snapshot at hand? Only then `connected` can be sent; for a moment after an outage of
 * thousands of events it is not. */
bool live_state_is_complete(const struct live_state *live);

/* The offset and the round of the snapshot; only while there is one. */
int64_t live_state_snapshot_offset(const struct live_state *live);
int64_t live_state_round(const struct live_state *live);

/* The JSON of `connected`, bare; or as plain clients get it, who know all up to `known` then. Valid until the next call
 * of either. */
const uint8_t *live_state_connected(struct live_state *live, int64_t mono_ms,
                                    enum snapshot_recovered recovered, size_t *length);
const uint8_t *live_state_connected_frame(struct live_state *live, int64_t mono_ms,
                                          enum snapshot_recovered recovered, enum protocol protocol,
                                          int64_t known, size_t *length);

/* The frame `degraded` for the present state. */
const uint8_t *live_state_degraded_frame(const struct live_state *live, enum protocol protocol,
                                         size_t *length);

/* The newest timer_update and its serial number, never 0. NULL when none is current: a tick of a countdown that is
 * over must not reach a client late. */
const uint8_t *live_state_tick_frame(const struct live_state *live, enum protocol protocol, bool is_deflated,
                                     uint32_t *serial, size_t *length);

/* The serial number of the newest tick there ever was. */
uint32_t live_state_tick_serial(const struct live_state *live);

#endif
