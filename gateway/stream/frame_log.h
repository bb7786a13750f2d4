/* SPDX-License-Identifier: MIT */
/* Frames of consecutive events in one contiguous piece of memory, so that whatever a client lacks
 * is one send(). A reader is a position: bytes since the log began. Positions never go back, also when old
 * frames are dropped or the log is cleared; the memory moves, positions do not. */
#ifndef HIPPO_GATEWAY_STREAM_FRAME_LOG_H
#define HIPPO_GATEWAY_STREAM_FRAME_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frame_log;

/* Keeps the newest `capacity` frames, a power of two. Never fails. */
struct frame_log *frame_log_new(size_t capacity);
void frame_log_free(struct frame_log *log);

/* Forgets all frames; the next one appended has number `next`. */
void frame_log_clear(struct frame_log *log, int64_t next);

/* Adds the next frame; the oldest is dropped when `capacity` are there. Bytes returned by frame_log_read are dead
 * afterwards. */
void frame_log_append(struct frame_log *log, const void *frame, size_t length);

/* Numbers of the frames kept: first to next - 1; first == next when there is none. */
int64_t frame_log_first(const struct frame_log *log);
int64_t frame_log_next(const struct frame_log *log);

/* Where frame `number` starts, first <= number <= next. */
uint64_t frame_log_position(const struct frame_log *log, int64_t number);

/* Where the next frame will start: a reader there lacks nothing. */
uint64_t frame_log_end(const struct frame_log *log);

/* The number of the frame that holds the byte at `position`; frame_log_next at the end, frame_log_first before the
 * start. */
int64_t frame_log_number(const struct frame_log *log, uint64_t position);

/* Everything from `position` to the end, NULL when the position has been dropped. Valid until the next
 * append. */
const uint8_t *frame_log_read(const struct frame_log *log, uint64_t position, size_t *length);

/* The first frame boundary at or after `position` (which must not have been dropped). */
uint64_t frame_log_boundary(const struct frame_log *log, uint64_t position);

#endif
