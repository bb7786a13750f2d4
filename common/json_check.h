/* SPDX-License-Identifier: MIT */
/* What json-c takes in silence and a reader must not: a member given twice (json-c keeps the last), and half of a surrogate
 * pair (json-c writes U+FFFD). */
#ifndef HIPPO_JSON_CHECK_H
#define HIPPO_JSON_CHECK_H

#include <json-c/json.h>
#include <stddef.h>

#define JSON_CHECK_DEPTH_MAX 16 /* the most that a caller's tokener may allow */
#define JSON_CHECK_NAME_MAX 64

enum json_check {
    JSON_CHECK_GOOD,
    JSON_CHECK_MEMBER_TWICE,   /* in one object; however it is escaped */
    JSON_CHECK_HALF_CHARACTER, /* in a text or in a member's name */
};

/* `text` is what json-c parsed into `value`, strictly. When it is not good, `name` is the member that is given twice, or the
 * one whose text is broken; "" outside any object; cut to fit. Takes time in proportion to the text, and hardly any when
 * it is good. */
enum json_check json_check(const char *text, size_t length, struct json_object *value,
                           char name[JSON_CHECK_NAME_MAX]) __attribute__((warn_unused_result));

#endif
