/* SPDX-License-Identifier: MIT */
/* Printed pages against golden ones, byte for byte. Renew them with GOLDEN=renew build/unit/api/test_print, from the
 * project's folder, and look at every one that `git diff` shows, in a browser: the comparison only finds changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>
#include <sodium.h>

#include "arena.h"
#include "print.h"
#include "print_paper.h"

#define FOLDER "tests/unit/api/golden/"
#define FILE_MAX (256 * 1024)

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 64 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *path_of(const char *name, const char *end)
{
    const char *path = arena_printf(arena, FOLDER "%s.%s", name, end);
    assert_non_null(path);
    return path;
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    char *text = arena_alloc(arena, FILE_MAX);
    assert_non_null(text);
    size_t length = fread(text, 1, FILE_MAX - 1, file);
    text[length] = '\0';
    assert_int_equal(fclose(file), 0);
    return text;
}

static void write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* The JSON of a golden file, with some of its members replaced. */
static const char *input(const char *name, const char *changes)
{
    struct json_object *object = json_tokener_parse(read_file(path_of(name, "json")));
    struct json_object *more = json_tokener_parse(changes);
    assert_true(json_object_is_type(object, json_type_object) && json_object_is_type(more, json_type_object));
    json_object_object_foreach(more, key, value) json_object_object_add(object, key, json_object_get(value));
    const char *text = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN);
    const char *kept = arena_copy(arena, text, strlen(text));
    json_object_put(object);
    json_object_put(more);
    assert_non_null(kept);
    return kept;
}

static struct print_wish wish_of(int width_mm, enum print_language language)
{
    return (struct print_wish){.width_mm = width_mm, .language = language, .host = "paris.example"};
}

/* Whatever the JSON says, only tags of our own are opened, and no attribute of theirs has a quote too many. */
static void assert_own_tags(const char *html)
{
    static const char *const own[] = {"!doctype", "html", "head", "meta", "title", "style", "body", "main",
                                      "p",        "b",    "span", "div",  "hr",    "svg",   "path", "wbr"};
    for (const char *at = strchr(html, '<'); at; at = strchr(at + 1, '<')) {
        const char *word = at[1] == '/' ? at + 2 : at + 1;
        size_t length = strcspn(word, " >"), i = 0;
        while (i < sizeof own / sizeof *own &&
               (strlen(own[i]) != length || memcmp(own[i], word, length) != 0))
            i++;
        if (i == sizeof own / sizeof *own) fail_msg("a tag that is not ours: %.60s", at);
        const char *end = strchr(at, '>');
        assert_non_null(end);
        size_t quotes = 0;
        for (const char *c = at; c < end; c++)
            if (*c == '"') quotes++;
        assert_int_equal(quotes % 2, 0);
    }
}

