/* SPDX-License-Identifier: MIT */
/* A JSON array of a request's body as a PostgreSQL array literal. */
#ifndef HIPPO_API_ARRAY_H
#define HIPPO_API_ARRAY_H

#include <json-c/json.h>

#include "arena.h"
#include "sql_binding.h"

/* `source` is BIND_BODY_TEXTS, BIND_BODY_SELECTIONS or BIND_BODY_STAKES, `array` a JSON array; elements of another type
 * become null. In the arena; NULL when that is used up. */
const char *array_write(struct arena *arena, enum bind_source source, struct json_object *array);

#endif
