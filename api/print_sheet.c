/* SPDX-License-Identifier: MIT */
/* Parses the JSON, calls a writer to fill the paper, and finishes the page. */
#include "print_sheet.h"

enum print_outcome sheet_make(struct arena *arena, const char *json, const char *house,
                              const struct print_wish *wish, struct print_page *page, sheet_writer write)
{
    struct sheet sheet = {.wish = wish, .title = "", .json = json_tokener_parse(json)};
    enum print_outcome outcome = PRINT_FAILED;
    if (!json_object_is_type(sheet.json, json_type_object)) goto cleanup;
    sheet.house = house ? facts_member(sheet.json, house) : sheet.json;
    sheet.facts = (struct facts){.arena = arena,
                                 .language = wish->language,
                                 .currency = facts_text(sheet.house, "currency"),
                                 .digits = (int)facts_number(sheet.house, "currencyDigits")};
    paper_begin(&sheet.paper, arena, wish->width_mm);
    outcome = write(&sheet);
    if (outcome == PRINT_DONE &&
        !paper_end(&sheet.paper, print_language_code(wish->language), sheet.title, page))
        outcome = PRINT_FAILED;
cleanup:
    json_object_put(sheet.json);
    return outcome;
}

void sheet_head(struct sheet *sheet, struct json_object *till)
{
    struct json_object *header = facts_member(sheet->house, "header");
    paper_centre(&sheet->paper, PAPER_HOUSE, facts_text(sheet->house, "house"));
    for (size_t i = 0; i < facts_count(header); i++) {
        struct json_object *line = json_object_array_get_idx(header, i);
        if (json_object_is_type(line, json_type_string))
            paper_centre(&sheet->paper, PAPER_TEXT, json_object_get_string(line));
    }
    paper_centre(&sheet->paper, PAPER_SMALL, sheet_place(sheet, till));
    paper_rule(&sheet->paper);
}

const char *sheet_say(const struct sheet *sheet, enum print_word word)
{
    return print_word(sheet->wish->language, word);
}

const char *sheet_say_number(const struct sheet *sheet, enum print_word word, int64_t number)
{
    const char *text = arena_printf(sheet->facts.arena, "%s %lld", sheet_say(sheet, word), (long long)number);
    return text ? text : "";
}

const char *sheet_money(const struct sheet *sheet, struct json_object *object, const char *name)
{
    return facts_money(&sheet->facts, facts_number(object, name));
}

const char *sheet_time(const struct sheet *sheet, struct json_object *object, const char *name)
{
    return facts_time(&sheet->facts, facts_text(object, name));
}

/* "Agence 01 Delmas · Caisse 2" */
const char *sheet_place(const struct sheet *sheet, struct json_object *till)
{
    const struct facts *facts = &sheet->facts;
    struct json_object *shop = facts_member(till, "shop");
    const char *where = facts_join(facts, facts_text(shop, "number"), " ", facts_text(shop, "name"));
    return facts_join(facts, facts_join(facts, sheet_say(sheet, WORD_SHOP), " ", where), " · ",
                      sheet_say_number(sheet, WORD_TILL, facts_number(till, "number")));
}

const char *sheet_person(struct json_object *user)
{
    const char *name = facts_text(user, "displayName");
    return *name ? name : facts_text(user, "username");
}

void sheet_pair(struct sheet *sheet, enum print_word word, const char *value)
{
    if (*value) paper_pair(&sheet->paper, PAPER_TEXT, sheet_say(sheet, word), value);
}
