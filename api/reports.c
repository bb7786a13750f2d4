/* SPDX-License-Identifier: MIT */
/* GET reports/{name}, reports/day, reports/proof. */
#include "reports.h"

#include <string.h>

#include "csv.h"
#include "sql_binding.h"

/* What is written while the rows come. */
struct file {
    struct csv *csv;
    bool is_over; /* more than there is memory for */
};

static void reply_csv(const struct app_context *app, struct request *request, struct reply *reply);
static void add_line(void *context, const char *text, size_t length);
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
    bool is_good = check_format(request, &fault);
    if (is_good && format && strcmp(format, "csv") == 0)
        reply_csv(app, request, reply);
    else if (is_good && sql_binding_query(app, request, &binding, &answer, &fault))
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    else
        reply_fault(reply, request, &fault);
}

void reports_day(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_DAY_GLANCE,
                                               {{BIND_TOKEN, NULL}, {BIND_QUERY_DAY, "day"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void reports_proof(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_PROOF, {{BIND_TOKEN, NULL}}};
    sql_binding_reply(app, request, reply, &binding);
}

/* A file is whole, or there is none. */
static void reply_csv(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_REPORT_LINES,
        {{BIND_TOKEN, NULL}, {BIND_CAPTURE, NULL}, {BIND_QUERY_DAY, "from"}, {BIND_QUERY_DAY, "to"}}};
    struct sql_binding_values values;
    struct database_answer answer;
    struct fault fault;
    if (!sql_binding_collect(request, &binding, &values, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    struct file file = {.csv = csv_new(request->arena)};
    database_query_rows(app->database, binding.statement, values.values, request->arena, &answer, add_line,
                        &file);
    if (answer.kind != DATABASE_NOTHING) {
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    } else if (file.is_over) {
        fault = (struct fault){.problem = PROBLEM_REPORT_TOO_LONG,
                               .detail = "a file has 22 MB at most: ask for fewer days (from, to)"};
        reply_fault(reply, request, &fault);
    } else {
        reply_bytes(reply, "text/csv; charset=utf-8; header=present", REPLY_CACHE_NEVER, "", 0, NULL);
        reply->pieces = csv_pieces(file.csv, &reply->length);
    }
}

static void add_line(void *context, const char *text, size_t length)
{
    struct file *file = context;
    if (!file->csv || file->is_over || !csv_add(file->csv, text, length)) file->is_over = true;
}

static bool check_format(const struct request *request, struct fault *fault)
{
    const char *format = request_parameter(request, "format");
    if (format && strcmp(format, "csv") == 0 && request_parameter(request, "limit")) {
        *fault = (struct fault){.problem = PROBLEM_BAD_PARAMETER,
                                .parameter = "limit",
                                .detail = "A file has all rows of its days: limit is for JSON."};
        return false;
    }
    *fault = (struct fault){
        .problem = PROBLEM_BAD_PARAMETER, .parameter = "format", .detail = "format must be json or csv."};
    return !format || strcmp(format, "json") == 0 || strcmp(format, "csv") == 0;
}
