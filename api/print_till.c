/* SPDX-License-Identifier: MIT */
/* The till's report: what went through it, what should be in it and, once counted, what was. Before the count a cashier's
 * has no sums: what the JSON does not tell is not on the paper. */
#include "print.h"

#include "print_facts.h"
#include "print_paper.h"
#include "print_sheet.h"

static enum print_outcome write_report(struct sheet *sheet);
static void write_counted_total(struct sheet *sheet, struct json_object *totals, enum print_word word,
                                const char *name);
static void write_movements(struct sheet *sheet, struct json_object *totals);
static void write_count(struct sheet *sheet, struct json_object *count);
static void write_correction(struct sheet *sheet, struct json_object *correction);
static const char *signed_money(const struct sheet *sheet, int64_t amount);

enum print_outcome print_till(struct arena *arena, const char *json, const struct print_wish *wish,
                              struct print_page *page)
{
    return sheet_make(arena, json, "paper", wish, page, write_report);
}

static enum print_outcome write_report(struct sheet *sheet)
{
    struct json_object *json = sheet->json, *totals = facts_member(json, "totals");
    struct json_object *count = facts_member(json, "count"), *journal = facts_member(json, "journal");
    struct json_object *correction = facts_member(json, "correction");
    struct paper *paper = &sheet->paper;
    bool is_z = facts_is(json, "report", "Z");
    if (!totals || !sheet->house) return PRINT_FAILED;
    const char *title = sheet_say(sheet, is_z ? WORD_REPORT_Z : WORD_REPORT_X);
    sheet->title =
        sheet_say_number(sheet, is_z ? WORD_REPORT_Z : WORD_REPORT_X, facts_number(json, "sessionId"));
    sheet_head(sheet, facts_member(json, "till"));
    paper_centre(paper, PAPER_TITLE, title);
    paper_centre(paper, PAPER_TEXT, sheet_say_number(sheet, WORD_SESSION, facts_number(json, "sessionId")));
    sheet_pair(sheet, WORD_CASHIER, sheet_person(facts_member(json, "cashier")));
    sheet_pair(sheet, WORD_OPENED, sheet_time(sheet, sheet->house, "openedAtLocal"));
    sheet_pair(sheet, WORD_CLOSED, sheet_time(sheet, sheet->house, "closedAtLocal"));
    sheet_pair(sheet, WORD_CLOSED_BY, sheet_person(facts_member(json, "closedBy")));
    sheet_pair(sheet, WORD_PRINTED, sheet_time(sheet, sheet->house, "nowLocal"));
    paper_rule(paper);
    sheet_pair(sheet, WORD_FLOAT, facts_amount(&sheet->facts, facts_number(totals, "float")));
    write_movements(sheet, totals);
    paper_rule(paper);
    if (facts_member(totals, "expectedCash"))
        paper_pair(paper, PAPER_LARGE, sheet_say(sheet, WORD_EXPECTED),
                   sheet_money(sheet, totals, "expectedCash"));
    if (count) write_count(sheet, count);
    sheet_pair(sheet, WORD_REASON, facts_text(json, "reason"));
    if (correction) write_correction(sheet, correction);
    paper_rule(paper);
    paper_hash(paper, sheet_say_number(sheet, WORD_JOURNAL, facts_number(journal, "entry")),
               facts_text(journal, "hash"));
    if (!is_z) return PRINT_DONE;
    paper_signature(paper, sheet_say(sheet, WORD_SIGNATURE_CASHIER));
    paper_signature(paper, sheet_say(sheet, WORD_SIGNATURE_SUPERVISOR));
    return PRINT_DONE;
}

static void write_movements(struct sheet *sheet, struct json_object *totals)
{
    static const struct {
        enum print_word word;
        const char *name;
    } rows[] = {
        {WORD_DEPOSITS, "deposits"},  {WORD_WITHDRAWALS, "withdrawals"}, {WORD_CASH_INS, "cashIn"},
        {WORD_CASH_OUTS, "cashOut"},  {WORD_SUPPLIES, "supplies"},       {WORD_DROPS, "drops"},
        {WORD_ROUNDINGS, "rounding"},
    };
    write_counted_total(sheet, totals, WORD_SALES, "sales");
    write_counted_total(sheet, totals, WORD_VOIDS, "voids");
    write_counted_total(sheet, totals, WORD_PAYMENTS, "payments");
    write_counted_total(sheet, totals, WORD_REFUNDS, "refunds");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (facts_member(totals, rows[i].name))
            sheet_pair(sheet, rows[i].word, facts_amount(&sheet->facts, facts_number(totals, rows[i].name)));
    if (facts_number(facts_member(totals, "reversals"), "count") > 0)
        write_counted_total(sheet, totals, WORD_REVERSALS, "reversals");
}

static void write_counted_total(struct sheet *sheet, struct json_object *totals, enum print_word word,
                                const char *name)
{
    const struct facts *facts = &sheet->facts;
    struct json_object *total = facts_member(totals, name);
    const char *label = arena_printf(facts->arena, "%s (%s)", sheet_say(sheet, word),
                                     facts_count_text(facts, facts_number(total, "count")));
    bool has_amount = facts_member(total, "amount") != NULL;
    paper_pair(&sheet->paper, PAPER_TEXT, label ? label : "",
               has_amount ? facts_amount(facts, facts_number(total, "amount")) : "");
}

static void write_count(struct sheet *sheet, struct json_object *count)
{
    const struct facts *facts = &sheet->facts;
    struct json_object *counts = facts_member(count, "counts");
    paper_pair(&sheet->paper, PAPER_LARGE, sheet_say(sheet, WORD_COUNTED),
               sheet_money(sheet, count, "counted"));
    paper_pair(&sheet->paper, PAPER_LARGE, sheet_say(sheet, WORD_VARIANCE),
               signed_money(sheet, facts_number(count, "variance")));
    paper_dashes(&sheet->paper);
    if (!json_object_is_type(counts, json_type_object)) return;
    json_object_object_foreach(counts, denomination, pieces)
    {
        int64_t each = 0, number = json_object_get_int64(pieces), sum;
        for (const char *at = denomination; *at >= '0' && *at <= '9' && each < INT64_MAX / 10 - 1; at++)
            each = each * 10 + (*at - '0');
        if (number == 0 || __builtin_mul_overflow(each, number, &sum)) continue;
        const char *label =
            arena_printf(facts->arena, "%s × %s", facts_count_text(facts, number), facts_amount(facts, each));
        paper_pair(&sheet->paper, PAPER_TEXT, label ? label : "", facts_amount(facts, sum));
    }
}

static void write_correction(struct sheet *sheet, struct json_object *correction)
{
    paper_dashes(&sheet->paper);
    paper_pair(&sheet->paper, PAPER_LARGE, sheet_say(sheet, WORD_CORRECTED),
               sheet_money(sheet, correction, "counted"));
    sheet_pair(sheet, WORD_VARIANCE, signed_money(sheet, facts_number(correction, "variance")));
    sheet_pair(sheet, WORD_CORRECTED_BY, sheet_person(facts_member(correction, "by")));
    sheet_pair(sheet, WORD_REASON, facts_text(correction, "reason"));
}

static const char *signed_money(const struct sheet *sheet, int64_t amount)
{
    return facts_join(&sheet->facts, amount > 0 ? "+" : "", "", facts_money(&sheet->facts, amount));
}
