/* SPDX-License-Identifier: MIT */
#include "csv.h"

#include <ctype.h>
#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define ORDER_COLUMN "finish_order"
#define NO_COLUMN ((size_t)-1)
#define DATE_DIGITS_MAX 4 /* of one of its numbers */
#define DATE_NUMBERS_MAX 3

struct csv {
    FILE *out;
    size_t order_column; /* NO_COLUMN: none */
    bool has_names;
};

static void write_cell(struct csv *csv, struct json_object *cell, bool is_order);
static void write_text(FILE *out, const char *text);
static bool begins_formula(const char *text);
static bool is_date(const char *text, size_t length);
static bool is_own_date(const char *text);
static bool is_date_word(const char *word, size_t length);
static void write_order(FILE *out, const char *order);

struct csv *csv_new(struct arena *arena, FILE *out)
{
    struct csv *csv = arena_alloc(arena, sizeof *csv);
    if (!csv) return NULL;
    *csv = (struct csv){.out = out, .order_column = NO_COLUMN};
    (void)fputs(BYTE_ORDER_MARK, out);
    return csv;
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
        if (i > 0) (void)fputc(',', csv->out);
        write_cell(csv, cell, csv->has_names && i == csv->order_column);
    }
    (void)fputs("\r\n", csv->out);
    csv->has_names = true;
    json_object_put(cells);
    json_tokener_free(tokener);
    return is_row && !ferror(csv->out);
}

static void write_cell(struct csv *csv, struct json_object *cell, bool is_order)
{
    if (!cell) return;
    bool is_text = json_object_is_type(cell, json_type_string);
    const char *text =
        is_text ? json_object_get_string(cell) : json_object_to_json_string_ext(cell, JSON_C_TO_STRING_PLAIN);
    bool is_quoted = text[strcspn(text, ",;|\t\"\r\n")] != '\0';
    if (is_quoted) (void)fputc('"', csv->out);
    if (is_order)
        write_order(csv->out, text);
    else if (json_object_is_type(cell, json_type_int) || json_object_is_type(cell, json_type_double))
        (void)fputs(text, csv->out);
    else
        write_text(csv->out, text);
    if (is_quoted) (void)fputc('"', csv->out);
}

/* A spreadsheet that expects semicolons or tabs begins a cell behind each of them, quotation marks or not. */
static void write_text(FILE *out, const char *text)
{
    bool is_first = true, is_start = true;
    for (; *text; text++) {
        bool is_taken = is_first && is_date(text, strcspn(text, ";|\t\r\n"));
        if (is_taken || (is_start && begins_formula(text))) (void)fputc('\'', out);
        is_first = strchr(";|\t\r\n", *text) != NULL;
        is_start = is_first || (is_start && (*text == ' ' || *text == '"'));
        if (*text == '"') (void)fputc('"', out);
        (void)fputc(*text, out);
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

/* 3-4, 12/5/26, 1.5, 10:30, Mars 3, MAY1: a spreadsheet in some language makes a day or an hour of it, and what was written
 * is lost. The house's own days and times are to be read as such. */
static bool is_date(const char *text, size_t length)
{
    size_t numbers = 0;
    const char *word = NULL;
    bool is_known = false;
    if (is_own_date(text)) return false;
    for (const char *c = text; c < text + length;) {
        size_t digits = strspn(c, "0123456789");
        size_t letters = 0;
        while (isalpha((unsigned char)c[letters]) || (unsigned char)c[letters] >= 0x80)
            letters++;
        if (digits > DATE_DIGITS_MAX || (letters > 0 && word)) return false;
        if (letters > 0) {
            word = c;
            is_known = is_date_word(word, letters);
        }
        numbers += digits > 0;
        if (digits + letters == 0 && !strchr(" -/.:", *c)) return false;
        c += digits + letters > 0 ? digits + letters : 1;
    }
    return numbers <= DATE_NUMBERS_MAX && (word ? numbers > 0 && is_known : numbers > 1);
}

/* YYYY-MM-DD, alone or with a time of day. */
static bool is_own_date(const char *text)
{
    static const char form[] = "0000-00-00";
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == '0' ? !isdigit((unsigned char)text[i]) : text[i] != form[i]) return false;
    return text[sizeof form - 1] == '\0' || text[sizeof form - 1] == 'T';
}

/* A month, written out or cut short, or half a day. */
static bool is_date_word(const char *word, size_t length)
{
    static const char *const months[] = {"january",   "february", "march",        "april",        "june",
                                         "july",      "august",   "september",    "october",      "november",
                                         "december",  "janvier",  "f\u00e9vrier", "mars",         "avril",
                                         "mai",       "may",      "juin",         "juillet",      "ao\u00fbt",
                                         "septembre", "octobre",  "novembre",     "d\u00e9cembre"};
    if (length == 2) return strncasecmp(word, "am", 2) == 0 || strncasecmp(word, "pm", 2) == 0;
    for (size_t i = 0; length > 2 && i < sizeof months / sizeof *months; i++)
        if (strncasecmp(word, months[i], length) == 0) return true;
    return false;
}

static void write_order(FILE *out, const char *order)
{
    for (; *order; order++)
        if (*order == '-')
            (void)fputs(" > ", out);
        else
            (void)fputc(*order, out);
}
