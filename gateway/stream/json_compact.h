/* SPDX-License-Identifier: MIT */
/* JSON as it goes out. PostgreSQL writes spaces around colons and behind commas: a tenth of what a viewer is sent. */
#ifndef HIPPO_GATEWAY_STREAM_JSON_COMPACT_H
#define HIPPO_GATEWAY_STREAM_JSON_COMPACT_H

#include <json-c/json.h>
#include <stddef.h>

/* Reads one JSON value, strictly. NULL: it is none (or null, which no message is). The caller puts it. */
json_object *json_compact_read(const char *json, size_t length) __attribute__((warn_unused_result));

/* Its text without any spaces or line breaks between tokens; members and numbers stay as they were written. Dies with
 * the value. */
const char *json_compact_text(json_object *value, size_t *length);

#endif
