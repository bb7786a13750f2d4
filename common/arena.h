/* SPDX-License-Identifier: MIT */
/* Memory with the lifetime of one request: many allocations, one release. */
#ifndef HIPPO_ARENA_H
#define HIPPO_ARENA_H

#include <stddef.h>

struct arena;

/* `limit` bounds what one request may take, in bytes; the first block is kept between resets. */
struct arena *arena_new(size_t first_block, size_t limit);
void arena_free(struct arena *arena);

/* Frees everything at once; pointers from before are invalid. */
void arena_reset(struct arena *arena);

/* Zeroed, aligned for any type. NULL when the limit would be passed. Owned by the arena. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((warn_unused_result));

/* NUL-terminated copies; NULL when the limit would be passed. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length) __attribute__((warn_unused_result));
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((warn_unused_result, format(printf, 2, 3)));

#endif
