/* SPDX-License-Identifier: MIT */
/* An array of a request's body as PostgreSQL writes arrays. */
#ifndef HIPPO_API_ARRAY_H
#define HIPPO_API_ARRAY_H

#include <json-c/json.h>

#include "arena.h"
#include "sql_binding.h"

/* `source` is CALL_BODY_TEXTS, CALL_BODY_SELECTIONS or CALL_BODY_STAKES, `array` a JSON array; what is not of that kind
 * in it becomes null. In the arena; NULL when that is used up. */
const char *array_write(struct arena *arena, enum bind_source source, struct json_object *array);

#endif
