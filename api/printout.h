/* SPDX-License-Identifier: MIT */
/* Printed paper over HTTP: as a page for the shop's printer, or as the JSON that it is made of. */
#ifndef HIPPO_API_PRINTOUT_H
#define HIPPO_API_PRINTOUT_H

#include "app_context.h"
#include "print.h"
#include "reply.h"
#include "request.h"
#include "sql_binding.h"

/* The query parameters that every printout takes. */
#define PRINTOUT_PARAMETERS "format", "width", "lang"

struct printout {
    struct sql_binding binding; /* whose answer is printed */
    print_function print;
    const char *format;  /* "html" or "json": when neither ?format= nor Accept says */
    const char *nothing; /* for the client, when the database has none; NULL: nothing to add */
};

/* Collects the values, runs the query, prints the answer and replies (Cache-Control: no-store). */
void printout_run(const struct app_context *app, struct request *request, struct reply *reply,
                  const struct printout *printout);

#endif
