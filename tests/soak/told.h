/* SPDX-License-Identifier: MIT */
/* What was told at each offset. One offset says one thing to everybody: whoever misses an event, gets one twice or gets
 * another text stands out by what it takes for the next one. */
#ifndef HIPPO_SOAK_TOLD_H
#define HIPPO_SOAK_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* False: something else was told at this offset before, or there is no such offset. */
bool told_note(int64_t offset, const char *text, size_t length) __attribute__((warn_unused_result));

/* The furthest offset of all; 0: none. */
int64_t told_top(void);

/* "offset hash" a line, ascending. */
void told_print(FILE *file);

#endif
