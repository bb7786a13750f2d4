/* SPDX-License-Identifier: MIT */
/* GET, POST admin/exports; GET admin/exports/{id}, admin/exports/{id}/file. */
#include "exports.h"

#include <json-c/json.h>
#include <stdio.h>

#include "log.h"
#include "server.h"
#include "sql_binding.h"

#define PART_BLOCK_BYTES ((size_t)64 * 1024)
#define PART_LIMIT_BYTES ((size_t)16 * 1024 * 1024) /* of the memory for one part; parts have some 100 kB */
#define NUMBER_CHARS 24

/* What the parts of a file are asked for with. In the request's arena. */
struct file {
    struct database *database;
    const char *token, *id;
};

static bool write_parts(void *context, FCGX_Stream *out);

void exports_list(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {
        DATABASE_EXPORT_LIST, {{BIND_TOKEN, NULL}, {BIND_QUERY_NUMBER, "before"}, {BIND_LIMIT, "limit"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void exports_create(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_EXPORT_CREATE,
                                               {BIND_SIGNED,
                                                {BIND_REQUIRED, "from"},
                                                {BIND_REQUIRED, "to"},
                                                {BIND_BODY_DAY, "from"},
                                                {BIND_BODY_DAY, "to"}}};
    sql_binding_reply(app, request, reply, &binding);
}

void exports_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_EXPORT_GET,
                                               {{BIND_TOKEN, NULL}, {BIND_CAPTURE_NUMBER, "id"}}};
    sql_binding_reply(app, request, reply, &binding);
}

/* The length is known, so a download that breaks off is seen as one; and the last line, with the signature, is missing then. */
void exports_get_file(const struct app_context *app, struct request *request, struct reply *reply)
{
    static const struct sql_binding binding = {DATABASE_EXPORT_FILE,
                                               {{BIND_TOKEN, NULL}, {BIND_CAPTURE_NUMBER, "id"}}};
    struct sql_binding_values values;
    struct database_answer answer;
    struct fault fault;
    if (!sql_binding_collect(request, &binding, &values, &fault)) {
        reply_fault(reply, request, &fault);
        return;
    }
    database_query(app->database, binding.statement, values.values, request->arena, &answer);
    reply_answer(reply, request, &answer, REPLY_CACHE_NEVER, NULL);
    struct file *file = arena_alloc(request->arena, sizeof *file);
    if (reply->status != 200 || !file) return;
    *file = (struct file){app->database, values.values[0], values.values[1]};
    struct json_object *told = json_tokener_parse(answer.text);
    reply->content_type = "application/jsonl";
    reply->file_name =
        arena_printf(request->arena, "%s", json_object_get_string(json_object_object_get(told, "name")));
    reply->length = (size_t)json_object_get_int64(json_object_object_get(told, "bytes"));
    reply->write_body = write_parts;
    reply->context = file;
    json_object_put(told);
}

/* A part at a time, however long the file is. */
static bool write_parts(void *context, FCGX_Stream *out)
{
    const struct file *file = context;
    struct arena *arena = arena_new(PART_BLOCK_BYTES, PART_LIMIT_BYTES);
    bool is_sent = true;
    struct database_answer answer = {.kind = DATABASE_TEXT};
    for (int part = 1; is_sent && answer.kind == DATABASE_TEXT; part++) {
        char number[NUMBER_CHARS];
        (void)snprintf(number, sizeof number, "%d", part);
        const char *const parameters[] = {file->token, file->id, number};
        arena_reset(arena);
        database_query(file->database, DATABASE_EXPORT_PART, parameters, arena, &answer);
        if (answer.kind == DATABASE_TEXT)
            is_sent = FCGX_PutStr(answer.text, (int)answer.length, out) >= 0;
        else if (answer.kind != DATABASE_NOTHING)
            log_warn("export_cut", "export=%s part=%d reason=\"%s\"", file->id, part, answer.message);
        server_note_progress();
    }
    arena_free(arena);
    return is_sent && answer.kind == DATABASE_NOTHING;
}
