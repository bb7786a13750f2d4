/* SPDX-License-Identifier: MIT */
/* Which request goes to which handler, and who may ask. */
#ifndef HIPPO_API_ROUTE_H
#define HIPPO_API_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "app_context.h"
#include "reply.h"
#include "request.h"
#include "role.h"

#define ROUTE_PARAMETERS_MAX 6

/* The query is parsed and its names are checked before the handler runs; values are the handler's business.
 */
typedef void (*route_handler)(const struct app_context *app, struct request *request, struct reply *reply);

struct route {
    enum request_method method; /* REQUEST_GET serves HEAD too */
    const char *pattern;        /* "/api/v1/rounds/{id}": a segment in braces takes any non-empty segment */
    enum role role;
    route_handler handler;
    const char *parameters[ROUTE_PARAMETERS_MAX + 1]; /* of the query; NULL-terminated */
};

/* The table; literal patterns stand before those that would take them too. */
extern const struct route routes[];
extern const size_t route_count;

/* The route for this method and path, with request->capture set. NULL: none; then `allow` lists the methods
 * that the path does take, "" when there is no such path. */
const struct route *route_find(const struct route *table, size_t count, struct request *request,
                               char allow[REPLY_METHODS_MAX]);

/* `METHOD path role`, a line for each row. The process's exit status. */
int route_print(FILE *file) __attribute__((warn_unused_result));

/* Finds, checks, calls. The reply is always filled. What changes something must come from a page of our own and be
 * JSON: a browser lets no other site send that without asking us first. */
void route_dispatch(const struct app_context *app, struct request *request, struct reply *reply);

#endif