static void every_paper_is_as_it_was(void **state)
{
    (void)state;
    static const char refund[] = "{\"state\":\"refunded\",\"result\":null,\"prize\":null,\"paid\":{\"kind\":"
                                 "\"refund\",\"amount\":10000,\"cash\":10000,"
                                 "\"till\":{\"number\":2,\"shop\":{\"number\":\"01\",\"name\":\"Delmas\"}},"
                                 "\"by\":{\"username\":\"anna\"},\"note\":null}}";
    static const char voided[] = "{\"state\":\"voided\",\"closedAtLocal\":\"2026-11-23 13:21:55\"}";
    static const char counting[] =
        "{\"report\":\"X\",\"state\":\"open\",\"count\":null,\"closedBy\":null,\"reason\":null}";
    /* As it is shown to who has to count: no sums. */
    static const char blind[] =
        "{\"report\":\"X\",\"state\":\"open\",\"count\":null,\"closedBy\":null,\"reason\":null,"
        "\"totals\":{\"float\":10000,\"sales\":{\"count\":12},\"voids\":{\"count\":1},\"payments\":{"
        "\"count\":3},"
        "\"refunds\":{\"count\":0}}}";
    static const char corrected[] =
        "{\"totals\":{\"float\":10000,\"sales\":{\"count\":1,\"amount\":2500},\"voids\":{\"count\":0,"
        "\"amount\":0},"
        "\"payments\":{\"count\":0,\"amount\":0},\"refunds\":{\"count\":0,\"amount\":0},\"supplies\":50000,"
        "\"reversals\":{\"count\":1,\"amount\":-5000},\"expectedCash\":57500},"
        "\"correction\":{\"entry\":9,\"counted\":58000,\"variance\":500,\"counts\":{\"1000\":58},"
        "\"at\":\"2026-11-24T09:00:00.000Z\",\"by\":{\"username\":\"sue\"},\"reason\":\"trouvé dans le "
        "sac\"}}";
    static const struct {
        const char *golden, *json, *changes;
        print_function print;
        enum print_language language;
        bool on_every_roll; /* else on the usual one */
    } rows[] = {
        {"ticket", "ticket", "{}", print_ticket, PRINT_FRENCH, true},
        {"ticket-twenty", "twenty", "{}", print_ticket, PRINT_FRENCH, true},
        {"ticket-hostile", "hostile", "{}", print_ticket, PRINT_FRENCH, true},
        {"ticket-duplicate", "ticket", "{\"copy\":2}", print_ticket, PRINT_FRENCH, true},
        {"slip-paid", "paid", "{}", print_slip, PRINT_FRENCH, true},
        {"slip-refund", "paid", refund, print_slip, PRINT_FRENCH, true},
        {"report-z", "report", "{}", print_till, PRINT_FRENCH, true},
        {"ticket-en", "ticket", "{}", print_ticket, PRINT_ENGLISH, false},
        {"ticket-ht", "ticket", "{}", print_ticket, PRINT_CREOLE, false},
        {"ticket-voided", "ticket", "{\"state\":\"voided\"}", print_ticket, PRINT_FRENCH, false},
        {"ticket-won", "paid", "{\"state\":\"won\",\"paid\":null,\"copy\":1}", print_ticket, PRINT_FRENCH,
         false},
        {"ticket-paid", "paid", "{\"copy\":1}", print_ticket, PRINT_FRENCH, false},
        {"slip-voided", "ticket", voided, print_slip, PRINT_FRENCH, false},
        {"report-x", "report", counting, print_till, PRINT_ENGLISH, false},
        {"report-blind", "report", blind, print_till, PRINT_FRENCH, false},
        {"report-corrected", "report", corrected, print_till, PRINT_FRENCH, false},
    };
    static const int widths[] = {48, 58, 80};
    const char *mode = getenv("GOLDEN");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
            if (widths[w] != 58 && !rows[i].on_every_roll) continue;
            const struct print_wish wish = wish_of(widths[w], rows[i].language);
            struct print_page page;
            const char *name = arena_printf(arena, "%s-%d", rows[i].golden, widths[w]);
            assert_int_equal(rows[i].print(arena, input(rows[i].json, rows[i].changes), &wish, &page),
                             PRINT_DONE);
            assert_int_equal(strlen(page.html), page.length);
            assert_own_tags(page.html);
            if (mode && strcmp(mode, "renew") == 0) write_file(path_of(name, "html"), page.html, page.length);
            const char *golden = read_file(path_of(name, "html"));
            if (!golden) fail_msg("there is no %s", path_of(name, "html"));
            if (strcmp(golden, page.html) != 0) fail_msg("%s is another now", name);
            arena_reset(arena);
        }
    }
}

static const char *made(const char *json, enum print_language language)
{
    const struct print_wish wish = wish_of(58, language);
    struct print_page page;
    assert_int_equal(print_ticket(arena, json, &wish, &page), PRINT_DONE);
    return page.html;
}

