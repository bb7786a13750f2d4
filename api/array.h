/* SPDX-License-Identifier: MIT */
/* A JSON array of a request's body as a PostgreSQL array literal. */
#ifndef HIPPO_API_ARRAY_H
#define HIPPO_API_ARRAY_H

#include <json-c/json.h>

#include "arena.h"

/* What becomes of each element. One of another type becomes null. */
enum array_elements {
    ARRAY_TEXTS,
    ARRAY_SELECTIONS, /* of a line {market, selection, stake}: "market selection" */
    ARRAY_STAKES,     /* of such a line: its stake, a whole number */
};

/* `array` is a JSON array. In the arena; NULL when that is used up. */
const char *array_write(struct arena *arena, enum array_elements elements, struct json_object *array);

#endif
