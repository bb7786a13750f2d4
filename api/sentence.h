/* SPDX-License-Identifier: MIT */
/* What is said to people about a refusal: in their language, in units of the currency, naming what is concerned. The rules in
 * SQL and the checks here give a stable code, facts, and a sentence in English; the tables have the others. */
#ifndef HIPPO_API_SENTENCE_H
#define HIPPO_API_SENTENCE_H

#include <json-c/json.h>
#include <stddef.h>

#include "arena.h"
#include "language.h"

/* One sentence in every language, for a code; the first row that fits is taken.
 *
 * `said`: the English sentence that it stands for, %s for any words; NULL: whichever, so this row comes last of its code.
 * `texts`: with placeholders {…} for the facts of the refusal: {line}, {till.name}; as {min:money} in units of the currency,
 * as {state:state} a ticket's state; {1} are the words that stood for the first %s, {said} is the whole English sentence. A row
 * fits only when all its placeholders have a value. NULL in English: it is said as the rule says it. */
struct sentence {
    const char *code, *said;
    const char *texts[LANGUAGES];
};

/* A new code needs a row without `said` in one of them: tests/e2e/sentences.test.mjs names those that lack one. */
struct sentence_table {
    const struct sentence *rows;
    size_t count;
};
extern const struct sentence_table sentence_requests, sentence_rules;

/* The house's money, read only when a sentence names an amount. */
struct sentence_money {
    void (*read)(struct sentence_money *money,
                 const void *context); /* sets the rest, or leaves it; NULL: not known */
    const void *context;
    const char *currency; /* NULL: not known, and no sentence with an amount fits */
    int digits;
};

/* The language that an Accept-Language header (NULL: not sent) likes best of ours; English when it names none. */
enum language sentence_language(const char *accept_language);

/* `said` in *language, with the facts of `problem`. In the arena; `said` itself, with *language English, when no row fits or the
 * arena is used up. */
const char *sentence_write(struct arena *arena, enum language *language, struct sentence_money *money,
                           const char *code, const char *said, struct json_object *problem);

#endif
