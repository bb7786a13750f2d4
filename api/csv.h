/* SPDX-License-Identifier: MIT */
/* A report as comma-separated values (RFC 4180), safe to open in a spreadsheet. */
#ifndef HIPPO_API_CSV_H
#define HIPPO_API_CSV_H

#include <stddef.h>

#include "arena.h"

/* `report` is JSON with `columns` (names) and `rows` (arrays in the columns' order). CRLF after each row, the
 * names first; null is empty; text that a spreadsheet would take for a formula gets an apostrophe before it.
 * In the arena; NULL when the JSON is not of this form, or the arena is used up. */
const char *csv_write(struct arena *arena, const char *report, size_t *length);

#endif
