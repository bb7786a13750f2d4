/* SPDX-License-Identifier: MIT */
/* Two passes: one to count the bytes, one to write them. */
#include "csv.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>

struct sheet {
    char *text; /* NULL: only count */
    size_t length;
};

static bool write_rows(struct sheet *sheet, struct json_object *columns, struct json_object *rows);
static bool write_row(struct sheet *sheet, struct json_object *cells);
static void write_cell(struct sheet *sheet, struct json_object *cell);
static void put(struct sheet *sheet, char c);

const char *csv_write(struct arena *arena, const char *report, size_t *length)
{
    struct json_object *object = json_tokener_parse(report), *columns, *rows;
    struct sheet sheet = {NULL, 0};
    char *text = NULL;
    if (!json_object_is_type(object, json_type_object)) goto cleanup;
    if (!json_object_object_get_ex(object, "columns", &columns) ||
        !json_object_object_get_ex(object, "rows", &rows))
        goto cleanup;
    if (!write_rows(&sheet, columns, rows)) goto cleanup;
    text = arena_alloc(arena, sheet.length + 1);
    if (!text) goto cleanup;
    *length = sheet.length;
    sheet = (struct sheet){text, 0};
    (void)write_rows(&sheet, columns, rows);
cleanup:
    json_object_put(object);
    return text;
}

static bool write_rows(struct sheet *sheet, struct json_object *columns, struct json_object *rows)
{
    if (!json_object_is_type(rows, json_type_array) || !write_row(sheet, columns)) return false;
    for (size_t i = 0; i < json_object_array_length(rows); i++)
        if (!write_row(sheet, json_object_array_get_idx(rows, i))) return false;
    return true;
}

static bool write_row(struct sheet *sheet, struct json_object *cells)
{
    if (!json_object_is_type(cells, json_type_array)) return false;
    for (size_t i = 0; i < json_object_array_length(cells); i++) {
        if (i > 0) put(sheet, ',');
        write_cell(sheet, json_object_array_get_idx(cells, i));
    }
    put(sheet, '\r');
    put(sheet, '\n');
    return true;
}

static void write_cell(struct sheet *sheet, struct json_object *cell)
{
    if (!cell) return;
    bool is_text = json_object_is_type(cell, json_type_string);
    const char *text =
        is_text ? json_object_get_string(cell) : json_object_to_json_string_ext(cell, JSON_C_TO_STRING_PLAIN);
    bool is_formula = is_text && *text && strchr("=+-@\t\r", *text);
    bool is_quoted = text[strcspn(text, ",\"\r\n")] != '\0';
    if (is_quoted) put(sheet, '"');
    if (is_formula) put(sheet, '\'');
    for (; *text; text++) {
        if (*text == '"') put(sheet, '"');
        put(sheet, *text);
    }
    if (is_quoted) put(sheet, '"');
}

static void put(struct sheet *sheet, char c)
{
    if (sheet->text) sheet->text[sheet->length] = c;
    sheet->length++;
}