static void amounts_are_whole_to_the_last_centime(void **state)
{
    (void)state;
    static const struct {
        const char *stake, *digits, *french, *english;
    } rows[] = {
        {"0", "2", ">0,00\u00a0HTG<", ">0.00\u00a0HTG<"},
        {"5", "2", ">0,05\u00a0HTG<", ">0.05\u00a0HTG<"},
        {"100", "2", ">1,00\u00a0HTG<", ">1.00\u00a0HTG<"},
        {"125000", "2", ">1\u00a0250,00\u00a0HTG<", ">1,250.00\u00a0HTG<"},
        {"123456789", "2", ">1\u00a0234\u00a0567,89\u00a0HTG<", ">1,234,567.89\u00a0HTG<"},
        {"9007199254740993", "2", ">90\u00a0071\u00a0992\u00a0547\u00a0409,93\u00a0HTG<",
         ">90,071,992,547,409.93\u00a0HTG<"},
        {"9223372036854775807", "0", ">9\u00a0223\u00a0372\u00a0036\u00a0854\u00a0775\u00a0807\u00a0HTG<",
         ">9,223,372,036,854,775,807\u00a0HTG<"},
        {"-9223372036854775808", "4", ">-922\u00a0337\u00a0203\u00a0685\u00a0477,5808\u00a0HTG<",
         ">-922,337,203,685,477.5808\u00a0HTG<"},
        {"1234", "3", ">1,234\u00a0HTG<", ">1.234\u00a0HTG<"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *changes =
            arena_printf(arena, "{\"stake\":%s,\"currencyDigits\":%s}", rows[i].stake, rows[i].digits);
        const char *json = input("ticket", changes);
        if (!strstr(made(json, PRINT_FRENCH), rows[i].french)) fail_msg("no %s", rows[i].french);
        if (!strstr(made(json, PRINT_ENGLISH), rows[i].english)) fail_msg("no %s", rows[i].english);
    }
}

static void a_state_is_on_it(void **state)
{
    (void)state;
    static const char *const words[][2] = {
        {"voided", "Annulé"},           {"lost", "Perdant"}, {"won", "Gagnant · à payer"},
        {"refundable", "À rembourser"}, {"paid", "Payé"},    {"refunded", "Remboursé"},
        {"expired", "Expiré"},
    };
    assert_null(strstr(made(input("ticket", "{}"), PRINT_FRENCH), "class=\"f\""));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *html =
            made(input("ticket", arena_printf(arena, "{\"state\":\"%s\"}", words[i][0])), PRINT_FRENCH);
        const char *box = strstr(html, "<div class=\"f\">");
        assert_non_null(box);
        if (!strstr(box, words[i][1])) fail_msg("%s does not say %s", words[i][0], words[i][1]);
    }
    assert_null(strstr(made(input("ticket", "{}"), PRINT_FRENCH), "Duplicata"));
    assert_non_null(strstr(made(input("ticket", "{\"copy\":12}"), PRINT_FRENCH), "Duplicata n° 12<"));
}

static void a_receipt_has_no_code_and_needs_a_reason(void **state)
{
    (void)state;
    const struct print_wish wish = wish_of(58, PRINT_FRENCH);
    struct print_page page;
    assert_int_equal(print_slip(arena, input("paid", "{}"), &wish, &page), PRINT_DONE);
    assert_null(strstr(page.html, "7K3Q"));
    assert_null(strstr(page.html, "<svg"));
    assert_non_null(strstr(page.html, "6 - 7 - 54 - 9 - 10 - 8"));
    assert_non_null(strstr(page.html, "933,00\u00a0HTG"));
    assert_int_equal(print_slip(arena, input("ticket", "{}"), &wish, &page), PRINT_NOTHING);
    assert_int_equal(print_slip(arena, input("ticket", "{\"state\":\"won\"}"), &wish, &page), PRINT_NOTHING);
}

/* The page may use the style sheet that is in it, and nothing else in the world. */
static void the_policy_fits_the_page(void **state)
{
    (void)state;
    const struct print_wish narrow = wish_of(48, PRINT_FRENCH), wide = wish_of(80, PRINT_FRENCH);
    struct print_page page, other;
    assert_int_equal(print_ticket(arena, input("ticket", "{}"), &narrow, &page), PRINT_DONE);
    assert_int_equal(print_ticket(arena, input("ticket", "{}"), &wide, &other), PRINT_DONE);
    const char *style = strstr(page.html, "<style>") + strlen("<style>"), *end = strstr(style, "</style>");
    unsigned char hash[crypto_hash_sha256_BYTES];
    char text[sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_ORIGINAL)];
    assert_int_equal(crypto_hash_sha256(hash, (const unsigned char *)style, (size_t)(end - style)), 0);
    (void)sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    assert_string_equal(page.policy,
                        arena_printf(arena,
                                     "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
                                     "form-action 'none'; frame-ancestors 'self'",
                                     text));
    assert_string_not_equal(page.policy, other.policy);
    static const char *const never[] = {
        "<script", "<img", "<link", " src=", " href=", " style=", "http:", "https:", "url(", "@import"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(page.html, never[i])) fail_msg("%s", never[i]);
}

