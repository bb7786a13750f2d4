/* SPDX-License-Identifier: MIT */
/* Languages, patterns, placeholders, and every row of the tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "sentence.h"

#define SPACE "\xc2\xa0"

static struct arena *arena;
static int reads;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 1024 * 1024);
    reads = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void read_gourdes(struct sentence_money *money, const void *context)
{
    (void)context;
    reads++;
    money->currency = "HTG";
    money->digits = 2;
}

static const char *say(enum language language, const char *code, const char *said, const char *facts)
{
    struct sentence_money money = {.read = read_gourdes};
    struct json_object *problem = json_tokener_parse(facts);
    const char *text = sentence_write(arena, &language, &money, code, said, problem);
    json_object_put(problem);
    return text;
}

static void takes_the_language_that_is_liked_best(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        enum language language;
    } rows[] = {
        {NULL, LANGUAGE_ENGLISH},
        {"", LANGUAGE_ENGLISH},
        {"fr", LANGUAGE_FRENCH},
        {"fr-HT", LANGUAGE_FRENCH},
        {"FR-ca , en", LANGUAGE_FRENCH},
        {"ht", LANGUAGE_CREOLE},
        {"de,ht;q=0.5,fr;q=0.4", LANGUAGE_CREOLE},
        {"en;q=0.4, fr;q=0.8", LANGUAGE_FRENCH},
        {"fr;q=0", LANGUAGE_ENGLISH},
        {"fr;q=0, ht;q=0.001", LANGUAGE_CREOLE},
        {"fr;q=2, ht", LANGUAGE_CREOLE},
        {"*", LANGUAGE_ENGLISH},
        {"de, es", LANGUAGE_ENGLISH},
        {"frz,french,f", LANGUAGE_ENGLISH},
        {",,;;,-,fr", LANGUAGE_FRENCH},
        {"en, fr", LANGUAGE_ENGLISH},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (sentence_language(rows[i].header) != rows[i].language) fail_msg("%s", rows[i].header);
}

static void names_amounts_in_units(void **state)
{
    (void)state;
    const char *facts = "{\"line\":2,\"min\":125000}", *said = "line 2: the smallest stake is 125000";
    assert_string_equal(say(LANGUAGE_ENGLISH, "stake_min", said, facts),
                        "line 2: the smallest stake is 1,250.00" SPACE "HTG");
    assert_string_equal(say(LANGUAGE_FRENCH, "stake_min", said, facts),
                        "Ligne 2" SPACE ": la mise minimale est de 1" SPACE "250,00" SPACE "HTG.");
    assert_string_equal(say(LANGUAGE_CREOLE, "stake_min", said, facts),
                        "Liy 2: pi piti miz la se 1" SPACE "250,00" SPACE "HTG.");
    assert_string_equal(say(LANGUAGE_ENGLISH, "counts", "5 pieces of 50000 cannot be", "{}"),
                        "5 pieces of 500.00" SPACE "HTG cannot be");
    assert_int_equal(reads, 4);
    assert_string_equal(say(LANGUAGE_FRENCH, "not_signed_in", "x", "{}"), "Connectez-vous.");
    assert_int_equal(reads, 4);
}

static void says_less_when_a_fact_is_missing(void **state)
{
    (void)state;
    enum language language = LANGUAGE_FRENCH;
    struct sentence_money unknown = {.read = NULL};
    assert_string_equal(say(LANGUAGE_FRENCH, "till_cash", "x", "{}"),
                        "Il n’y a pas assez d’argent dans la caisse.");
    struct json_object *facts = json_tokener_parse("{\"line\":1,\"min\":2500}");
    assert_string_equal(sentence_write(arena, &language, &unknown, "stake_min", "said", facts), "said");
    assert_int_equal(language, LANGUAGE_ENGLISH);
    json_object_put(facts);
    assert_string_equal(say(LANGUAGE_CREOLE, "no_such_code", "said so", "{}"), "said so");
    assert_string_equal(
        say(LANGUAGE_FRENCH, "already_paid", "x",
            "{\"amount\":100,\"till\":{\"name\":\"Caisse 1\"},\"by\":{\"displayName\":\"Anna\"}}"),
        "Ce ticket est déjà payé" SPACE ": 1,00" SPACE "HTG, Caisse 1, par Anna.");
}

static void knows_english_sentences_by_their_words(void **state)
{
    (void)state;
    assert_string_equal(
        say(LANGUAGE_FRENCH, "bad_parameter", "a to b must be a whole number from 1 to 9.", "{}"),
        "a to b doit être un nombre entier de 1 à 9.");
    assert_string_equal(say(LANGUAGE_FRENCH, "not_found", "there is no till 7", "{}"),
                        "La caisse 7 n’existe pas.");
    assert_string_equal(say(LANGUAGE_FRENCH, "not_found", "there is no till ", "{}"), "Il n’y a rien ici.");
    assert_string_equal(say(LANGUAGE_FRENCH, "conflict", "something new", "{}"),
                        "Ce n’est pas possible maintenant (something new).");
    assert_string_equal(say(LANGUAGE_ENGLISH, "conflict", "something new", "{}"), "something new");
    assert_string_equal(
        say(LANGUAGE_FRENCH, "settings_conflict",
            "cash_unit is 1000 and stake_step 500: stakes are whole coins", "{}"),
        "cash_unit (1000) et stake_step (500) ne vont pas ensemble (stakes are whole coins).");
    assert_string_equal(say(LANGUAGE_FRENCH, "not_voidable", "the ticket is lost", "{\"state\":\"lost\"}"),
                        "Ce ticket ne s’annule plus" SPACE ": Perdant.");
    assert_string_equal(say(LANGUAGE_FRENCH, "not_voidable", "the ticket is odd", "{\"state\":\"odd\"}"),
                        "Ce ticket ne s’annule plus.");
}

static void stays_within_its_memory(void **state)
{
    (void)state;
    char *name = calloc(1, 2001), *facts = calloc(1, 2100);
    memset(name, 'x', 2000);
    (void)snprintf(facts, 2100, "{\"parameter\":\"%s\"}", name);
    assert_string_equal(say(LANGUAGE_FRENCH, "unknown_parameter", "said", facts), "said");
    struct arena *tiny = arena_new(8, 8);
    enum language language = LANGUAGE_FRENCH;
    struct sentence_money money = {.read = NULL};
    assert_string_equal(sentence_write(tiny, &language, &money, "not_signed_in", "in", NULL), "in");
    assert_int_equal(language, LANGUAGE_ENGLISH);
    arena_free(tiny);
    free(facts);
    free(name);
}

/* Facts for every placeholder that there is: each row must fit in each language, and leave no brace. */
static void every_row_can_be_said(void **state)
{
    (void)state;
    static const char facts[] = "{\"parameter\":\"name\",\"line\":1,\"min\":1,\"max\":2,\"step\":3,\"limit\":"
                                "4,\"left\":5,\"available\":6,\"owed\":6,"
                                "\"amount\":7,\"from\":8,\"roundId\":9,\"state\":\"lost\",\"user\":\"anna\","
                                "\"till\":{\"name\":\"Caisse 1\"},"
                                "\"by\":{\"displayName\":\"Anna\"}}";
    const struct sentence_table *const tables[] = {&sentence_requests, &sentence_rules};
    for (size_t t = 0; t < 2; t++)
        for (size_t i = 0; i < tables[t]->count; i++)
            for (int language = 0; language < LANGUAGES; language++) {
                const struct sentence *row = &tables[t]->rows[i];
                const char *said = row->said ? row->said : "a sentence";
                const char *text = say((enum language)language, row->code, said, facts);
                if (language != LANGUAGE_ENGLISH && (!row->texts[language] || strcmp(text, said) == 0))
                    fail_msg("%s: %s", row->code, said);
                if (strpbrk(text, "{}")) fail_msg("%s: %s", row->code, text);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_language_that_is_liked_best),
        cmocka_unit_test_setup_teardown(names_amounts_in_units, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_less_when_a_fact_is_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(knows_english_sentences_by_their_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stays_within_its_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_row_can_be_said, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("sentence", tests, NULL, NULL);
}
