/* SPDX-License-Identifier: MIT */
/* Parses how to print, and replies with the paper. */
#include "printout.h"

#include <string.h>

#include "print_paper.h"

#define WIDTH_DEFAULT 58 /* fits wider rolls, too */

static bool read_wish(struct request *request, struct print_wish *wish, struct fault *fault);
static bool read_format(const struct request *request, const char *otherwise, bool *is_html,
                        struct fault *fault);
static void reply_page(const struct request *request, struct reply *reply, enum print_outcome outcome,
                       const struct print_page *page);

void printout_run(const struct app_context *app, struct request *request, struct reply *reply,
                  const struct printout *printout)
{
    struct print_wish wish;
    struct print_page page = {.html = NULL};
    struct database_answer answer;
    struct fault fault;
    bool is_html;
    if (!read_wish(request, &wish, &fault) || !read_format(request, printout->format, &is_html, &fault) ||
        !sql_binding_query(app, request, &printout->binding, &answer, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    if (answer.kind == DATABASE_NOTHING && printout->nothing) answer.message = printout->nothing;
    if (answer.kind != DATABASE_TEXT) {
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
        return;
    }
    enum print_outcome outcome = printout->print(request->arena, answer.text, &wish, &page);
    if (is_html || outcome != PRINT_DONE)
        reply_page(request, reply, outcome, &page);
    else
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
}

static bool read_wish(struct request *request, struct print_wish *wish, struct fault *fault)
{
    const char *width = request_parameter(request, "width"), *language = request_parameter(request, "lang");
    int64_t width_mm = WIDTH_DEFAULT;
    *wish = (struct print_wish){.language = PRINT_FRENCH, .host = request->host ? request->host : ""};
    if (width && !request_number(request, "width", width, 1, 1000, &width_mm, fault)) return false;
    wish->width_mm = (int)width_mm;
    *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER,
                            .parameter = "width",
                            .detail = "width is the roll's, in millimetres: 48, 58 or 80."};
    if (!paper_has_width(wish->width_mm)) return false;
    fault->parameter = "lang";
    fault->detail = "lang must be fr, en or ht.";
    return !language || print_language_of(language, &wish->language);
}

/* ?format=, else text/html if Accept names it, else application/json if it names that, else `otherwise`. */
static bool read_format(const struct request *request, const char *otherwise, bool *is_html,
                        struct fault *fault)
{
    const char *format = request_parameter(request, "format");
    const char *accept = request->accept ? request->accept : "";
    *fault = (struct fault){
        .problem = PROBLEM_BAD_PARAMETER, .parameter = "format", .detail = "format must be html or json."};
    if (!format && strstr(accept, "text/html")) format = "html";
    if (!format && strstr(accept, "application/json")) format = "json";
    if (!format) format = otherwise;
    *is_html = strcmp(format, "html") == 0;
    return *is_html || strcmp(format, "json") == 0;
}

static void reply_page(const struct request *request, struct reply *reply, enum print_outcome outcome,
                       const struct print_page *page)
{
    struct fault fault = {.problem = PROBLEM_INTERNAL_ERROR, .reason = "this answer cannot be printed"};
    switch (outcome) {
    case PRINT_DONE:
        reply_bytes(reply, "text/html; charset=utf-8", REPLY_CACHE_NEVER, page->html, page->length, NULL);
        reply->policy = page->policy;
        return;
    case PRINT_NOTHING:
        fault = (struct fault){.problem = PROBLEM_CONFLICT,
                               .members = "{\"code\":\"no_receipt\"}",
                               .detail = "Nothing was paid, refunded or voided for this ticket."};
        break;
    case PRINT_FAILED:
        break;
    }
    reply_fault(reply, request, &fault);
}
