/* SPDX-License-Identifier: MIT */
/* json-c with its leniences taken away. */
#include "json.h"

#include <limits.h>
#include <sodium.h>
#include <string.h>

#include "json_check.h"

#define DEPTH 8

struct json_object *verify_json_parse(const char *line, size_t length)
{
    if (length >= INT_MAX || memchr(line, '\0', length)) return NULL;
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH);
    if (!tokener) return NULL;
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *object = json_tokener_parse_ex(tokener, line, (int)length);
    bool is_whole = json_tokener_get_error(tokener) == json_tokener_success &&
                    json_tokener_get_parse_end(tokener) == length;
    json_tokener_free(tokener);
    char name[JSON_CHECK_NAME_MAX];
    if (is_whole && json_object_is_type(object, json_type_object) &&
        json_check(line, length, object, name) == JSON_CHECK_GOOD)
        return object;
    json_object_put(object);
    return NULL;
}

const char *verify_json_text(struct json_object *object, const char *name)
{
    struct json_object *member = verify_json_member(object, name, json_type_string);
    const char *text = member ? json_object_get_string(member) : NULL;
    return text && strlen(text) == (size_t)json_object_get_string_len(member) ? text : NULL;
}

struct json_object *verify_json_member(struct json_object *object, const char *name, enum json_type type)
{
    struct json_object *member;
    if (!json_object_object_get_ex(object, name, &member) || !json_object_is_type(member, type)) return NULL;
    return member;
}

/* json-c clamps what is beyond 64 bits. */
bool verify_json_number(struct json_object *object, const char *name, int64_t *value)
{
    struct json_object *member = verify_json_member(object, name, json_type_int);
    *value = member ? json_object_get_int64(member) : 0;
    return member && *value != INT64_MAX && *value != INT64_MIN;
}

bool verify_json_bytes(struct json_object *object, const char *name, uint8_t *bytes, size_t size)
{
    const char *text = verify_json_text(object, name);
    size_t length;
    return text && strlen(text) == 2 * size && strspn(text, "0123456789abcdef") == 2 * size &&
           sodium_hex2bin(bytes, size, text, 2 * size, NULL, &length, NULL) == 0 && length == size;
}

bool verify_json_lacks(struct json_object *object, const char *name)
{
    struct json_object *member;
    return !json_object_object_get_ex(object, name, &member) || !member;
}
