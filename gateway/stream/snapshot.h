/* SPDX-License-Identifier: MIT */
/* The state of the house at exactly one offset of the stream, and the messages made from it.
 *
 * What `connected` means, with and without ?offset=N&epoch=E:
 *   stream {offset, epoch}  the snapshot's own position S: every other field is the state at S, not at N
 *   no "recovered"          the client asked for nothing; events S+1, S+2 … follow
 *   "recovered": true       N of this epoch is covered: events N+1 … S (sent again, they led to this state) and S+1 …
 *                           follow, each once; when N = S none is sent again
 *   "recovered": false      something after N is lost, or E is another stream: what was known is void, this is the
 *                           state; events S+1 … follow
 *
 * In all cases a client renders `connected` and then applies every event that comes, in order. */
#ifndef HIPPO_GATEWAY_STREAM_SNAPSHOT_H
#define HIPPO_GATEWAY_STREAM_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "stream/frame.h"

enum snapshot_recovered {
    SNAPSHOT_NOT_ASKED,
    SNAPSHOT_RECOVERED,
    SNAPSHOT_NOT_RECOVERED,
};

struct snapshot;

/* Parses the snapshot JSON of gateway.stream_pull. NULL when it is not that; the caller frees. */
struct snapshot *snapshot_parse(const char *json, int64_t offset, const char *epoch)
    __attribute__((warn_unused_result));
void snapshot_free(struct snapshot *snapshot);

int64_t snapshot_offset(const struct snapshot *snapshot);

/* The current round; -1 before the first one. */
int64_t snapshot_round(const struct snapshot *snapshot);

/* Milliseconds from `now_ms` (database clock) to the next timer_update: when the time left until the race
 * crosses a whole second, the last one at zero. -1: none, for no countdown runs. */
int64_t snapshot_next_tick(const struct snapshot *snapshot, int64_t now_ms);

/* The messages, as finished text frames. */
void snapshot_connected(const struct snapshot *snapshot, struct frame *frame, int64_t now_ms,
                        enum snapshot_recovered recovered, bool is_degraded);
void snapshot_timer_update(const struct snapshot *snapshot, struct frame *frame, int64_t now_ms);

/* `snapshot` may be NULL here: no round is known then. */
void snapshot_degraded(const struct snapshot *snapshot, struct frame *frame, int64_t now_ms, bool is_active);

#endif
