/* SPDX-License-Identifier: MIT */
/* Good text is known by counting: it has as many colons outside its strings as json-c has made members. Only what fails is
 * read again, to find the member. */
#include "json_check.h"

#include <stdbool.h>
#include <string.h>

#include "log.h"

/* One object or array that is open. */
struct level {
    struct json_object *seen;       /* the object's members so far; NULL: an array */
    char name[JSON_CHECK_NAME_MAX]; /* of the member that is being read; an array's own */
};

struct reader {
    struct level levels[JSON_CHECK_DEPTH_MAX + 1]; /* the first is what stands around the whole text */
    size_t depth;
};

static size_t count_members(struct json_object *value);
static enum json_check find_fault(const char *text, const char *end, char name[JSON_CHECK_NAME_MAX]);
static enum json_check read_string(struct reader *reader, const char *at, const char *after, const char *end,
                                   bool is_torn);
static enum json_check note_member(struct level *level, const char *at, const char *after);
static const char *skip_string(const char *at, const char *end, bool *is_torn);
static const char *skip_escape(const char *at, const char *end, bool *is_torn);
static bool read_unit(const char *at, const char *end, unsigned *unit);
static bool is_surrogate(unsigned unit, unsigned first);
static void copy_name(char name[JSON_CHECK_NAME_MAX], const char *text);

enum json_check json_check(const char *text, size_t length, struct json_object *value,
                           char name[JSON_CHECK_NAME_MAX])
{
    const char *end = text + length;
    size_t colons = 0;
    bool is_torn = false;
    name[0] = '\0';
    for (const char *at = text; at < end;)
        if (*at == '"')
            at = skip_string(at, end, &is_torn);
        else
            colons += *at++ == ':';
    if (!is_torn && colons == count_members(value)) return JSON_CHECK_GOOD;
    return find_fault(text, end, name);
}

static size_t count_members(struct json_object *value)
{
    size_t count = 0;
    if (json_object_is_type(value, json_type_array))
        for (size_t i = 0; i < json_object_array_length(value); i++)
            count += count_members(json_object_array_get_idx(value, i));
    if (!json_object_is_type(value, json_type_object)) return count;
    json_object_object_foreach(value, unused, member)
    {
        (void)unused;
        count += 1 + count_members(member);
    }
    return count;
}

static enum json_check find_fault(const char *text, const char *end, char name[JSON_CHECK_NAME_MAX])
{
    struct reader reader = {.depth = 0};
    enum json_check fault = JSON_CHECK_GOOD;
    for (const char *at = text, *next; at < end && fault == JSON_CHECK_GOOD; at = next) {
        bool is_torn = false;
        struct level *level = &reader.levels[reader.depth];
        next = at + 1;
        if (*at == '"') {
            next = skip_string(at, end, &is_torn);
            fault = read_string(&reader, at, next, end, is_torn);
        } else if ((*at == '{' || *at == '[') && reader.depth < JSON_CHECK_DEPTH_MAX) {
            level[1].seen = *at == '{' ? json_object_new_object() : NULL;
            memcpy(level[1].name, level->name, sizeof level->name);
            reader.depth++;
        } else if ((*at == '}' || *at == ']') && reader.depth > 0) {
            json_object_put(level->seen);
            reader.depth--;
        }
    }
    copy_name(name, reader.levels[reader.depth].name);
    for (; reader.depth > 0; reader.depth--)
        json_object_put(reader.levels[reader.depth].seen);
    /* The counts differ, so a member is given twice, whatever json-c and this reader disagree about. */
    return fault == JSON_CHECK_GOOD ? JSON_CHECK_MEMBER_TWICE : fault;
}

/* The string from `at` to `after`; one before a colon is a member's name. */
static enum json_check read_string(struct reader *reader, const char *at, const char *after, const char *end,
                                   bool is_torn)
{
    struct level *level = &reader->levels[reader->depth];
    const char *behind = after;
    while (behind < end && strchr(" \t\r\n", *behind) && *behind)
        behind++;
    bool is_name = level->seen && behind < end && *behind == ':';
    enum json_check fault = is_name ? note_member(level, at, after) : JSON_CHECK_GOOD;
    return is_torn ? JSON_CHECK_HALF_CHARACTER : fault;
}

static enum json_check note_member(struct level *level, const char *at, const char *after)
{
    json_tokener *tokener = json_tokener_new();
    if (!tokener) fatal("reason=\"out of memory\"");
    struct json_object *text = json_tokener_parse_ex(tokener, at, (int)(after - at));
    const char *name = text ? json_object_get_string(text) : "";
    bool is_known = json_object_object_get_ex(level->seen, name, NULL);
    if (!is_known) (void)json_object_object_add(level->seen, name, NULL);
    copy_name(level->name, name);
    json_object_put(text);
    json_tokener_free(tokener);
    return is_known ? JSON_CHECK_MEMBER_TWICE : JSON_CHECK_GOOD;
}

/* From the opening quotation mark to behind the closing one. */
static const char *skip_string(const char *at, const char *end, bool *is_torn)
{
    at++;
    while (at < end && *at != '"')
        at = *at == '\\' ? skip_escape(at, end, is_torn) : at + 1;
    return at < end ? at + 1 : end;
}

/* A pair of surrogates is one escape of twelve characters; either half alone is torn. */
static const char *skip_escape(const char *at, const char *end, bool *is_torn)
{
    unsigned first, second;
    if (!read_unit(at, end, &first)) return end - at >= 2 ? at + 2 : end;
    if (is_surrogate(first, 0xd800) && read_unit(at + 6, end, &second) && is_surrogate(second, 0xdc00))
        return at + 12;
    *is_torn = *is_torn || is_surrogate(first, 0xd800) || is_surrogate(first, 0xdc00);
    return at + 6;
}

/* \uXXXX */
static bool read_unit(const char *at, const char *end, unsigned *unit)
{
    *unit = 0;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return false;
    for (int i = 2; i < 6; i++) {
        const char *digit = strchr("0123456789abcdef", at[i] | (at[i] >= 'A' ? 0x20 : 0));
        if (!digit || !*digit) return false;
        *unit = *unit * 16 + (unsigned)(digit - "0123456789abcdef");
    }
    return true;
}

static bool is_surrogate(unsigned unit, unsigned first)
{
    return unit >= first && unit < first + 0x400;
}

/* Not through the middle of a UTF-8 character. */
static void copy_name(char name[JSON_CHECK_NAME_MAX], const char *text)
{
    size_t length = strnlen(text, JSON_CHECK_NAME_MAX - 1);
    while (length > 0 && (text[length] & 0xc0) == 0x80)
        length--;
    memcpy(name, text, length);
    name[length] = '\0';
}
