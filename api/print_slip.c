/* SPDX-License-Identifier: MIT */
/* The receipt of a payment, refund or annulment. It is not a ticket, so the ticket's code is not on it. */
#include "print.h"

#include "print_facts.h"
#include "print_paper.h"
#include "print_sheet.h"

static enum print_outcome write_slip(struct sheet *sheet);
static void write_annulment(struct sheet *sheet);
static void write_payment(struct sheet *sheet, struct json_object *paid);
static void write_result(struct sheet *sheet);
static void write_won(struct sheet *sheet);

enum print_outcome print_slip(struct arena *arena, const char *json, const struct print_wish *wish,
                              struct print_page *page)
{
    return sheet_make(arena, json, NULL, wish, page, write_slip);
}

static enum print_outcome write_slip(struct sheet *sheet)
{
    struct json_object *json = sheet->json, *paid = facts_member(json, "paid");
    struct paper *paper = &sheet->paper;
    bool is_void = facts_is(json, "state", "voided"), is_refund = facts_is(paid, "kind", "refund");
    if (!*facts_text(json, "number")) return PRINT_FAILED;
    if (!is_void && !paid) return PRINT_NOTHING;
    const char *title = sheet_say(sheet, is_void     ? WORD_SLIP_VOID
                                         : is_refund ? WORD_SLIP_REFUND
                                                     : WORD_SLIP_PAY);
    sheet->title = facts_join(&sheet->facts, title, " ", facts_text(json, "number"));
    sheet_head(sheet, facts_member(is_void ? json : paid, "till"));
    paper_centre(paper, PAPER_TITLE, title);
    paper_centre(paper, PAPER_SMALL, sheet_say(sheet, WORD_TICKET));
    paper_centre(paper, PAPER_NUMBER, facts_text(json, "number"));
    paper_rule(paper);
    paper_centre(paper, PAPER_TITLE, sheet_say_number(sheet, WORD_RACE, facts_number(json, "roundId")));
    if (is_void)
        write_annulment(sheet);
    else
        write_payment(sheet, paid);
    paper_signature(paper, sheet_say(sheet, WORD_SIGNATURE_CLIENT));
    return PRINT_DONE;
}

static void write_annulment(struct sheet *sheet)
{
    struct json_object *json = sheet->json;
    struct paper *paper = &sheet->paper;
    sheet_pair(sheet, WORD_SOLD, sheet_time(sheet, json, "soldAtLocal"));
    sheet_pair(sheet, WORD_STATE_VOIDED, sheet_time(sheet, json, "closedAtLocal"));
    sheet_pair(sheet, WORD_CASHIER, sheet_person(facts_member(json, "cashier")));
    paper_rule(paper);
    paper_pair(paper, PAPER_LARGE, sheet_say(sheet, WORD_CASH_OUT), sheet_money(sheet, json, "stake"));
    paper_rule(paper);
}

static void write_payment(struct sheet *sheet, struct json_object *paid)
{
    struct json_object *json = sheet->json;
    struct paper *paper = &sheet->paper;
    int64_t amount = facts_number(paid, "amount"), cash = facts_number(paid, "cash");
    bool is_refund = facts_is(paid, "kind", "refund");
    if (is_refund)
        paper_centre(paper, PAPER_TEXT, sheet_say(sheet, WORD_ROUND_VOID));
    else
        write_result(sheet);
    paper_rule(paper);
    if (!is_refund) write_won(sheet);
    sheet_pair(sheet, is_refund ? WORD_STAKE : WORD_WON, facts_money(&sheet->facts, amount));
    if (cash != amount) sheet_pair(sheet, WORD_ROUNDING, facts_money(&sheet->facts, cash - amount));
    paper_pair(paper, PAPER_LARGE, sheet_say(sheet, is_refund ? WORD_STATE_REFUNDED : WORD_STATE_PAID),
               facts_money(&sheet->facts, cash));
    paper_rule(paper);
    sheet_pair(sheet, WORD_DATE, sheet_time(sheet, json, "paidAtLocal"));
    sheet_pair(sheet, WORD_CASHIER, sheet_person(facts_member(paid, "by")));
    sheet_pair(sheet, WORD_SOLD_AT, sheet_place(sheet, facts_member(json, "till")));
    sheet_pair(sheet, WORD_NOTE, facts_text(paid, "note"));
}

static void write_result(struct sheet *sheet)
{
    struct json_object *result = facts_member(sheet->json, "result"), *order = facts_member(result, "order");
    struct json_object *winner = facts_member(result, "winner");
    struct arena *arena = sheet->facts.arena;
    const char *text = "";
    for (size_t i = 0; i < facts_count(order); i++) {
        int64_t number = json_object_get_int64(json_object_array_get_idx(order, i));
        text = arena_printf(arena, "%s%s%lld", text, i > 0 ? " - " : "", (long long)number);
        if (!text) return;
    }
    sheet_pair(sheet, WORD_RESULT, text);
    if (!winner) return;
    const char *number = arena_printf(arena, "%lld", (long long)facts_number(winner, "number"));
    paper_runner(&sheet->paper, number ? number : "", facts_text(winner, "name"));
}

/* The lines that won, each with its prize as it was printed when it was sold. */
static void write_won(struct sheet *sheet)
{
    struct json_object *lines = facts_member(sheet->json, "lines"),
                       *names = facts_member(sheet->json, "names");
    for (size_t i = 0; i < facts_count(lines); i++) {
        struct json_object *line = json_object_array_get_idx(lines, i);
        struct json_object *name = i < facts_count(names) ? json_object_array_get_idx(names, i) : NULL;
        if (!json_object_get_boolean(facts_member(line, "won"))) continue;
        const char *what =
            arena_printf(sheet->facts.arena, "%lld. %s %s", (long long)facts_number(line, "line"),
                         facts_text(name, "marketName"), facts_text(line, "selection"));
        paper_pair(&sheet->paper, PAPER_TEXT, what ? what : "",
                   facts_amount(&sheet->facts, facts_number(line, "prize")));
    }
}
