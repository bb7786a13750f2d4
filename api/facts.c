/* SPDX-License-Identifier: MIT */
/* Reads JSON without trusting it, and formats money, with integers only. */
#include "facts.h"

#include <string.h>

#define DIGITS_MAX 4
#define NO_BREAK_SPACE "\xc2\xa0"

static const char *decimal(const struct facts *facts, int64_t value, int digits);

struct json_object *facts_member(struct json_object *object, const char *name)
{
    struct json_object *member;
    if (!json_object_is_type(object, json_type_object)) return NULL;
    return json_object_object_get_ex(object, name, &member) ? member : NULL;
}

const char *facts_text(struct json_object *object, const char *name)
{
    struct json_object *member = facts_member(object, name);
    return json_object_is_type(member, json_type_string) ? json_object_get_string(member) : "";
}

int64_t facts_number(struct json_object *object, const char *name)
{
    struct json_object *member = facts_member(object, name);
    return json_object_is_type(member, json_type_int) ? json_object_get_int64(member) : 0;
}

const char *facts_money(const struct facts *facts, int64_t minor)
{
    const char *amount = decimal(facts, minor, facts->digits);
    if (!*facts->currency) return amount;
    const char *text = arena_printf(facts->arena, "%s" NO_BREAK_SPACE "%s", amount, facts->currency);
    return text ? text : "";
}

/* From the last digit to the first, with a decimal mark before the last `digits` and a separator between groups of three. */
static const char *decimal(const struct facts *facts, int64_t value, int digits)
{
    bool is_english = facts->language == LANGUAGE_ENGLISH;
    const char *thousands = is_english ? "," : NO_BREAK_SPACE;
    size_t thousands_length = strlen(thousands);
    char text[64], *at = text + sizeof text;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (digits < 0 || digits > DIGITS_MAX) digits = 2;
    *--at = '\0';
    for (int written = 0; written <= digits || rest > 0; written++) {
        if (written == digits && digits > 0) *--at = is_english ? '.' : ',';
        if (written > digits && (written - digits) % 3 == 0) {
            at -= thousands_length;
            memcpy(at, thousands, thousands_length);
        }
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (value < 0) *--at = '-';
    const char *kept = arena_copy(facts->arena, at, strlen(at));
    return kept ? kept : "";
}
