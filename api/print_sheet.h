/* SPDX-License-Identifier: MIT */
/* What all papers have in common: JSON, language, head and end. */
#ifndef HIPPO_API_PRINT_SHEET_H
#define HIPPO_API_PRINT_SHEET_H

#include <json-c/json.h>
#include <stdint.h>

#include "print_facts.h"
#include "print_page.h"
#include "print_paper.h"

/* A paper while it is written. */
struct sheet {
    struct paper paper;
    struct facts facts;
    const struct print_wish *wish;
    struct json_object *json;
    struct json_object *house; /* the part of json with the operator's name, header and currency, or json */
    const char *title;         /* of the page; set by the writer */
};

/* Writes the rows. Unless it returns PRINT_DONE there is no page. */
typedef enum print_outcome (*sheet_writer)(struct sheet *sheet);

/* `house`: the member with the operator's name, header and currency; NULL: they are at the top level. */
enum print_outcome sheet_make(struct arena *arena, const char *json, const char *house,
                              const struct print_wish *wish, struct print_page *page, sheet_writer write)
    __attribute__((warn_unused_result));

/* The operator's name, the header lines, and a till with its shop. */
void sheet_head(struct sheet *sheet, struct json_object *till);

const char *sheet_say(const struct sheet *sheet, enum print_word word);
const char *sheet_say_number(const struct sheet *sheet, enum print_word word, int64_t number);
const char *sheet_money(const struct sheet *sheet, struct json_object *object, const char *name);
const char *sheet_time(const struct sheet *sheet, struct json_object *object, const char *name);
const char *sheet_place(const struct sheet *sheet, struct json_object *till);
const char *sheet_person(struct json_object *user);

/* A pair, unless the value is "". */
void sheet_pair(struct sheet *sheet, enum print_word word, const char *value);

#endif
