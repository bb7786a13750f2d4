/* SPDX-License-Identifier: MIT */
/* What comes out of a shop's printer, as one HTML page that needs nothing else: ticket, receipt, the till's report.
 * From the database's JSON to the page and nothing besides: no clock, no file, no network. */
#ifndef HIPPO_API_PRINT_H
#define HIPPO_API_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "print_words.h"

/* How a page is wanted. */
struct print_wish {
    int width_mm; /* of the roll: 48, 58 or 80 */
    enum print_language language;
    const char *host; /* where players find the house: before addresses that have none of their own */
};

/* A page, in the arena. */
struct print_page {
    const char *html;
    size_t length;
    const char *policy; /* the Content-Security-Policy that it lives under: it loads and runs nothing */
};

enum print_outcome {
    PRINT_DONE,
    PRINT_NOTHING, /* there is no such paper for this ticket: no receipt before something was paid */
    PRINT_FAILED,  /* the JSON is not what it should be, or the page is larger than the arena allows */
};

/* All printers look like this. `json` is an answer of the database. */
typedef enum print_outcome (*print_function)(struct arena *arena, const char *json,
                                             const struct print_wish *wish, struct print_page *page);

/* A ticket, or its duplicate: api.ticket_print, api.ticket_copy. */
enum print_outcome print_ticket(struct arena *arena, const char *json, const struct print_wish *wish,
                                struct print_page *page) __attribute__((warn_unused_result));

/* The receipt of its payment, refund or annulment: api.ticket_print. */
enum print_outcome print_slip(struct arena *arena, const char *json, const struct print_wish *wish,
                              struct print_page *page) __attribute__((warn_unused_result));

/* The X or Z report of a till: api.till_report. */
enum print_outcome print_till(struct arena *arena, const char *json, const struct print_wish *wish,
                              struct print_page *page) __attribute__((warn_unused_result));

bool print_has_width(int width_mm);

#endif
