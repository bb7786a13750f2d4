/* SPDX-License-Identifier: MIT */
/* The bytes lie in a buffer that is a quarter larger than what is kept: when its end is reached, what is kept
 * moves to the front. So each byte is moved four times in its life, which costs nothing at some events a second
 * (twice the size would move it once, and cost megabytes in every gateway), and a read is always contiguous. */
#include "stream/frame_log.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

#define SIZE_STEP ((size_t)64 * 1024)

struct frame_log {
    uint8_t *bytes;
    size_t size;
    uint64_t base;    /* position of bytes[0] */
    uint64_t end;     /* position after the last byte */
    uint64_t *starts; /* ring by number: where the frame starts */
    size_t capacity;  /* frames, a power of two */
    int64_t first, next;
};

static uint64_t *start_of(const struct frame_log *log, int64_t number);
static uint64_t frame_log_start(const struct frame_log *log);
static void make_room(struct frame_log *log, size_t more);

struct frame_log *frame_log_new(size_t capacity)
{
    if (capacity == 0 || (capacity & (capacity - 1)) != 0)
        fatal("reason=\"not a power of two\" capacity=%zu", capacity);
    struct frame_log *log = calloc(1, sizeof *log);
    uint64_t *starts = calloc(capacity, sizeof *starts);
    if (!log || !starts) fatal("reason=\"out of memory\"");
    *log = (struct frame_log){.starts = starts, .capacity = capacity, .first = 1, .next = 1};
    return log;
}

void frame_log_free(struct frame_log *log)
{
    if (!log) return;
    free(log->bytes);
    free(log->starts);
    free(log);
}

void frame_log_clear(struct frame_log *log, int64_t next)
{
    log->first = log->next = next;
    log->base = log->end;
}

void frame_log_append(struct frame_log *log, const void *frame, size_t length)
{
    if ((size_t)(log->next - log->first) == log->capacity) log->first++;
    make_room(log, length);
    memcpy(log->bytes + (log->end - log->base), frame, length);
    *start_of(log, log->next) = log->end;
    log->next++;
    log->end += length;
}

int64_t frame_log_first(const struct frame_log *log)
{
    return log->first;
}

int64_t frame_log_next(const struct frame_log *log)
{
    return log->next;
}

uint64_t frame_log_position(const struct frame_log *log, int64_t number)
{
    if (number < log->first || number > log->next) fatal("reason=\"not on the log\"");
    return number == log->next ? log->end : *start_of(log, number);
}

uint64_t frame_log_end(const struct frame_log *log)
{
    return log->end;
}

int64_t frame_log_number(const struct frame_log *log, uint64_t position)
{
    if (position >= log->end) return log->next;
    /* The last frame that starts at or before the position. */
    int64_t low = log->first, high = log->next;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (*start_of(log, middle) <= position)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const uint8_t *frame_log_read(const struct frame_log *log, uint64_t position, size_t *length)
{
    *length = 0;
    if (position < frame_log_start(log) || position > log->end) return NULL;
    *length = (size_t)(log->end - position);
    static const uint8_t nothing[1];
    return log->bytes ? log->bytes + (position - log->base) : nothing;
}

uint64_t frame_log_boundary(const struct frame_log *log, uint64_t position)
{
    int64_t number = frame_log_number(log, position);
    uint64_t start = frame_log_position(log, number);
    return start >= position ? start : frame_log_position(log, number + 1);
}

static uint64_t *start_of(const struct frame_log *log, int64_t number)
{
    return &log->starts[(uint64_t)number & (log->capacity - 1)];
}

static uint64_t frame_log_start(const struct frame_log *log)
{
    return log->first == log->next ? log->end : *start_of(log, log->first);
}

static void make_room(struct frame_log *log, size_t more)
{
    if (log->bytes && log->end - log->base + more <= log->size) return;
    uint64_t start = frame_log_start(log);
    size_t kept = (size_t)(log->end - start), wanted = (kept + more) / 4 * 5 + more;
    size_t size = (wanted + SIZE_STEP - 1) / SIZE_STEP * SIZE_STEP;
    if (log->bytes && size <= log->size) {
        memmove(log->bytes, log->bytes + (start - log->base), kept);
    } else {
        uint8_t *bytes = malloc(size);
        if (!bytes) fatal("reason=\"out of memory\" bytes=%zu", size);
        if (log->bytes) memcpy(bytes, log->bytes + (start - log->base), kept);
        free(log->bytes);
        log->bytes = bytes;
        log->size = size;
    }
    log->base = start;
}
