/* SPDX-License-Identifier: MIT */
/* Printed paper as one self-contained HTML page: ticket, receipt, the till's report. The page depends only on the
 * database's JSON: no clock, no file, no network. */
#ifndef HIPPO_API_PRINT_H
#define HIPPO_API_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "print_words.h"

/* How to print a page. */
struct print_wish {
    int width_mm; /* of the roll: 48, 58 or 80 */
    enum print_language language;
    const char *host; /* of the site: for addresses without one */
};

/* A page, in the arena. */
struct print_page {
    const char *html;
    size_t length;
    const char *policy; /* its Content-Security-Policy, which lets it load and run nothing */
};

enum print_outcome {
    PRINT_DONE,
    PRINT_NOTHING, /* no such paper for this ticket: no receipt before something was paid */
    PRINT_FAILED,  /* the JSON is malformed, or the arena is used up */
};

/* The type of the functions below. `json` is an answer of the database. */
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
