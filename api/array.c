/* SPDX-License-Identifier: MIT */
/* Two passes: one to count the bytes, one to write them. */
#include "array.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct writer {
    char *text; /* NULL: only count */
    size_t length;
};

static void write_array(struct writer *writer, enum array_elements elements, struct json_object *array);
static void write_element(struct writer *writer, enum array_elements elements, struct json_object *element);
static void write_selection(struct writer *writer, struct json_object *line);
static void write_stake(struct writer *writer, struct json_object *line);
static const char *text_of(struct json_object *line, const char *name);
static void put_quoted(struct writer *writer, const char *text);
static void put_text(struct writer *writer, const char *text);
static void put(struct writer *writer, char c);

const char *array_write(struct arena *arena, enum array_elements elements, struct json_object *array)
{
    struct writer writer = {NULL, 0};
    write_array(&writer, elements, array);
    char *text = arena_alloc(arena, writer.length + 1);
    if (!text) return NULL;
    writer = (struct writer){text, 0};
    write_array(&writer, elements, array);
    return text;
}

static void write_array(struct writer *writer, enum array_elements elements, struct json_object *array)
{
    put(writer, '{');
    for (size_t i = 0; i < json_object_array_length(array); i++) {
        if (i > 0) put(writer, ',');
        write_element(writer, elements, json_object_array_get_idx(array, i));
    }
    put(writer, '}');
}

static void write_element(struct writer *writer, enum array_elements elements, struct json_object *element)
{
    if (elements == ARRAY_SELECTIONS) {
        write_selection(writer, element);
    } else if (elements == ARRAY_STAKES) {
        write_stake(writer, element);
    } else if (json_object_is_type(element, json_type_string)) {
        put(writer, '"');
        put_quoted(writer, json_object_get_string(element));
        put(writer, '"');
    } else {
        put_text(writer, "NULL");
    }
}

static void write_selection(struct writer *writer, struct json_object *line)
{
    const char *market = text_of(line, "market"), *selection = text_of(line, "selection");
    if (!market || !selection) {
        put_text(writer, "NULL");
        return;
    }
    put(writer, '"');
    put_quoted(writer, market);
    put(writer, ' ');
    put_quoted(writer, selection);
    put(writer, '"');
}

static void write_stake(struct writer *writer, struct json_object *line)
{
    struct json_object *stake;
    char digits[24];
    /* json-c clamps larger numbers to INT64_MAX: no valid stake, like a fraction. */
    if (!json_object_is_type(line, json_type_object) || !json_object_object_get_ex(line, "stake", &stake) ||
        !json_object_is_type(stake, json_type_int) || json_object_get_int64(stake) == INT64_MAX) {
        put_text(writer, "NULL");
        return;
    }
    (void)snprintf(digits, sizeof digits, "%" PRId64, json_object_get_int64(stake));
    put_text(writer, digits);
}

static const char *text_of(struct json_object *line, const char *name)
{
    struct json_object *member;
    if (!json_object_is_type(line, json_type_object) || !json_object_object_get_ex(line, name, &member) ||
        !json_object_is_type(member, json_type_string))
        return NULL;
    return json_object_get_string(member);
}

static void put_quoted(struct writer *writer, const char *text)
{
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') put(writer, '\\');
        put(writer, *text);
    }
}

static void put_text(struct writer *writer, const char *text)
{
    while (*text)
        put(writer, *text++);
}

static void put(struct writer *writer, char c)
{
    if (writer->text) writer->text[writer->length] = c;
    writer->length++;
}
