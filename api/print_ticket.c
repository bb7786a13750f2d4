/* SPDX-License-Identifier: MIT */
/* The content of a ticket in its order: first what it is worth, last how to verify it. */
#include "print.h"

#include <string.h>

#include "print_facts.h"
#include "print_paper.h"
#include "print_sheet.h"

#define CODE_GROUP 4

/* The note that each state of a ticket prints, and its amount. Sold: none. */
static const struct state {
    const char *name;
    enum print_word title;
    const char *amount; /* a member; NULL: none */
    bool is_worthless;
} states[] = {
    {"voided", WORD_STATE_VOIDED, NULL, true},   {"lost", WORD_STATE_LOST, NULL, true},
    {"won", WORD_STATE_WON, "prize", false},     {"refundable", WORD_STATE_REFUNDABLE, "stake", false},
    {"paid", WORD_STATE_PAID, "prize", true},    {"refunded", WORD_STATE_REFUNDED, "stake", true},
    {"expired", WORD_STATE_EXPIRED, NULL, true},
};

static enum print_outcome write_ticket(struct sheet *sheet);
static void write_marks(struct sheet *sheet);
static void write_what(struct sheet *sheet);
static void write_line(struct sheet *sheet, struct json_object *line);
static void write_runners(struct sheet *sheet, struct json_object *line, struct json_object *names);
static void write_totals(struct sheet *sheet);
static void write_proof(struct sheet *sheet);
static struct json_object *find_names(const struct sheet *sheet, struct json_object *line);
static const char *grouped(const struct sheet *sheet, const char *code);
static const char *address(const struct sheet *sheet, const char *path);

enum print_outcome print_ticket(struct arena *arena, const char *json, const struct print_wish *wish,
                                struct print_page *page)
{
    return sheet_make(arena, json, NULL, wish, page, write_ticket);
}

static enum print_outcome write_ticket(struct sheet *sheet)
{
    struct json_object *json = sheet->json, *lines = facts_member(json, "lines");
    struct paper *paper = &sheet->paper;
    if (!*facts_text(json, "number") || !*facts_text(json, "code") || facts_count(lines) == 0)
        return PRINT_FAILED;
    sheet->title = facts_join(&sheet->facts, sheet_say(sheet, WORD_TICKET), " ", facts_text(json, "number"));
    sheet_head(sheet, facts_member(json, "till"));
    write_marks(sheet);
    write_what(sheet);
    for (size_t i = 0; i < facts_count(lines); i++) {
        if (i > 0) paper_dashes(paper);
        write_line(sheet, json_object_array_get_idx(lines, i));
    }
    paper_rule(paper);
    write_totals(sheet);
    paper_rule(paper);
    if (!paper_qr(paper, facts_text(json, "qr"))) return PRINT_FAILED;
    write_proof(sheet);
    return PRINT_DONE;
}

/* In a heavy frame: that this is a duplicate, or that the ticket is no longer worth anything. */
static void write_marks(struct sheet *sheet)
{
    struct json_object *json = sheet->json, *paid = facts_member(json, "paid");
    int64_t copy = facts_number(json, "copy");
    if (copy > 0) paper_box(&sheet->paper, sheet_say_number(sheet, WORD_DUPLICATE, copy), "", "");
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        const struct state *state = &states[i];
        if (!facts_is(json, "state", state->name)) continue;
        const char *title = sheet_say(sheet, state->title);
        if (state->amount)
            title = facts_join(&sheet->facts, title, " ", sheet_money(sheet, json, state->amount));
        const char *first = state->is_worthless ? sheet_say(sheet, WORD_WORTHLESS) : "";
        if (paid)
            paper_box(&sheet->paper, title, sheet_time(sheet, json, "paidAtLocal"),
                      sheet_place(sheet, facts_member(paid, "till")));
        else
            paper_box(&sheet->paper, title, first, "");
    }
}

static void write_what(struct sheet *sheet)
{
    struct json_object *json = sheet->json;
    struct paper *paper = &sheet->paper;
    paper_centre(paper, PAPER_SMALL, sheet_say(sheet, WORD_TICKET));
    paper_centre(paper, PAPER_NUMBER, facts_text(json, "number"));
    paper_centre(paper, PAPER_SMALL, sheet_say(sheet, WORD_CODE));
    paper_centre(paper, PAPER_NUMBER, grouped(sheet, facts_text(json, "code")));
    paper_rule(paper);
    paper_centre(paper, PAPER_TITLE, sheet_say_number(sheet, WORD_RACE, facts_number(json, "roundId")));
    sheet_pair(sheet, WORD_START, sheet_time(sheet, json, "raceTimeLocal"));
    sheet_pair(sheet, WORD_SOLD, sheet_time(sheet, json, "soldAtLocal"));
    sheet_pair(sheet, WORD_ZONE, facts_join(&sheet->facts, "UTC", "", facts_text(json, "utcOffset")));
    paper_rule(paper);
}

