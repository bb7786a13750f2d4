/* SPDX-License-Identifier: MIT */
/* The bytes lie in a buffer that is a quarter larger than what is kept: when its end is reached, what is kept
 * moves to the front. So each byte is moved four times in its life, which costs nothing at some events a second
 * (twice the size would move it once, and cost megabytes in every gateway), and a read is always contiguous. */
#include "tape.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

#define CAPACITY_STEP ((size_t)64 * 1024)

struct tape {
    uint8_t *bytes;
    size_t capacity;
    uint64_t base;    /* position of bytes[0] */
    uint64_t end;     /* position after the last byte */
    uint64_t *starts; /* ring by number: where the frame starts */
    size_t keep;
    int64_t first, next;
};

static uint64_t *start_of(const struct tape *tape, int64_t number);
static uint64_t tape_start(const struct tape *tape);
static void make_room(struct tape *tape, size_t more);

struct tape *tape_new(size_t keep)
{
    if (keep == 0 || (keep & (keep - 1)) != 0) fatal("reason=\"not a power of two\" keep=%zu", keep);
    struct tape *tape = calloc(1, sizeof *tape);
    uint64_t *starts = calloc(keep, sizeof *starts);
    if (!tape || !starts) fatal("reason=\"out of memory\"");
    *tape = (struct tape){.starts = starts, .keep = keep, .first = 1, .next = 1};
    return tape;
}

void tape_free(struct tape *tape)
{
    if (!tape) return;
    free(tape->bytes);
    free(tape->starts);
    free(tape);
}

void tape_clear(struct tape *tape, int64_t next)
{
    tape->first = tape->next = next;
    tape->base = tape->end;
}

void tape_append(struct tape *tape, const void *head, size_t head_length, const void *body,
                 size_t body_length)
{
    if ((size_t)(tape->next - tape->first) == tape->keep) tape->first++;
    make_room(tape, head_length + body_length);
    uint8_t *target = tape->bytes + (tape->end - tape->base);
    memcpy(target, head, head_length);
    if (body_length > 0) memcpy(target + head_length, body, body_length);
    *start_of(tape, tape->next) = tape->end;
    tape->next++;
    tape->end += head_length + body_length;
}

int64_t tape_first(const struct tape *tape)
{
    return tape->first;
}

int64_t tape_next(const struct tape *tape)
{
    return tape->next;
}

uint64_t tape_position(const struct tape *tape, int64_t number)
{
    if (number < tape->first || number > tape->next) fatal("reason=\"not on the tape\"");
    return number == tape->next ? tape->end : *start_of(tape, number);
}

uint64_t tape_end(const struct tape *tape)
{
    return tape->end;
}

int64_t tape_number(const struct tape *tape, uint64_t position)
{
    if (position >= tape->end) return tape->next;
    /* The last frame that starts at or before the position. */
    int64_t low = tape->first, high = tape->next;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (*start_of(tape, middle) <= position)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const uint8_t *tape_read(const struct tape *tape, uint64_t position, size_t *length)
{
    *length = 0;
    if (position < tape_start(tape) || position > tape->end) return NULL;
    *length = (size_t)(tape->end - position);
    static const uint8_t nothing[1];
    return tape->bytes ? tape->bytes + (position - tape->base) : nothing;
}

uint64_t tape_boundary(const struct tape *tape, uint64_t position)
{
    int64_t number = tape_number(tape, position);
    uint64_t start = tape_position(tape, number);
    return start >= position ? start : tape_position(tape, number + 1);
}

static uint64_t *start_of(const struct tape *tape, int64_t number)
{
    return &tape->starts[(uint64_t)number & (tape->keep - 1)];
}

static uint64_t tape_start(const struct tape *tape)
{
    return tape->first == tape->next ? tape->end : *start_of(tape, tape->first);
}

static void make_room(struct tape *tape, size_t more)
{
    if (tape->bytes && tape->end - tape->base + more <= tape->capacity) return;
    uint64_t start = tape_start(tape);
    size_t kept = (size_t)(tape->end - start), wanted = (kept + more) / 4 * 5 + more;
    size_t capacity = (wanted + CAPACITY_STEP - 1) / CAPACITY_STEP * CAPACITY_STEP;
    if (tape->bytes && capacity <= tape->capacity) {
        memmove(tape->bytes, tape->bytes + (start - tape->base), kept);
    } else {
        uint8_t *bytes = malloc(capacity);
        if (!bytes) fatal("reason=\"out of memory\" bytes=%zu", capacity);
        if (tape->bytes) memcpy(bytes, tape->bytes + (start - tape->base), kept);
        free(tape->bytes);
        tape->bytes = bytes;
        tape->capacity = capacity;
    }
    tape->base = start;
}
