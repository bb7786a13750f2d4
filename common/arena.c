/* SPDX-License-Identifier: MIT */
/* A linked list of blocks, newest first; an allocation advances `used` of the newest. */
#include "arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

struct block {
    struct block *older;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *newest;
    size_t first_block, limit, taken;
};

static struct block *block_new(size_t size, struct block *older);

struct arena *arena_new(size_t first_block, size_t limit)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena) fatal("reason=\"out of memory\"");
    *arena = (struct arena){.first_block = first_block, .limit = limit};
    arena->newest = block_new(first_block, NULL);
    if (!arena->newest) fatal("reason=\"out of memory\"");
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena) return;
    arena_reset(arena);
    free(arena->newest);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    while (arena->newest->older) {
        struct block *older = arena->newest->older;
        free(arena->newest);
        arena->newest = older;
    }
    arena->newest->used = 0;
    arena->taken = 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t step = alignof(max_align_t);
    if (size > arena->limit || arena->taken > arena->limit - size) return NULL;
    size_t rounded = (size + step - 1) / step * step;
    if (rounded > arena->newest->size - arena->newest->used) {
        size_t wanted = rounded > arena->first_block ? rounded : arena->first_block;
        struct block *block = block_new(wanted, arena->newest);
        if (!block) return NULL;
        arena->newest = block;
    }
    void *result = arena->newest->bytes + arena->newest->used;
    arena->newest->used += rounded;
    arena->taken += rounded;
    memset(result, 0, size);
    return result;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    if (length == SIZE_MAX) return NULL;
    char *copy = arena_alloc(arena, length + 1);
    if (copy && length) memcpy(copy, bytes, length);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (text) (void)vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

static struct block *block_new(size_t size, struct block *older)
{
    if (size > SIZE_MAX - sizeof(struct block)) return NULL;
    struct block *block = malloc(sizeof *block + size);
    if (block) *block = (struct block){.older = older, .size = size};
    return block;
}
