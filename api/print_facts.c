/* SPDX-License-Identifier: MIT */
/* Reads JSON without trusting it, and formats numbers and times, with integers only. */
#include "print_facts.h"

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

bool facts_is(struct json_object *object, const char *name, const char *text)
{
    return strcmp(facts_text(object, name), text) == 0;
}

size_t facts_count(struct json_object *array)
{
    return json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;
}

const char *facts_amount(const struct facts *facts, int64_t minor)
{
    return decimal(facts, minor, facts->digits);
}

const char *facts_money(const struct facts *facts, int64_t minor)
{
    return facts_join(facts, facts_amount(facts, minor), NO_BREAK_SPACE, facts->currency);
}

const char *facts_odds(const struct facts *facts, int64_t hundredths)
{
    return decimal(facts, hundredths, 2);
}

const char *facts_count_text(const struct facts *facts, int64_t count)
{
    return decimal(facts, count, 0);
}

const char *facts_time(const struct facts *facts, const char *local)
{
    static const char form[] = "dddd-dd-dd dd:dd:dd";
    if (facts->language == PRINT_ENGLISH || strlen(local) != sizeof form - 1) return local;
    for (size_t i = 0; form[i]; i++)
        if (form[i] == 'd' ? local[i] < '0' || local[i] > '9' : local[i] != form[i]) return local;
    const char *text =
        arena_printf(facts->arena, "%.2s/%.2s/%.4s %s", local + 8, local + 5, local, local + 11);
    return text ? text : "";
}

const char *facts_join(const struct facts *facts, const char *left, const char *between, const char *right)
{
    if (!*left) return right;
    if (!*right) return left;
    const char *text = arena_printf(facts->arena, "%s%s%s", left, between, right);
    return text ? text : "";
}

/* From the last digit to the first, with a decimal mark before the last `digits` and a separator between groups of three. */
static const char *decimal(const struct facts *facts, int64_t value, int digits)
{
    bool is_english = facts->language == PRINT_ENGLISH;
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
