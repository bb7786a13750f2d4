/* SPDX-License-Identifier: MIT */
/* Members of the database's JSON as they are printed: whatever is missing or of another type is empty, never an error. */
#ifndef HIPPO_API_PRINT_FACTS_H
#define HIPPO_API_PRINT_FACTS_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "print_words.h"

/* Texts made here live in the arena; "" when that is used up. */
struct facts {
    struct arena *arena;
    enum print_language language;
    const char *currency;
    int digits; /* of an amount, behind the point */
};

/* NULL when there is none, or it is null. */
struct json_object *facts_member(struct json_object *object, const char *name);
const char *facts_text(struct json_object *object, const char *name);
int64_t facts_number(struct json_object *object, const char *name);
bool facts_is(struct json_object *object, const char *name, const char *text);

/* An array's length; 0 for anything else. */
size_t facts_count(struct json_object *array);

/* Integers in minor units and hundredths in the local format: 125000 is "1 250,00". */
const char *facts_amount(const struct facts *facts, int64_t minor);
const char *facts_money(const struct facts *facts, int64_t minor); /* with the currency */
const char *facts_odds(const struct facts *facts, int64_t hundredths);
const char *facts_count_text(const struct facts *facts, int64_t count);

/* "YYYY-MM-DD HH:MM:SS" in the local format; another text stays as it is. */
const char *facts_time(const struct facts *facts, const char *local);

/* Both with a space between them; the one that is there when the other is empty. */
const char *facts_join(const struct facts *facts, const char *left, const char *between, const char *right);

#endif
