/* SPDX-License-Identifier: MIT */
/* What every paper of the house has: its JSON, its language, its head and its end. */
#ifndef HIPPO_API_PRINT_SHEET_H
#define HIPPO_API_PRINT_SHEET_H

#include <json-c/json.h>
#include <stdint.h>

#include "print.h"
#include "print_facts.h"
#include "print_paper.h"

/* One paper in the making. */
struct sheet {
    struct paper paper;
    struct facts facts;
    const struct print_wish *wish;
    struct json_object *json;
    struct json_object *house; /* where the house's name, header and currency stand: json, or a part of it */
    const char *title;         /* of the page; set by the writer */
};

/* Writes the rows. Anything but PRINT_DONE and there is no page. */
typedef enum print_outcome (*sheet_writer)(struct sheet *sheet);

/* `house`: the member that holds the house's facts; NULL: they stand at the top. */
enum print_outcome sheet_make(struct arena *arena, const char *json, const char *house,
                              const struct print_wish *wish, struct print_page *page, sheet_writer write)
    __attribute__((warn_unused_result));

/* The house, its header lines, and a till with its shop. */
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
