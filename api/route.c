/* SPDX-License-Identifier: MIT */
/* The route table and its dispatcher. */
#include "route.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "auth.h"
#include "cards.h"
#include "clock.h"
#include "commissions.h"
#include "displays.h"
#include "exports.h"
#include "game.h"
#include "health.h"
#include "logo.h"
#include "messages.h"
#include "openapi.h"
#include "principal.h"
#include "reports.h"
#include "requests.h"
#include "rounds.h"
#include "shops.h"
#include "taxes.h"
#include "tickets.h"
#include "till.h"
#include "users.h"
#include "winners.h"

static void answer_preflight(const struct request *request, struct reply *reply,
                             const char allow[REPLY_METHODS_MAX]);
static bool is_safe_change(const struct request *request, struct fault *fault);
static bool is_json(const char *content_type);
static bool matches(const char *pattern, const char *path, const char **capture, size_t *capture_length);
static const char *method_word(enum request_method method);
static void add_method(char allow[REPLY_METHODS_MAX], enum request_method method);

const struct route routes[] = {
    {REQUEST_GET, "/api/v1/health", ROLE_ANYONE, health_get, {NULL}},
    {REQUEST_GET, "/api/v1/config", ROLE_ANYONE, health_config, {NULL}},
    {REQUEST_GET, "/api/v1/keepalive", ROLE_ANYONE, health_keepalive, {NULL}},
    {REQUEST_GET, "/api/v1/openapi.yaml", ROLE_ANYONE, openapi_get, {NULL}},
    {REQUEST_GET, "/api/v1/rounds", ROLE_ANYONE, rounds_list, {"day", "phase", "before", "limit", NULL}},
    {REQUEST_GET, "/api/v1/rounds/current", ROLE_ANYONE, rounds_current, {NULL}},
    {REQUEST_GET, "/api/v1/rounds/{id}", ROLE_ANYONE, rounds_get, {NULL}},
    {REQUEST_GET, "/api/v1/rounds/{id}/proof", ROLE_ANYONE, rounds_proof, {NULL}},
    {REQUEST_GET, "/api/v1/rounds/{id}/film", ROLE_ANYONE, rounds_film, {NULL}},
    {REQUEST_GET, "/api/v1/rounds/{id}/prices", ROLE_ANYONE, rounds_prices, {NULL}},
    {REQUEST_GET, "/api/v1/logo", ROLE_ANYONE, logo_get, {NULL}},
    {REQUEST_GET, "/api/v1/winners", ROLE_ANYONE, winners_list, {"limit", NULL}},

    {REQUEST_POST, "/api/v1/auth/login", ROLE_ANYONE, auth_login, {NULL}},
    {REQUEST_POST, "/api/v1/auth/approval", ROLE_CASHIER, auth_approval, {NULL}},
    {REQUEST_POST, "/api/v1/auth/logout", ROLE_SIGNED_IN, auth_logout, {NULL}},
    {REQUEST_GET, "/api/v1/auth/me", ROLE_SIGNED_IN, auth_me, {NULL}},
    {REQUEST_POST, "/api/v1/auth/password", ROLE_SIGNED_IN, auth_password, {NULL}},

    {REQUEST_POST, "/api/v1/tickets", ROLE_CASHIER, tickets_sell, {NULL}},
    {REQUEST_POST, "/api/v1/tickets/quote", ROLE_CASHIER, tickets_quote, {NULL}},
    {REQUEST_GET,
     "/api/v1/tickets",
     ROLE_SIGNED_IN,
     tickets_list,
     {"roundId", "day", "state", "tillId", "shopId", "cashierId", "stakeFrom", "stakeTo", "prizeFrom",
      "prizeTo", "code", "before", "limit", NULL}},
    {REQUEST_GET, "/api/v1/tickets/{number}", ROLE_ANYONE, tickets_get, {"code", NULL}},
    {REQUEST_POST, "/api/v1/tickets/{number}/void", ROLE_CASHIER, tickets_void, {NULL}},
    {REQUEST_POST, "/api/v1/tickets/{number}/pay", ROLE_CASHIER, tickets_pay, {NULL}},
    {REQUEST_GET, "/api/v1/tickets/{number}/print", ROLE_CASHIER, tickets_print, {NULL}},
    {REQUEST_GET, "/api/v1/tickets/{number}/slip", ROLE_CASHIER, tickets_slip, {NULL}},
    {REQUEST_POST, "/api/v1/tickets/{number}/copy", ROLE_CASHIER, tickets_copy, {NULL}},

    {REQUEST_GET, "/api/v1/requests/{key}", ROLE_CASHIER, requests_get, {"userId", NULL}},
    {REQUEST_POST, "/api/v1/requests/{key}/burn", ROLE_CASHIER, requests_burn, {NULL}},

    {REQUEST_GET, "/api/v1/tills", ROLE_SIGNED_IN, till_list, {"shopId", "search", "before", "limit", NULL}},
    {REQUEST_GET, "/api/v1/till", ROLE_SIGNED_IN, till_get, {"tillId", NULL}},
    {REQUEST_POST, "/api/v1/till/open", ROLE_CASHIER, till_open, {NULL}},
    {REQUEST_GET,
     "/api/v1/till/movements",
     ROLE_SIGNED_IN,
     till_list_movements,
     {"tillId", "sessionId", "kind", "day", "before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/till/movements", ROLE_CASHIER, till_move, {NULL}},
    {REQUEST_GET, "/api/v1/till/report", ROLE_SIGNED_IN, till_report, {"tillId", "sessionId", NULL}},
    {REQUEST_GET, "/api/v1/till/papers", ROLE_CASHIER, till_list_papers, {"tillId", NULL}},
    {REQUEST_POST, "/api/v1/till/papers/confirm", ROLE_CASHIER, till_confirm_papers, {NULL}},
    {REQUEST_GET,
     "/api/v1/till/sessions",
     ROLE_SIGNED_IN,
     till_list_sessions,
     {"tillId", "shopId", "cashierId", "state", "day", "before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/till/movements/{id}/reverse", ROLE_OVERSEER, till_reverse, {NULL}},
    {REQUEST_POST, "/api/v1/till/close", ROLE_STAFF, till_close, {NULL}},
    {REQUEST_POST, "/api/v1/till/recount", ROLE_STAFF, till_recount, {NULL}},
    {REQUEST_POST, "/api/v1/till/verify", ROLE_STAFF, till_verify, {NULL}},
    {REQUEST_GET, "/api/v1/till/displays", ROLE_STAFF, displays_list, {"tillId", NULL}},
    {REQUEST_POST, "/api/v1/till/displays", ROLE_CASHIER, displays_create, {NULL}},
    {REQUEST_POST, "/api/v1/displays/claim", ROLE_ANYONE, displays_claim, {NULL}},
    {REQUEST_POST, "/api/v1/till/displays/show", ROLE_CASHIER, displays_show, {NULL}},
    {REQUEST_POST, "/api/v1/till/displays/{id}/revoke", ROLE_STAFF, displays_revoke, {NULL}},
    {REQUEST_POST, "/api/v1/till/messages/{id}/read", ROLE_CASHIER, messages_read, {NULL}},

    {REQUEST_GET,
     "/api/v1/admin/users",
     ROLE_AUDITOR,
     users_list,
     {"search", "role", "shopId", "before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/admin/users", ROLE_ADMIN, users_create, {NULL}},
    {REQUEST_PATCH, "/api/v1/admin/users/{id}", ROLE_ADMIN, users_update, {NULL}},
    {REQUEST_POST, "/api/v1/admin/users/{id}/password", ROLE_ADMIN, users_set_password, {NULL}},
    {REQUEST_GET, "/api/v1/admin/shops", ROLE_AUDITOR, shops_list, {"search", "before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/admin/shops", ROLE_ADMIN, shops_create, {NULL}},
    {REQUEST_PATCH, "/api/v1/admin/shops/{id}", ROLE_ADMIN, shops_update, {NULL}},
    {REQUEST_POST, "/api/v1/admin/shops/{id}/pause", ROLE_ADMIN, shops_pause, {NULL}},
    {REQUEST_POST, "/api/v1/admin/shops/{id}/resume", ROLE_ADMIN, shops_resume, {NULL}},
    {REQUEST_GET,
     "/api/v1/admin/tills",
     ROLE_AUDITOR,
     till_list,
     {"shopId", "search", "before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/admin/tills", ROLE_ADMIN, shops_create_till, {NULL}},
    {REQUEST_PATCH, "/api/v1/admin/tills/{id}", ROLE_ADMIN, shops_update_till, {NULL}},
    {REQUEST_GET, "/api/v1/admin/messages", ROLE_AUDITOR, messages_list, {"before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/admin/messages", ROLE_ADMIN, messages_create, {NULL}},
    {REQUEST_GET, "/api/v1/admin/cards", ROLE_AUDITOR, cards_list, {"before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/admin/cards", ROLE_ADMIN, cards_propose, {NULL}},
    {REQUEST_GET, "/api/v1/admin/cards/schedule", ROLE_AUDITOR, cards_get_schedule, {NULL}},
    {REQUEST_PUT, "/api/v1/admin/cards/schedule", ROLE_ADMIN, cards_set_schedule, {NULL}},
    {REQUEST_GET, "/api/v1/admin/cards/{id}", ROLE_AUDITOR, cards_get, {NULL}},
    {REQUEST_POST, "/api/v1/admin/cards/{id}/approve", ROLE_ADMIN, cards_approve, {NULL}},
    {REQUEST_POST, "/api/v1/admin/cards/{id}/reject", ROLE_ADMIN, cards_reject, {NULL}},
    {REQUEST_GET, "/api/v1/admin/settings", ROLE_AUDITOR, game_list_settings, {NULL}},
    {REQUEST_PATCH, "/api/v1/admin/settings/{name}", ROLE_ADMIN, game_set, {NULL}},
    {REQUEST_PUT, "/api/v1/admin/logo", ROLE_ADMIN, logo_set, {NULL}},
    {REQUEST_GET, "/api/v1/admin/game", ROLE_AUDITOR, game_get, {NULL}},
    {REQUEST_POST, "/api/v1/admin/game/pause", ROLE_ADMIN, game_pause, {NULL}},
    {REQUEST_POST, "/api/v1/admin/game/resume", ROLE_ADMIN, game_resume, {NULL}},
    {REQUEST_POST, "/api/v1/admin/clock/confirm", ROLE_ADMIN, game_confirm_clock, {NULL}},
    {REQUEST_POST, "/api/v1/admin/rounds/{id}/void", ROLE_ADMIN, game_void_round, {NULL}},
    {REQUEST_POST, "/api/v1/admin/session/abandon", ROLE_ADMIN, game_abandon_session, {NULL}},
    {REQUEST_GET,
     "/api/v1/admin/audit",
     ROLE_AUDITOR,
     game_audit,
     {"tillId", "action", "userId", "day", "before", "limit", NULL}},
    {REQUEST_GET, "/api/v1/admin/exports", ROLE_AUDITOR, exports_list, {"before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/admin/exports", ROLE_AUDITOR, exports_create, {NULL}},
    {REQUEST_GET, "/api/v1/admin/exports/{id}", ROLE_AUDITOR, exports_get, {NULL}},
    {REQUEST_GET, "/api/v1/admin/exports/{id}/file", ROLE_AUDITOR, exports_get_file, {NULL}},

    {REQUEST_GET, "/api/v1/admin/commissions", ROLE_AUDITOR, commissions_list, {"before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/admin/commissions", ROLE_ADMIN, commissions_set, {NULL}},
    {REQUEST_GET, "/api/v1/admin/taxes", ROLE_AUDITOR, taxes_list, {"before", "limit", NULL}},
    {REQUEST_POST, "/api/v1/admin/taxes", ROLE_ADMIN, taxes_set, {NULL}},
    {REQUEST_POST, "/api/v1/admin/taxes/payments", ROLE_ADMIN, taxes_pay, {NULL}},
    {REQUEST_POST, "/api/v1/safe/movements", ROLE_OVERSEER, shops_move_safe, {NULL}},

    {REQUEST_GET, "/api/v1/reports", ROLE_READER, reports_list, {NULL}},
    {REQUEST_GET, "/api/v1/reports/proof", ROLE_AUDITOR, reports_proof, {NULL}},
    {REQUEST_GET, "/api/v1/reports/day", ROLE_READER, reports_day, {"day", NULL}},
    {REQUEST_GET,
     "/api/v1/reports/{name}",
     ROLE_READER,
     reports_get,
     {"from", "to", "shop", "limit", "format", NULL}},
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
        request->capture = capture ? request_decode(request->arena, capture, length) : NULL;
        if (capture && !request->capture) request->capture = arena_copy(request->arena, capture, length);
        return &table[i];
    }
    return NULL;
}

int route_print(FILE *file)
{
    for (size_t i = 0; i < route_count; i++)
        (void)fprintf(file, "%s %s %s\n", method_word(routes[i].method), routes[i].pattern,
                      role_word(routes[i].role));
    return fflush(file) == 0 ? 0 : 1;
}

void route_dispatch(const struct app_context *app, struct request *request, struct reply *reply)
{
    char allow[REPLY_METHODS_MAX];
    struct fault fault = {.problem = PROBLEM_NOT_FOUND,
                          .detail = "No such address; openapi.yaml lists them."};
    const struct route *route = route_find(routes, route_count, request, allow);
    if (request->method == REQUEST_OPTIONS && request->asked_method && *allow &&
        request->standing != ORIGIN_NONE) {
        answer_preflight(request, reply, allow);
        return;
    }
    if (!route) {
        if (*allow) fault = (struct fault){.problem = PROBLEM_METHOD_NOT_ALLOWED};
        reply_fault(reply, request, &fault);
        memcpy(reply->allow, allow, sizeof reply->allow);
        return;
    }
    struct database_answer answer = {.kind = DATABASE_TEXT};
    if ((route->method == REQUEST_GET || is_safe_change(request, &fault)) &&
        principal_check(app->principals, app->database, request, route->role, clock_mono_ms(), &answer,
                        &fault) &&
        request_parse_query(request, route->parameters, &fault))
        route->handler(app, request, reply);
    else if (answer.kind != DATABASE_TEXT)
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    else
        reply_fault(reply, request, &fault);
}

/* A browser asks for a page of another origin whether that may ask. */
static void answer_preflight(const struct request *request, struct reply *reply,
                             const char allow[REPLY_METHODS_MAX])
{
    const struct fault refused = {.problem = PROBLEM_ORIGIN_REFUSED};
    enum request_method asked = request_method_of(request->asked_method);
    bool is_read = asked == REQUEST_GET || asked == REQUEST_HEAD;
    if (request->standing == ORIGIN_TRUSTED || (request->standing == ORIGIN_ANYBODY && is_read))
        reply_preflight(reply, allow);
    else
        reply_fault(reply, request, &refused);
}

/* Browsers send Origin with every change; a request with a cookie and no Origin is refused, too. What comes without a body
 * has no type. */
static bool is_safe_change(const struct request *request, struct fault *fault)
{
    bool is_machine = request->standing == ORIGIN_NONE && !request->token.is_of_browser;
    *fault = (struct fault){.problem = PROBLEM_ORIGIN_REFUSED};
    if (request->standing != ORIGIN_TRUSTED && !is_machine) return false;
    *fault = (struct fault){.problem = PROBLEM_MEDIA_TYPE, .detail = "Send application/json."};
    return request->body_length == 0 || is_json(request->content_type);
}

static bool is_json(const char *content_type)
{
    static const char json[] = "application/json";
    if (!content_type || strncasecmp(content_type, json, sizeof json - 1) != 0) return false;
    const char *rest = content_type + sizeof json - 1;
    rest += strspn(rest, " \t");
    return *rest == '\0' || *rest == ';';
}

/* Byte for byte, no decoding: the words of our paths hold only characters that never need it. */
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

static const char *method_word(enum request_method method)
{
    static const char *const words[] = {
        [REQUEST_GET] = "GET",         [REQUEST_HEAD] = "HEAD",   [REQUEST_POST] = "POST",
        [REQUEST_PUT] = "PUT",         [REQUEST_PATCH] = "PATCH", [REQUEST_DELETE] = "DELETE",
        [REQUEST_OPTIONS] = "OPTIONS", [REQUEST_OTHER] = "",
    };
    return words[method];
}

static void add_method(char allow[REPLY_METHODS_MAX], enum request_method method)
{
    const char *word = method == REQUEST_GET ? "GET, HEAD" : method_word(method);
    if (strstr(allow, word)) return;
    size_t used = strlen(allow);
    (void)snprintf(allow + used, REPLY_METHODS_MAX - used, "%s%s", used ? ", " : "", word);
}
