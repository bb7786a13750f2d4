/* SPDX-License-Identifier: MIT */
/* Finds the row, and fills in its placeholders. */
#include "sentence.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts.h"

#define TEXT_MAX 600
#define WORDS_MAX 5 /* %s in one sentence */
#define NAME_MAX_BYTES 32
#define QUALITY_MAX 1000

/* The words that stood for each %s. */
struct words {
    const char *at[WORDS_MAX];
    size_t length[WORDS_MAX];
    size_t count;
};

struct writer {
    struct facts facts; /* its money is set when it is needed */
    struct sentence_money *money;
    const char *said;
    struct json_object *problem;
    struct words words;
    char text[TEXT_MAX];
    size_t length;
};

static const char *find_text(struct writer *writer, const struct sentence_table *table, const char *code);
static int read_quality(const char *range, size_t length);
static bool matches(const char *pattern, const char *said, struct words *words);
static bool fill(struct writer *writer, const char *text);
static bool put_placeholder(struct writer *writer, const char *name, size_t length);
static bool put_value(struct writer *writer, struct json_object *value, const char *form);
static bool knows_money(struct writer *writer);
static struct json_object *find_value(struct writer *writer, const char *name);
static const char *state_word(const struct facts *facts, const char *state);
static bool put(struct writer *writer, const char *text, size_t length);

/* RFC 9110 12.5.4: ranges with weights; of equal ones the first. `fr-HT` is French here. */
enum language sentence_language(const char *accept_language)
{
    enum language best = LANGUAGE_ENGLISH, language;
    int best_quality = 0;
    const char *at = accept_language ? accept_language : "";
    for (; *at; at += strcspn(at, ",")) {
        at += strspn(at, ", \t");
        size_t length = strcspn(at, ","), word = strcspn(at, ",-; \t");
        char code[4] = "";
        if (word < sizeof code)
            for (size_t i = 0; i < word; i++)
                code[i] = (char)(at[i] >= 'A' && at[i] <= 'Z' ? at[i] | 0x20 : at[i]);
        int quality = read_quality(at, length);
        if (quality <= best_quality || !language_of(code, &language)) continue;
        best = language;
        best_quality = quality;
    }
    return best;
}

const char *sentence_write(struct arena *arena, enum language *language, struct sentence_money *money,
                           const char *code, const char *said, struct json_object *problem)
{
    struct writer writer = {.facts = {.arena = arena, .language = *language, .currency = ""},
                            .money = money,
                            .said = said,
                            .problem = problem};
    const char *text = find_text(&writer, &sentence_requests, code);
    if (!text) text = find_text(&writer, &sentence_rules, code);
    if (text) return text;
    *language = LANGUAGE_ENGLISH;
    return said;
}

/* NULL: no row fits, or there is no memory. */
static const char *find_text(struct writer *writer, const struct sentence_table *table, const char *code)
{
    for (const struct sentence *row = table->rows; row < table->rows + table->count; row++) {
        if (strcmp(row->code, code) != 0) continue;
        writer->words.count = 0;
        writer->length = 0;
        if (row->said && !matches(row->said, writer->said, &writer->words)) continue;
        const char *text = row->texts[writer->facts.language];
        if (!text) return writer->said;
        if (fill(writer, text)) return arena_copy(writer->facts.arena, writer->text, writer->length);
    }
    return NULL;
}

/* In thousandths; 0 for none, or for what is no weight. */
static int read_quality(const char *range, size_t length)
{
    const char *parameter = memchr(range, ';', length);
    if (!parameter) return QUALITY_MAX;
    parameter += 1 + strspn(parameter + 1, " \t");
    if (strncasecmp(parameter, "q=", 2) != 0) return QUALITY_MAX;
    double quality = strtod(parameter + 2, NULL);
    return quality >= 0 && quality <= 1 ? (int)(quality * QUALITY_MAX) : 0;
}

