/* SPDX-License-Identifier: MIT */
/* Which request goes to which handler, and which role it needs. */
#ifndef HIPPO_API_ROUTE_H
#define HIPPO_API_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "app_context.h"
#include "reply.h"
#include "request.h"
#include "role.h"

#define ROUTE_PARAMETERS_MAX 13

/* The query is parsed and its names are checked before the handler runs; the handler checks the values. */
typedef void (*route_handler)(const struct app_context *app, struct request *request, struct reply *reply);

struct route {
    enum request_method method; /* REQUEST_GET serves HEAD too */
    const char *pattern;        /* "/api/v1/rounds/{id}": a segment in braces takes any non-empty segment */
    enum role role;
    route_handler handler;
    const char *parameters[ROUTE_PARAMETERS_MAX + 1]; /* of the query; NULL-terminated */
};

/* The table; a literal pattern stands before a {…} pattern that would match it too. */
extern const struct route routes[];
extern const size_t route_count;

/* The route for this method and path, with request->capture set. NULL: none; then `allow` lists the methods of the path,
 * "" when there is no such path. */
const struct route *route_find(const struct route *table, size_t count, struct request *request,
                               char allow[REPLY_METHODS_MAX]);

/* `METHOD path role`, a line for each row. The process's exit status. */
int route_print(FILE *file) __attribute__((warn_unused_result));

/* Finds the route, checks origin, role and query, and calls the handler. The reply is always filled. A request that
 * changes something must be JSON, which browsers send to other sites only after a preflight; a browser's must also come
 * from a page of our own. */
void route_dispatch(const struct app_context *app, struct request *request, struct reply *reply);

#endif