static void write_line(struct sheet *sheet, struct json_object *line)
{
    const struct facts *facts = &sheet->facts;
    struct json_object *names = find_names(sheet, line);
    const char *market = facts_text(names, "marketName");
    if (!*market) market = facts_text(line, "market");
    const char *what = arena_printf(facts->arena, "%lld. %s", (long long)facts_number(line, "line"), market);
    const char *odds =
        facts_join(facts, sheet_say(sheet, WORD_ODDS), " ", facts_odds(facts, facts_number(line, "odds")));
    paper_pair(&sheet->paper, PAPER_TEXT, what ? what : "", odds);
    write_runners(sheet, line, names);
    const char *stake = facts_join(facts, sheet_say(sheet, WORD_STAKE), " ",
                                   facts_amount(facts, facts_number(line, "stake")));
    const char *prize = facts_join(facts, sheet_say(sheet, WORD_PRIZE), " ",
                                   facts_amount(facts, facts_number(line, "prize")));
    paper_pair(&sheet->paper, PAPER_TEXT, stake, prize);
}

/* The runners of the selection; its text if it has none. */
static void write_runners(struct sheet *sheet, struct json_object *line, struct json_object *names)
{
    struct json_object *runners = facts_member(names, "runners");
    for (size_t i = 0; i < facts_count(runners); i++) {
        struct json_object *runner = json_object_array_get_idx(runners, i);
        if (i > 0 && facts_is(line, "market", "duel"))
            paper_left(&sheet->paper, PAPER_SMALL, sheet_say(sheet, WORD_BEATS));
        const char *number =
            arena_printf(sheet->facts.arena, "%lld", (long long)facts_number(runner, "number"));
        paper_runner(&sheet->paper, number ? number : "", facts_text(runner, "name"));
    }
    if (facts_count(runners) > 0) return;
    const char *selection = facts_text(line, "selection");
    if (strcmp(selection, "even") == 0) selection = sheet_say(sheet, WORD_EVEN);
    if (strcmp(selection, "odd") == 0) selection = sheet_say(sheet, WORD_ODD);
    paper_left(&sheet->paper, PAPER_STRONG, selection);
}

static void write_totals(struct sheet *sheet)
{
    struct json_object *json = sheet->json;
    struct paper *paper = &sheet->paper;
    int64_t sum = 0;
    for (size_t i = 0; i < facts_count(facts_member(json, "lines")); i++)
        sum += facts_number(json_object_array_get_idx(facts_member(json, "lines"), i), "prize");
    paper_pair(paper, PAPER_LARGE, sheet_say(sheet, WORD_TOTAL_STAKE), sheet_money(sheet, json, "stake"));
    paper_pair(paper, PAPER_LARGE, sheet_say(sheet, WORD_MAX_PRIZE), sheet_money(sheet, json, "maxPrize"));
    if (facts_number(json, "maxPrize") < sum)
        paper_left(paper, PAPER_SMALL, sheet_say(sheet, WORD_MAX_PRIZE_NOTE));
}

/* How long it is valid, where the rules are, and all that a player needs to verify the race. */
static void write_proof(struct sheet *sheet)
{
    struct json_object *json = sheet->json;
    struct paper *paper = &sheet->paper;
    struct arena *arena = sheet->facts.arena;
    const char *valid =
        arena_printf(arena, "%s %s", sheet_say_number(sheet, WORD_VALID, facts_number(json, "validDays")),
                     sheet_say(sheet, WORD_VALID_DAYS));
    const char *proof =
        arena_printf(arena, "/api/v1/rounds/%lld/proof", (long long)facts_number(json, "roundId"));
    paper_centre(paper, PAPER_STRONG, valid ? valid : "");
    paper_centre(paper, PAPER_STRONG, facts_text(json, "notice"));
    paper_rule(paper);
    paper_hash(paper, sheet_say(sheet, WORD_COMMITMENT), facts_text(json, "commitment"));
    paper_hash(paper, sheet_say(sheet, WORD_CARD), facts_text(json, "cardHash"));
    if (*facts_text(json, "beacon"))
        paper_hash(paper, sheet_say(sheet, WORD_BEACON), facts_text(json, "beacon"));
    paper_left(paper, PAPER_SMALL, sheet_say(sheet, WORD_VERIFY));
    paper_address(paper, address(sheet, proof ? proof : ""));
    paper_left(paper, PAPER_SMALL, sheet_say(sheet, WORD_RULES));
    paper_address(paper, address(sheet, facts_text(json, "rulesUrl")));
    paper_left(paper, PAPER_SMALL, sheet_say(sheet, WORD_BINDING));
    paper_pair(paper, PAPER_SMALL, sheet_say(sheet, WORD_CASHIER),
               sheet_person(facts_member(json, "cashier")));
}

static struct json_object *find_names(const struct sheet *sheet, struct json_object *line)
{
    struct json_object *names = facts_member(sheet->json, "names");
    for (size_t i = 0; i < facts_count(names); i++) {
        struct json_object *each = json_object_array_get_idx(names, i);
        if (facts_number(each, "line") == facts_number(line, "line")) return each;
    }
    return NULL;
}

/* "ABCDEFGH" as "ABCD EFGH", easier to read and type. */
static const char *grouped(const struct sheet *sheet, const char *code)
{
    size_t length = strlen(code), used = 0;
    char *text = arena_alloc(sheet->facts.arena, length + length / CODE_GROUP + 1);
    if (!text) return "";
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && i % CODE_GROUP == 0) text[used++] = ' ';
        text[used++] = code[i];
    }
    return text;
}

/* The host before one of our paths. */
static const char *address(const struct sheet *sheet, const char *path)
{
    return *path == '/' ? facts_join(&sheet->facts, sheet->wish->host, "", path) : path;
}
