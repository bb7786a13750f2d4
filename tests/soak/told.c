/* SPDX-License-Identifier: MIT */
/* 32 bits of a hash say enough: a wrong event would pass once in four thousand million. */
#include "told.h"

#include <inttypes.h>

/* Weeks of a house. */
#define OFFSETS_MAX (1 << 20)

static uint32_t hashes[OFFSETS_MAX]; /* 0: not told */
static int64_t top;

static uint32_t hash(const char *text, size_t length);

bool told_note(int64_t offset, const char *text, size_t length)
{
    if (offset < 1 || offset >= OFFSETS_MAX) return false;
    uint32_t value = hash(text, length);
    if (offset > top) top = offset;
    if (hashes[offset] == 0) hashes[offset] = value;
    return hashes[offset] == value;
}

int64_t told_top(void)
{
    return top;
}

void told_print(FILE *file)
{
    for (int64_t offset = 1; offset <= top; offset++)
        if (hashes[offset] != 0) (void)fprintf(file, "%" PRId64 " %" PRIu32 "\n", offset, hashes[offset]);
}

/* FNV-1a; soak.test.mjs has the same. */
static uint32_t hash(const char *text, size_t length)
{
    uint32_t value = 2166136261U;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (uint8_t)text[i]) * 16777619U;
    return value ? value : 1;
}
