/* SPDX-License-Identifier: MIT */
/* A report as comma-separated values (RFC 4180), safe to open in a spreadsheet, whichever separator that expects. */
#ifndef HIPPO_API_CSV_H
#define HIPPO_API_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "arena.h"

struct csv;

/* In the arena; writes into the file, first a byte-order mark: without it some spreadsheets take UTF-8 for something else.
 * NULL: the arena is used up. */
struct csv *csv_new(struct arena *arena, FILE *out);

/* Writes a line, ended by CRLF: `row` is a JSON array, the first one the names of the columns. null is empty; text that a
 * spreadsheet would take for a formula or a day gets an apostrophe before it, and an order of runners is written 6 > 7 > 8.
 * False: not an array, or the file cannot be written. */
bool csv_add(struct csv *csv, const char *row, size_t length) __attribute__((warn_unused_result));

#endif
