/* SPDX-License-Identifier: MIT */
/* json-c does it: it keeps the order of members, and a fraction's digits as they were read. */
#include "stream/json_compact.h"

#include <limits.h>
#include <stdbool.h>

#include "log.h"

#define DEPTH_MAX 32

json_object *json_compact_read(const char *json, size_t length)
{
    if (length > INT_MAX) return NULL;
    json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
    if (!tokener) fatal("reason=\"out of memory\"");
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    json_object *value = json_tokener_parse_ex(tokener, json, (int)length);
    bool is_whole = json_tokener_get_error(tokener) == json_tokener_success &&
                    json_tokener_get_parse_end(tokener) == length;
    json_tokener_free(tokener);
    if (is_whole) return value;
    json_object_put(value);
    return NULL;
}

const char *json_compact_text(json_object *value, size_t *length)
{
    const char *text = json_object_to_json_string_length(
        value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, length);
    if (!text) fatal("reason=\"out of memory\"");
    return text;
}
