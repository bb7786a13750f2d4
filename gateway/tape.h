/* SPDX-License-Identifier: MIT */
/* The tape: frames of consecutive events in one contiguous piece of memory, so that whatever a client lacks
 * is one send(). A reader is a position: bytes since the tape began. Positions never go back, also when old
 * frames are dropped or the tape is cleared; the memory moves, positions do not. */
#ifndef HIPPO_GATEWAY_TAPE_H
#define HIPPO_GATEWAY_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tape;

/* Keeps the newest `keep` frames, a power of two. Never fails. */
struct tape *tape_new(size_t keep);
void tape_free(struct tape *tape);

/* Forgets all frames; the next one appended has number `next`. */
void tape_clear(struct tape *tape, int64_t next);

/* Adds the next frame (head and body joined); the oldest is dropped when `keep` are there.
 * Bytes returned by tape_read are dead afterwards. */
void tape_append(struct tape *tape, const void *head, size_t head_length, const void *body,
                 size_t body_length);

/* Numbers of the frames kept: first to next - 1; first == next when there is none. */
int64_t tape_first(const struct tape *tape);
int64_t tape_next(const struct tape *tape);

/* Where frame `number` starts, first <= number <= next. */
uint64_t tape_position(const struct tape *tape, int64_t number);

/* Where the next frame will start: a reader there lacks nothing. */
uint64_t tape_end(const struct tape *tape);

/* The number of the frame that holds the byte at `position`; tape_next at the end, tape_first before the
 * start. */
int64_t tape_number(const struct tape *tape, uint64_t position);

/* Everything from `position` to the end, NULL when the position has been dropped. Valid until the next
 * append. */
const uint8_t *tape_read(const struct tape *tape, uint64_t position, size_t *length);

/* The first frame boundary at or after `position` (which must not have been dropped). */
uint64_t tape_boundary(const struct tape *tape, uint64_t position);

#endif
