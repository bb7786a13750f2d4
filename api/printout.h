/* SPDX-License-Identifier: MIT */
/* Printed paper over HTTP: as a page for the shop's printer, or as the JSON that it is made of. */
#ifndef HIPPO_API_PRINTOUT_H
#define HIPPO_API_PRINTOUT_H

#include "call.h"
#include "print.h"
#include "reply.h"
#include "request.h"
#include "services.h"

/* The query parameters that every printout takes. */
#define PRINTOUT_PARAMETERS "format", "width", "lang"

struct printout {
    struct call call; /* whose answer is printed */
    print_function print;
    const char *format;  /* "html" or "json": when neither ?format= nor Accept says */
    const char *nothing; /* for the client, when the database has none; NULL: nothing to add */
};

/* Collects, asks, prints, replies. Never to be kept by anybody. */
void printout_run(const struct services *services, struct request *request, struct reply *reply,
                  const struct printout *printout);

#endif
