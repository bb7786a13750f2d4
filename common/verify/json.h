/* SPDX-License-Identifier: MIT */
/* What a line of a file says, read strictly: no member twice, no number beyond 64 bits, no other type than wanted. */
#ifndef HIPPO_VERIFY_JSON_H
#define HIPPO_VERIFY_JSON_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The object that the line is; NULL: it is none, or none that json-c reads as it is written. The caller puts it. */
struct json_object *verify_json_parse(const char *line, size_t length) __attribute__((warn_unused_result));

/* NULL: there is no such member, or it is no text without NUL characters. */
const char *verify_json_text(struct json_object *object, const char *name);

/* NULL: there is no such member, or it is of another type. */
struct json_object *verify_json_member(struct json_object *object, const char *name, enum json_type type);

/* False: there is no such member, or it is no whole number. */
bool verify_json_number(struct json_object *object, const char *name, int64_t *value)
    __attribute__((warn_unused_result));

/* A member of 2 * `size` lower-case hex digits. False: it is missing, or not that. */
bool verify_json_bytes(struct json_object *object, const char *name, uint8_t *bytes, size_t size)
    __attribute__((warn_unused_result));

/* Is the member missing, or null? */
bool verify_json_lacks(struct json_object *object, const char *name);

#endif
