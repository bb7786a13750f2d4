/* SPDX-License-Identifier: MIT */
/* The route table and its dispatcher. */
#include "route.h"

#include <stdio.h>
#include <string.h>

#include "contract.h"
#include "house.h"
#include "rounds.h"
#include "winners.h"

static bool matches(const char *pattern, const char *path, const char **capture, size_t *capture_length);
static void add_method(char allow[REPLY_METHODS_MAX], enum request_method method);

const struct route routes[] = {
    {REQUEST_GET, "/api/v1/health", ROLE_ANYONE, house_health, {NULL}},
    {REQUEST_GET, "/api/v1/config", ROLE_ANYONE, house_config, {NULL}},
    {REQUEST_GET, "/api/v1/keepalive", ROLE_ANYONE, house_keepalive, {NULL}},
    {REQUEST_GET, "/api/v1/openapi.yaml", ROLE_ANYONE, contract_get, {NULL}},
    {REQUEST_GET, "/api/v1/rounds", ROLE_ANYONE, rounds_list, {"before", "limit", NULL}},
    {REQUEST_GET, "/api/v1/rounds/current", ROLE_ANYONE, rounds_current, {NULL}},
    {REQUEST_GET, "/api/v1/rounds/{id}", ROLE_ANYONE, rounds_get, {NULL}},
    {REQUEST_GET, "/api/v1/rounds/{id}/proof", ROLE_ANYONE, rounds_proof, {NULL}},
    {REQUEST_GET, "/api/v1/winners", ROLE_ANYONE, winners_list, {"limit", NULL}},
};
const size_t route_count = sizeof routes / sizeof *routes;

const struct route *route_find(const struct route *table, size_t count, struct request *request,
                               char allow[REPLY_METHODS_MAX])
{
    allow[0] = '\0';
    enum request_method method = request->method == REQUEST_HEAD ? REQUEST_GET : request->method;
    for (size_t i = 0; i < count; i++) {
        const char *capture;
        size_t length;
        if (!matches(table[i].pattern, request->path, &capture, &length)) continue;
        if (table[i].method != method) {
            add_method(allow, table[i].method);
            continue;
        }
        request->capture = capture ? arena_copy(request->arena, capture, length) : NULL;
        return &table[i];
    }
    return NULL;
}

bool route_is_open(enum role wanted, enum role actual)
{
    switch (wanted) {
    case ROLE_ANYONE:
        return true;
    case ROLE_SIGNED_IN:
        return actual >= ROLE_SIGNED_IN;
    case ROLE_CASHIER:
        return actual == ROLE_CASHIER || actual == ROLE_SUPERVISOR;
    case ROLE_SUPERVISOR:
    case ROLE_ADMIN:
        return actual == wanted;
    case ROLE_AUDITOR:
        return actual == ROLE_AUDITOR || actual == ROLE_ADMIN;
    case ROLE_NOBODY:
        break;
    }
    return false;
}

void route_dispatch(const struct services *services, struct request *request, struct reply *reply)
{
    char allow[REPLY_METHODS_MAX];
    struct fault fault = {.problem = PROBLEM_NOT_FOUND,
                          .detail = "No such address; openapi.yaml lists them."};
    /* No route asks for more yet; a session will say who this is. */
    const enum role actual = ROLE_ANYONE;
    const struct route *route = route_find(routes, route_count, request, allow);
    if (!route && *allow)
        fault = (struct fault){.problem = PROBLEM_METHOD_NOT_ALLOWED};
    else if (route && !route_is_open(route->role, actual))
        fault = (struct fault){.problem = actual == ROLE_ANYONE ? PROBLEM_NOT_SIGNED_IN : PROBLEM_FORBIDDEN};
    else if (route && request_parse_query(request, route->parameters, &fault)) {
        route->handler(services, request, reply);
        return;
    }
    reply_fault(reply, request, &fault);
    if (!route) memcpy(reply->allow, allow, sizeof reply->allow);
}

/* Byte for byte, no decoding: our paths hold only characters that never need it. */
static bool matches(const char *pattern, const char *path, const char **capture, size_t *capture_length)
{
    *capture = NULL;
    *capture_length = 0;
    while (*pattern) {
        if (*pattern == '{') {
            size_t length = strcspn(path, "/");
            if (length == 0) return false;
            *capture = path;
            *capture_length = length;
            path += length;
            pattern += strcspn(pattern, "}") + 1;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

static void add_method(char allow[REPLY_METHODS_MAX], enum request_method method)
{
    static const char *const words[] = {
        [REQUEST_GET] = "GET, HEAD", [REQUEST_HEAD] = "HEAD",   [REQUEST_POST] = "POST",
        [REQUEST_PUT] = "PUT",       [REQUEST_PATCH] = "PATCH", [REQUEST_DELETE] = "DELETE",
        [REQUEST_OTHER] = "",
    };
    if (strstr(allow, words[method])) return;
    size_t used = strlen(allow);
    (void)snprintf(allow + used, REPLY_METHODS_MAX - used, "%s%s", used ? ", " : "", words[method]);
}
