/* SPDX-License-Identifier: MIT */
/* GET reports, reports/{name}, reports/day, reports/proof. */
#include "reports.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csv.h"
#include "sql_binding.h"

/* What is written while the rows come. */
struct sheet {
    struct arena *arena;
    FILE *file; /* NULL: there is none */
    struct csv *csv;
    bool is_broken; /* no room, or what came is no row */
};

static void reply_csv(const struct app_context *app, struct request *request, struct reply *reply);
static void reply_sheet(struct request *request, const struct sql_binding_values *values, struct sheet *sheet,
                        struct reply *reply);
static FILE *open_sheet(struct arena *arena);
static void add_line(void *context, const char *text, size_t length);
static void begin_anew(struct sheet *sheet);
static bool check_format(const struct request *request, struct fault *fault);

void reports_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_REPORT_LIST, {{BIND_TOKEN, NULL}}};
    sql_binding_reply(app, request, reply, &binding);
}

void reports_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_REPORT,
                                               {{BIND_TOKEN, NULL},
                                                {BIND_CAPTURE, NULL},
                                                {BIND_QUERY_DAY, "from"},
                                                {BIND_QUERY_DAY, "to"},
                                                {BIND_LONG_LIMIT, "limit"},
                                                {BIND_QUERY_NUMBER, "shop"}}};
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

/* A file is whole, or there is none: it is written on disk first, however long it is, and sent with its length. So memory
 * does not grow with it, a reader on a slow line holds no connection to the database, and what breaks off is seen as such. */
static void reply_csv(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_REPORT_LINES,
                                               {{BIND_TOKEN, NULL},
                                                {BIND_CAPTURE, NULL},
                                                {BIND_QUERY_DAY, "from"},
                                                {BIND_QUERY_DAY, "to"},
                                                {BIND_QUERY_NUMBER, "shop"}}};
    struct sql_binding_values values;
    struct database_answer answer;
    struct fault fault;
    if (!sql_binding_collect(request, &binding, &values, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    struct sheet sheet = {.arena = request->arena, .file = open_sheet(request->arena)};
    if (sheet.file) sheet.csv = csv_new(request->arena, sheet.file);
    database_query_rows(app->database, binding.statement, values.values, request->arena, &answer, add_line,
                        &sheet);
    if (answer.kind == DATABASE_NOTHING)
        reply_sheet(request, &values, &sheet, reply);
    else
        reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    if (sheet.file && !reply->file) (void)fclose(sheet.file);
}

static void reply_sheet(struct request *request, const struct sql_binding_values *values, struct sheet *sheet,
                        struct reply *reply)
{
    long length = sheet->is_broken || fflush(sheet->file) != 0 ? -1 : ftell(sheet->file);
    if (length < 0) {
        const struct fault fault = {.problem = PROBLEM_INTERNAL_ERROR,
                                    .reason = "a report's file could not be written in TMPDIR"};
        reply_fault(reply, request, &fault);
        return;
    }
    const char *from = values->values[2], *to = values->values[3];
    rewind(sheet->file);
    reply_bytes(reply, "text/csv; charset=utf-8; header=present", REPLY_CACHE_NEVER, "", 0, NULL);
    reply->file_name = arena_printf(request->arena, "%s%s%s%s%s.csv", values->values[1], from ? "_" : "",
                                    from ? from : "", to ? "_" : "", to ? to : "");
    reply->file = sheet->file;
    reply->length = (size_t)length;
}

/* Without a name from the beginning: it goes with whoever holds it. NULL: there is no room. */
static FILE *open_sheet(struct arena *arena)
{
    const char *folder = getenv("TMPDIR");
    char *path = arena_printf(arena, "%s/hippo-report-XXXXXX", folder && *folder ? folder : "/var/tmp");
    int fd = path ? mkostemp(path, O_CLOEXEC) : -1;
    if (fd < 0) return NULL;
    (void)unlink(path);
    FILE *file = fdopen(fd, "w+");
    if (!file) (void)close(fd);
    return file;
}

static void add_line(void *context, const char *text, size_t length)
{
    struct sheet *sheet = context;
    if (!text) {
        begin_anew(sheet);
        return;
    }
    if (!sheet->csv || sheet->is_broken || !csv_add(sheet->csv, text, length)) sheet->is_broken = true;
}

static void begin_anew(struct sheet *sheet)
{
    if (!sheet->file) return;
    rewind(sheet->file);
    sheet->is_broken = ftruncate(fileno(sheet->file), 0) != 0;
    sheet->csv = csv_new(sheet->arena, sheet->file);
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
