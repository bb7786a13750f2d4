/* SPDX-License-Identifier: MIT */
/* Written into pieces of memory, because nobody knows before how long a report is. */
#include "csv.h"

#include <json-c/json.h>
#include <string.h>

#define PIECE_BYTES ((size_t)64 * 1024)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define ORDER_COLUMN "finish_order"
#define NO_COLUMN ((size_t)-1)

struct csv {
    struct arena *arena;
    struct reply_piece *first, *last;
    size_t length;
    size_t order_column; /* NO_COLUMN: none */
    bool has_names, is_full;
};

static void write_cell(struct csv *csv, struct json_object *cell, bool is_order);
static void write_text(struct csv *csv, const char *text);
static bool begins_formula(const char *text);
static void write_order(struct csv *csv, const char *order);
static void put_all(struct csv *csv, const char *text);
static void put(struct csv *csv, char c);
static bool add_piece(struct csv *csv);

struct csv *csv_new(struct arena *arena)
{
    struct csv *csv = arena_alloc(arena, sizeof *csv);
    if (!csv) return NULL;
    *csv = (struct csv){.arena = arena, .order_column = NO_COLUMN};
    put_all(csv, BYTE_ORDER_MARK);
    return csv->is_full ? NULL : csv;
}

bool csv_add(struct csv *csv, const char *row, size_t length)
{
    struct json_tokener *tokener = json_tokener_new();
    struct json_object *cells = json_tokener_parse_ex(tokener, row, (int)length);
    bool is_row = json_object_is_type(cells, json_type_array);
    for (size_t i = 0; is_row && i < json_object_array_length(cells); i++) {
        struct json_object *cell = json_object_array_get_idx(cells, i);
        if (!csv->has_names && cell && strcmp(json_object_get_string(cell), ORDER_COLUMN) == 0)
            csv->order_column = i;
        if (i > 0) put(csv, ',');
        write_cell(csv, cell, csv->has_names && i == csv->order_column);
    }
    put_all(csv, "\r\n");
    csv->has_names = true;
    json_object_put(cells);
    json_tokener_free(tokener);
    return is_row && !csv->is_full;
}

const struct reply_piece *csv_pieces(const struct csv *csv, size_t *length)
{
    *length = csv->length;
    return csv->first;
}

static void write_cell(struct csv *csv, struct json_object *cell, bool is_order)
{
    if (!cell) return;
    bool is_text = json_object_is_type(cell, json_type_string);
    const char *text =
        is_text ? json_object_get_string(cell) : json_object_to_json_string_ext(cell, JSON_C_TO_STRING_PLAIN);
    bool is_quoted = text[strcspn(text, ",;|\t\"\r\n")] != '\0';
    if (is_quoted) put(csv, '"');
    if (is_order)
        write_order(csv, text);
    else if (json_object_is_type(cell, json_type_int) || json_object_is_type(cell, json_type_double))
        put_all(csv, text);
    else
        write_text(csv, text);
    if (is_quoted) put(csv, '"');
}

/* A spreadsheet that expects semicolons or tabs begins a cell behind each of them, quotation marks or not. */
static void write_text(struct csv *csv, const char *text)
{
    bool is_start = true;
    for (; *text; text++) {
        if (is_start && begins_formula(text)) put(csv, '\'');
        is_start = strchr(";|\t\r\n", *text) || (is_start && (*text == ' ' || *text == '"'));
        if (*text == '"') put(csv, '"');
        put(csv, *text);
    }
}

/* Also in the wide forms of East Asia, which some spreadsheets read as the narrow ones. */
static bool begins_formula(const char *text)
{
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0) return true;
    return strchr("=+-@\t\r", *text) != NULL;
}

static void write_order(struct csv *csv, const char *order)
{
    for (; *order; order++)
        if (*order == '-')
            put_all(csv, " > ");
        else
            put(csv, *order);
}

static void put_all(struct csv *csv, const char *text)
{
    while (*text)
        put(csv, *text++);
}

static void put(struct csv *csv, char c)
{
    if (csv->is_full || ((!csv->last || csv->last->length == PIECE_BYTES) && !add_piece(csv))) return;
    csv->last->bytes[csv->last->length++] = c;
    csv->length++;
}

static bool add_piece(struct csv *csv)
{
    struct reply_piece *piece = arena_alloc(csv->arena, sizeof *piece + PIECE_BYTES);
    csv->is_full = !piece;
    if (!piece) return false;
    *(csv->last ? &csv->last->next : &csv->first) = piece;
    csv->last = piece;
    return true;
}
