/* SPDX-License-Identifier: MIT */
/* A report as comma-separated values (RFC 4180), safe to open in a spreadsheet, whichever separator that expects. */
#ifndef HIPPO_API_CSV_H
#define HIPPO_API_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "reply.h"

struct csv;

/* In the arena, with a byte-order mark: without it some spreadsheets take UTF-8 for something else. NULL: the arena is used
 * up. */
struct csv *csv_new(struct arena *arena);

/* Adds a line, ended by CRLF: `row` is a JSON array, the first one the names of the columns. null is empty; text that a
 * spreadsheet would take for a formula gets an apostrophe before it, and an order of runners is written 6 > 7 > 8, which is
 * no date. False: not an array, or the arena is used up. */
bool csv_add(struct csv *csv, const char *row, size_t length) __attribute__((warn_unused_result));

/* What has been written. */
const struct reply_piece *csv_pieces(const struct csv *csv, size_t *length);

#endif
