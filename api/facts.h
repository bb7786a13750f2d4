/* SPDX-License-Identifier: MIT */
/* Members of the database's JSON: whatever is missing or of another type is empty, never an error. And money as people read it. */
#ifndef HIPPO_API_FACTS_H
#define HIPPO_API_FACTS_H

#include <json-c/json.h>
#include <stdint.h>

#include "arena.h"
#include "language.h"

/* Texts made here live in the arena; "" when that is used up. */
struct facts {
    struct arena *arena;
    enum language language;
    const char *currency;
    int digits; /* of an amount, behind the point */
};

/* NULL when there is none, or it is null. */
struct json_object *facts_member(struct json_object *object, const char *name);
const char *facts_text(struct json_object *object, const char *name);
int64_t facts_number(struct json_object *object, const char *name);

/* An integer in minor units in the local format, with the currency: 125000 is "1 250,00 HTG". */
const char *facts_money(const struct facts *facts, int64_t minor);

#endif
