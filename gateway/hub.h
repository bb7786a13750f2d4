/* SPDX-License-Identifier: MIT */
/* What all clients are told: the stream's tail, the snapshot at its top, the countdown's tick, and whether the
 * database is away. The source feeds it; sessions only read it. */
#ifndef HIPPO_GATEWAY_HUB_H
#define HIPPO_GATEWAY_HUB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol.h"
#include "snapshot.h"
#include "stream.h"

struct hub;

struct hub_listener {
    /* There is something new to send: events, a tick, or the degraded state. */
    void (*on_change)(void *context);
    /* The stream is another one, or events are lost: no client can go on from where it is. */
    void (*on_restart)(void *context);
    void *context;
};

struct hub *hub_new(struct hub_listener listener);
void hub_free(struct hub *hub);

/* --- For the source ------------------------------------------------------------------------------------------- */

/* The stream goes on after `top` of `epoch`; what was known before is void, the snapshot too. */
void hub_restart(struct hub *hub, const char *epoch, int64_t top);

/* The next event; on_change is called by hub_publish only. */
enum stream_append_result hub_append(struct hub *hub, int64_t offset, const char *json, size_t length)
    __attribute__((warn_unused_result));

/* The state at exactly the stream's top. False: not a snapshot, or of another offset; the old one stays. */
bool hub_take_snapshot(struct hub *hub, int64_t offset, const char *json) __attribute__((warn_unused_result));

void hub_note_time(struct hub *hub, int64_t sent_ms, int64_t received_ms, int64_t database_ms);

/* True while the database is away. The countdown stops; a client learns it once, after all events. */
void hub_set_degraded(struct hub *hub, bool is_degraded, int64_t mono_ms);

/* Tells the listener that something changed since the last call, if so. */
void hub_publish(struct hub *hub);

/* --- The countdown -------------------------------------------------------------------------------------------- */

/* Milliseconds until hub_tick is wanted; -1: not before the next snapshot or reconnect. */
int64_t hub_next_tick(const struct hub *hub, int64_t mono_ms);

/* Makes the timer_update of this moment and publishes it. */
void hub_tick(struct hub *hub, int64_t mono_ms);

/* --- For sessions --------------------------------------------------------------------------------------------- */

const struct stream *hub_stream(const struct hub *hub);
bool hub_has_snapshot(const struct hub *hub);
bool hub_is_degraded(const struct hub *hub);

/* Milliseconds since 1970 by the database's clock. */
int64_t hub_now(const struct hub *hub, int64_t mono_ms);

/* Is every event after the snapshot at hand? Only then `connected` can be told; not for a moment after an outage of
 * thousands of events. */
bool hub_is_complete(const struct hub *hub);

/* The snapshot that hub_connected tells; only while there is one. */
int64_t hub_snapshot_offset(const struct hub *hub);
int64_t hub_round(const struct hub *hub);

/* The JSON of `connected`, bare; or as plain clients get it, who know all up to `known` then. Valid until the next call
 * of either. */
const uint8_t *hub_connected(struct hub *hub, int64_t mono_ms, enum snapshot_recovered recovered,
                             size_t *length);
const uint8_t *hub_connected_frame(struct hub *hub, int64_t mono_ms, enum snapshot_recovered recovered,
                                   enum protocol protocol, int64_t known, size_t *length);

/* The frame `degraded` for the present state. */
const uint8_t *hub_degraded_frame(const struct hub *hub, enum protocol protocol, size_t *length);

/* The newest timer_update and its serial number, never 0. NULL when none is current: a tick of a countdown that is
 * over must not reach a client late. */
const uint8_t *hub_tick_frame(const struct hub *hub, enum protocol protocol, uint32_t *serial,
                              size_t *length);

/* The serial number of the newest tick there ever was. */
uint32_t hub_tick_serial(const struct hub *hub);

#endif
