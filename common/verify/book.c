/* SPDX-License-Identifier: MIT */
/* Arrays that double, and the report. */
#include "book.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

static void *grow(void *items, size_t count, size_t size);
static const char *keep_odds(struct book *book, const char *text);
static void report_round(const struct book_round *round, FILE *out);
static void report_chain(const struct book_chain *chain, FILE *out);

void book_free(struct book *book)
{
    for (size_t i = 0; i < book->round_count; i++)
        free(book->rounds[i].fault);
    for (size_t i = 0; i < book->chain_count; i++)
        free(book->chains[i].fault);
    for (size_t i = 0; i < book->odds_count; i++)
        free(book->odds[i]);
    free(book->rounds);
    free(book->chains);
    free(book->odds);
    free(book->fault);
}

struct book_round *book_add_round(struct book *book, const struct proof *proof)
{
    book->rounds = grow(book->rounds, book->round_count, sizeof *book->rounds);
    struct book_round *round = &book->rounds[book->round_count++];
    *round = (struct book_round){.has_result = proof->has_result};
    round->ticket.round = proof->round;
    round->ticket.phase = proof->phase;
    round->ticket.runners = proof->card.runner_count;
    memcpy(round->ticket.order, proof->order, sizeof proof->order);
    round->ticket.odds = keep_odds(book, proof->card.odds ? proof->card.odds : "");
    return round;
}

struct book_chain *book_add_chain(struct book *book)
{
    book->chains = grow(book->chains, book->chain_count, sizeof *book->chains);
    struct book_chain *chain = &book->chains[book->chain_count++];
    *chain = (struct book_chain){0};
    return chain;
}

struct book_round *book_find_round(const struct book *book, int64_t round)
{
    size_t low = 0, high = book->round_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (book->rounds[middle].ticket.round == round) return &book->rounds[middle];
        if (book->rounds[middle].ticket.round < round)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void book_fault(char **fault, const char *format, ...)
{
    if (*fault) return;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(fault, format, arguments) < 0) fatal("reason=\"out of memory\"");
    va_end(arguments);
}

bool book_report(const struct book *book, FILE *out)
{
    bool holds = !book->fault;
    for (size_t i = 0; i < book->round_count; i++) {
        report_round(&book->rounds[i], out);
        holds = holds && !book->rounds[i].fault;
    }
    for (size_t i = 0; i < book->chain_count; i++) {
        report_chain(&book->chains[i], out);
        holds = holds && !book->chains[i].fault;
    }
    if (book->fault) (void)fprintf(out, "file DOES NOT HOLD: %s\n", book->fault);
    return holds;
}

static void report_round(const struct book_round *round, FILE *out)
{
    (void)fprintf(out, "round %" PRId64 " ", round->ticket.round);
    if (round->fault) {
        (void)fprintf(out, "DOES NOT HOLD: %s\n", round->fault);
        return;
    }
    if (round->ticket.phase == PROOF_OPEN)
        (void)fputs("is not over", out);
    else if (!round->has_result)
        (void)fputs("was void, and its secret is lost", out);
    else
        (void)fputs(round->ticket.phase == PROOF_VOID ? "holds, void:" : "holds:", out);
    for (size_t i = 0; round->has_result && i < round->ticket.runners; i++)
        (void)fprintf(out, "%c%u", i > 0 ? '-' : ' ', round->ticket.order[i]);
    if (round->has_totals)
        (void)fprintf(out, ", tickets %" PRId64 ", stakes %" PRId64 ", prizes %" PRId64, round->tickets,
                      round->stakes, round->prizes);
    (void)fputc('\n', out);
}

static void report_chain(const struct book_chain *chain, FILE *out)
{
    if (chain->scope == 0)
        (void)fputs("journal of the house ", out);
    else
        (void)fprintf(out, "journal of till %" PRId64 " ", chain->scope);
    if (chain->fault)
        (void)fprintf(out, "DOES NOT HOLD: %s\n", chain->fault);
    else
        (void)fprintf(out, "holds: entries %" PRId64 " to %" PRId64 "\n", chain->first, chain->last);
}

/* Room for one more: capacities are powers of two. */
static void *grow(void *items, size_t count, size_t size)
{
    if (count & (count - 1)) return items;
    void *more = reallocarray(items, count ? 2 * count : 1, size);
    if (!more) fatal("reason=\"out of memory\"");
    return more;
}

static const char *keep_odds(struct book *book, const char *text)
{
    for (size_t i = book->odds_count; i > 0; i--)
        if (strcmp(book->odds[i - 1], text) == 0) return book->odds[i - 1];
    book->odds = grow(book->odds, book->odds_count, sizeof *book->odds);
    char *copy = strdup(text);
    if (!copy) fatal("reason=\"out of memory\"");
    return book->odds[book->odds_count++] = copy;
}
