/* SPDX-License-Identifier: MIT */
/* GET reports/{name}, reports/proof. */
#include "reports.h"

#include <string.h>

#include "csv.h"
#include "sql_binding.h"

static void reply_csv(const struct request *request, struct reply *reply, const char *report);
static bool check_format(const struct request *request, struct fault *fault);

void reports_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_REPORT,
                                               {{BIND_TOKEN, NULL},
                                                {BIND_CAPTURE, NULL},
                                                {BIND_QUERY_DAY, "from"},
                                                {BIND_QUERY_DAY, "to"},
                                                {BIND_LONG_LIMIT, "limit"}}};
    const char *format = request_parameter(request, "format");
    struct database_answer answer;
    struct fault fault;
    if (!check_format(request, &fault) || !sql_binding_query(app, request, &binding, &answer, &fault))
        reply_fault(reply, request, &fault);
    else if (answer.kind == DATABASE_TEXT && format && strcmp(format, "csv") == 0)
        reply_csv(request, reply, answer.text);
    else
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
}

void reports_proof(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_PROOF, {{BIND_TOKEN, NULL}}};
    sql_binding_reply(app, request, reply, &binding);
}

static void reply_csv(const struct request *request, struct reply *reply, const char *report)
{
    size_t length;
    const char *text = csv_write(request->arena, report, &length);
    if (text) {
        reply_bytes(reply, "text/csv; charset=utf-8; header=present", REPLY_CACHE_NEVER, text, length, NULL);
        return;
    }
    const struct fault fault = {.problem = PROBLEM_INTERNAL_ERROR,
                                .reason = "the report has no rows and columns, or is too large for csv"};
    reply_fault(reply, request, &fault);
}

static bool check_format(const struct request *request, struct fault *fault)
{
    const char *format = request_parameter(request, "format");
    *fault = (struct fault){
        .problem = PROBLEM_BAD_PARAMETER, .parameter = "format", .detail = "format must be json or csv."};
    return !format || strcmp(format, "json") == 0 || strcmp(format, "csv") == 0;
}