static void json_that_is_none_of_ours_makes_no_page(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{}",
        "{\"number\":\"1\"}",
        "{\"number\":1,\"code\":\"A\",\"lines\":[{}],\"qr\":\"x\"}",
        "{\"number\":\"1\",\"code\":\"A\",\"lines\":[],\"qr\":\"x\"}",
        "{\"number\":\"1\",\"code\":\"A\",\"lines\":{},\"qr\":\"x\"}",
        "{\"number\":\"1\",\"code\":\"A\",\"lines\":[{}]}",
        "{\"number\":\"1\",\"code\":\"A\",\"lines\":[{}],\"qr\":\"\"}",
    };
    const struct print_wish wish = wish_of(58, PRINT_FRENCH);
    struct print_page page;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (print_ticket(arena, bad[i], &wish, &page) != PRINT_FAILED) fail_msg("a ticket of %s", bad[i]);
        if (print_till(arena, bad[i], &wish, &page) != PRINT_FAILED) fail_msg("a report of %s", bad[i]);
        if (print_slip(arena, bad[i], &wish, &page) == PRINT_DONE) fail_msg("a receipt of %s", bad[i]);
    }
}

/* Each member in turn becomes something of another type, at the top and one level down: a page or none, but no crash. */
static void members_of_any_type_are_borne(void **state)
{
    (void)state;
    static const char *const values[] = {
        "null", "true",         "-1", "9223372036854775807", "1.5", "\"\"", "\"<\\u0000\\ud83d\"",
        "[]",   "[null,[],{}]", "{}", "{\"a\":[]}"};
    static const struct {
        const char *json;
        print_function print;
    } papers[] = {{"twenty", print_ticket}, {"paid", print_slip}, {"report", print_till}};
    const struct print_wish wish = wish_of(48, PRINT_CREOLE);
    size_t pages = 0, none = 0;
    for (size_t p = 0; p < sizeof papers / sizeof *papers; p++) {
        struct json_object *object = json_tokener_parse(read_file(path_of(papers[p].json, "json")));
        const char *names[64];
        size_t count = 0;
        json_object_object_foreach(object, key, value)
        {
            (void)value;
            names[count++] = arena_copy(arena, key, strlen(key));
        }
        for (size_t n = 0; n < count; n++) {
            for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
                struct arena *small = arena_new(4096, 512 * 1024);
                struct json_object *copy = NULL;
                struct print_page page;
                assert_int_equal(json_object_deep_copy(object, &copy, NULL), 0);
                json_object_object_add(copy, names[n], json_tokener_parse(values[v]));
                if (papers[p].print(small, json_object_to_json_string(copy), &wish, &page) == PRINT_DONE) {
                    assert_own_tags(page.html);
                    pages++;
                } else {
                    none++;
                }
                json_object_put(copy);
                arena_free(small);
            }
        }
        json_object_put(object);
    }
    assert_true(pages > 300 && none > 30);
}

static void a_page_that_does_not_fit_is_none(void **state)
{
    (void)state;
    const struct print_wish wish = wish_of(58, PRINT_FRENCH);
    const char *json = input("twenty", "{}");
    struct print_page page;
    bool was_made = false;
    for (size_t limit = 0; limit < 512 * 1024 && !was_made; limit += 3000) {
        struct arena *small = arena_new(1024, limit);
        was_made = print_ticket(small, json, &wish, &page) == PRINT_DONE;
        if (was_made) assert_non_null(strstr(page.html, "</html>"));
        arena_free(small);
    }
    assert_true(was_made);
}

static void knows_its_rolls_and_languages(void **state)
{
    (void)state;
    assert_true(paper_has_width(48) && paper_has_width(58) && paper_has_width(80));
    assert_false(paper_has_width(0) || paper_has_width(57) || paper_has_width(-58) || paper_has_width(210));
    enum print_language language;
    assert_true(print_language_of("ht", &language));
    assert_int_equal(language, PRINT_CREOLE);
    assert_false(print_language_of("", &language) || print_language_of("FR", &language) ||
                 print_language_of("es", &language));
    for (int w = 0; w < WORD_COUNT; w++)
        for (int l = 0; l < PRINT_LANGUAGES; l++) {
            const char *word = print_word((enum print_language)l, (enum print_word)w);
            if (!word || (!*word && w != WORD_BINDING))
                fail_msg("word %d is missing in %s", w, print_language_code((enum print_language)l));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_paper_is_as_it_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(amounts_are_whole_to_the_last_centime, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_state_is_on_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_receipt_has_no_code_and_needs_a_reason, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_policy_fits_the_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_that_is_none_of_ours_makes_no_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(members_of_any_type_are_borne, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_page_that_does_not_fit_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(knows_its_rolls_and_languages, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