/* Each %s takes as little as it can, the last one all that is left before the end. */
static bool matches(const char *pattern, const char *said, struct words *words)
{
    words->count = 0;
    for (;;) {
        const char *wild = strstr(pattern, "%s");
        size_t literal = wild ? (size_t)(wild - pattern) : strlen(pattern);
        if (strncmp(said, pattern, literal) != 0) return false;
        said += literal;
        if (!wild) return *said == '\0';
        if (words->count == WORDS_MAX) return false;
        pattern = wild + 2;
        const char *next = strstr(pattern, "%s");
        size_t wanted = next ? (size_t)(next - pattern) : strlen(pattern), left = strlen(said);
        const char *end = said + left;
        if (!next) {
            if (left < wanted) return false;
            end = said + left - wanted;
        } else if (wanted > 0) {
            for (end = said; *end && strncmp(end, pattern, wanted) != 0;)
                end++;
        }
        words->at[words->count] = said;
        words->length[words->count++] = (size_t)(end - said);
        said = end;
    }
}

static bool fill(struct writer *writer, const char *text)
{
    while (*text) {
        size_t plain = strcspn(text, "{");
        if (!put(writer, text, plain)) return false;
        text += plain;
        if (!*text) break;
        size_t name = strcspn(text, "}");
        if (!text[name]) return false;
        if (!put_placeholder(writer, text + 1, name - 1)) return false;
        text += name + 1;
    }
    return true;
}

static bool put_placeholder(struct writer *writer, const char *name, size_t length)
{
    char copy[NAME_MAX_BYTES];
    if (length >= sizeof copy) return false;
    memcpy(copy, name, length);
    copy[length] = '\0';
    char *form = strchr(copy, ':');
    if (form) *form++ = '\0';
    if (strcmp(copy, "said") == 0) return put(writer, writer->said, strlen(writer->said));
    if (copy[0] < '1' || copy[0] > '9') return put_value(writer, find_value(writer, copy), form);
    size_t word = (size_t)(copy[0] - '1');
    if (word >= writer->words.count) return false;
    struct json_object *value =
        form ? json_object_new_int64(strtoll(writer->words.at[word], NULL, 10))
             : json_object_new_string_len(writer->words.at[word], (int)writer->words.length[word]);
    bool is_put = put_value(writer, value, form);
    json_object_put(value);
    return is_put;
}

static bool put_value(struct writer *writer, struct json_object *value, const char *form)
{
    bool is_number = json_object_is_type(value, json_type_int);
    if (!is_number && !json_object_is_type(value, json_type_string)) return false;
    const char *text = json_object_get_string(value);
    if (form && strcmp(form, "money") == 0) {
        if (!is_number || !knows_money(writer)) return false;
        text = facts_money(&writer->facts, json_object_get_int64(value));
    } else if (form && strcmp(form, "state") == 0) {
        text = state_word(&writer->facts, text);
    }
    return *text != '\0' && put(writer, text, strlen(text));
}

static bool knows_money(struct writer *writer)
{
    struct sentence_money *money = writer->money;
    if (!money->currency && money->read) money->read(money, money->context);
    writer->facts.currency = money->currency;
    writer->facts.digits = money->digits;
    return money->currency != NULL;
}

/* {till.name}: a member of a member. */
static struct json_object *find_value(struct writer *writer, const char *name)
{
    char first[NAME_MAX_BYTES];
    size_t length = strcspn(name, ".");
    (void)snprintf(first, sizeof first, "%.*s", (int)length, name);
    struct json_object *value = facts_member(writer->problem, first);
    return name[length] == '.' ? facts_member(value, name + length + 1) : value;
}

/* Of a ticket; "" for no such state. */
static const char *state_word(const struct facts *facts, const char *state)
{
    static const struct {
        const char *state, *words[LANGUAGES];
    } rows[] = {
        {"voided", {"Annulé", "Voided", "Anile"}},
        {"lost", {"Perdant", "Lost", "Pèdi"}},
        {"won", {"Gagnant · à payer", "Won · to be paid", "Genyen · pou peye"}},
        {"refundable", {"À rembourser", "To be refunded", "Pou ranbouse"}},
        {"paid", {"Payé", "Paid", "Peye"}},
        {"refunded", {"Remboursé", "Refunded", "Ranbouse"}},
        {"expired", {"Expiré", "Expired", "Ekspire"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].state, state) == 0) return rows[i].words[facts->language];
    return "";
}

/* False: longer than any sentence is. */
static bool put(struct writer *writer, const char *text, size_t length)
{
    if (length >= sizeof writer->text - writer->length) return false;
    memcpy(writer->text + writer->length, text, length);
    writer->length += length;
    return true;
}
