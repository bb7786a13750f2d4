/* SPDX-License-Identifier: MIT */
/* Printed paper as one self-contained HTML page: ticket, receipt, the till's report. The page depends only on the
 * database's JSON: no clock, no file, no network. */
#ifndef HIPPO_API_PRINT_H
#define HIPPO_API_PRINT_H

#include "arena.h"
#include "print_page.h"

/* The type of the functions below. `json` is an answer of the database. */
typedef enum print_outcome (*print_function)(struct arena *arena, const char *json,
                                             const struct print_wish *wish, struct print_page *page);

/* A ticket, or its duplicate: api.ticket_print, api.ticket_copy. */
enum print_outcome print_ticket(struct arena *arena, const char *json, const struct print_wish *wish,
                                struct print_page *page) __attribute__((warn_unused_result));

/* The receipt of its payment, refund or annulment: api.ticket_slip. */
enum print_outcome print_slip(struct arena *arena, const char *json, const struct print_wish *wish,
                              struct print_page *page) __attribute__((warn_unused_result));

/* The X or Z report of a till: api.till_report. */
enum print_outcome print_till(struct arena *arena, const char *json, const struct print_wish *wish,
                              struct print_page *page) __attribute__((warn_unused_result));

#endif
