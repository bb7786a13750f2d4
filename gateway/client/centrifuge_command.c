/* SPDX-License-Identifier: MIT */
/* A field that is not of its type counts as absent, except in positions: one that cannot be understood must never look like
 * none. */
#include "client/centrifuge_command.h"

#include <json-c/json.h>
#include <string.h>

#include "json_check.h"
#include "log.h"

#define FLAG_ALL_OR_ERROR 2

struct method {
    const char *name;
    enum command_kind kind;
};

static const struct method methods[] = {
    {"connect", COMMAND_CONNECT},
    {"subscribe", COMMAND_SUBSCRIBE},
    {"unsubscribe", COMMAND_UNSUBSCRIBE},
    {"history", COMMAND_HISTORY},
    {"ping", COMMAND_PING},
    {"publish", COMMAND_PUBLISH},
    {"rpc", COMMAND_RPC},
    {"presence", COMMAND_PRESENCE},
    {"presence_stats", COMMAND_PRESENCE_STATS},
    {"refresh", COMMAND_REFRESH},
    {"sub_refresh", COMMAND_SUB_REFRESH},
};

static json_object *parse_object(const char *line, size_t length);
static void read_command(json_object *root, struct command *command);
static void read_connect(json_object *body, struct command *command);
static void read_subscribe(json_object *body, struct command *command);
static void read_history(json_object *body, struct command *command);
static void read_position(json_object *object, struct stream_position *position);
static bool read_text(json_object *object, const char *key, char *text, size_t size);
static bool read_number(json_object *object, const char *key, int64_t *number);
static bool read_flag(json_object *object, const char *key);

bool command_next_line(const char **text, size_t *left, const char **line, size_t *length)
{
    if (*left == 0) return false;
    const char *end = memchr(*text, '\n', *left);
    *line = *text;
    *length = end ? (size_t)(end - *text) : *left;
    size_t taken = *length + (end ? 1 : 0);
    *text += taken;
    *left -= taken;
    return true;
}

void command_parse(const char *line, size_t length, struct command *command)
{
    *command = (struct command){.kind = COMMAND_BAD};
    json_object *root = parse_object(line, length);
    if (root) read_command(root, command);
    json_object_put(root);
}

/* One object and nothing behind it but space; no member twice, or whoever reads the first of two and whoever reads the last
 * would not agree about the channel. */
static json_object *parse_object(const char *line, size_t length)
{
    json_tokener *tokener = json_tokener_new_ex(COMMAND_DEPTH_MAX);
    if (!tokener) fatal("reason=\"out of memory\"");
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_object *root = json_tokener_parse_ex(tokener, line, (int)length);
    bool is_whole = json_tokener_get_error(tokener) == json_tokener_success;
    for (size_t i = json_tokener_get_parse_end(tokener); is_whole && i < length; i++)
        is_whole = line[i] == ' ' || line[i] == '\t' || line[i] == '\r';
    json_tokener_free(tokener);
    char unused[JSON_CHECK_NAME_MAX];
    if (is_whole && json_object_is_type(root, json_type_object) &&
        json_check(line, length, root, unused) == JSON_CHECK_GOOD)
        return root;
    json_object_put(root);
    return NULL;
}

static void read_command(json_object *root, struct command *command)
{
    int64_t id = 0;
    json_object *body = NULL;
    if (json_object_object_length(root) == 0) {
        command->kind = COMMAND_PONG;
        return;
    }
    if (!read_number(root, "id", &id) || id <= 0 || id > UINT32_MAX) {
        if (json_object_object_get_ex(root, "send", &body)) command->kind = COMMAND_SEND;
        return;
    }
    command->id = (uint32_t)id;
    command->kind = COMMAND_UNKNOWN;
    for (size_t i = 0; i < sizeof methods / sizeof *methods && command->kind == COMMAND_UNKNOWN; i++)
        if (json_object_object_get_ex(root, methods[i].name, &body)) command->kind = methods[i].kind;
    if (!json_object_is_type(body, json_type_object)) return;
    if (!read_text(body, "channel", command->channel, sizeof command->channel)) command->channel[0] = '\0';
    if (command->kind == COMMAND_CONNECT) read_connect(body, command);
    if (command->kind == COMMAND_SUBSCRIBE) read_subscribe(body, command);
    if (command->kind == COMMAND_HISTORY) read_history(body, command);
}

static void read_connect(json_object *body, struct command *command)
{
    json_object *data = NULL, *autosub = NULL, *subs = NULL, *sub = NULL;
    if (json_object_object_get_ex(body, "data", &data) && json_object_is_type(data, json_type_object) &&
        json_object_object_get_ex(data, "autosub", &autosub))
        command->refuses_autosub =
            json_object_is_type(autosub, json_type_boolean) && !json_object_get_boolean(autosub);
    (void)read_text(body, "token", command->token, sizeof command->token);
    if (json_object_object_get_ex(body, "subs", &subs) && json_object_is_type(subs, json_type_object) &&
        json_object_object_get_ex(subs, PROTOCOL_CHANNEL, &sub) && read_flag(sub, "recover"))
        read_position(sub, &command->position);
}

static void read_subscribe(json_object *body, struct command *command)
{
    int64_t flag = 0;
    if (read_flag(body, "recover")) read_position(body, &command->position);
    if (read_number(body, "flag", &flag)) command->wants_all_or_error = (flag & FLAG_ALL_OR_ERROR) != 0;
}

static void read_history(json_object *body, struct command *command)
{
    json_object *since = NULL;
    command->is_reverse = read_flag(body, "reverse");
    (void)read_number(body, "limit", &command->limit);
    if (json_object_object_get_ex(body, "since", &since) && since) read_position(since, &command->position);
}

static void read_position(json_object *object, struct stream_position *position)
{
    json_object *field = NULL;
    bool has_offset = json_object_object_get_ex(object, "offset", &field);
    bool is_good = !has_offset || read_number(object, "offset", &position->offset);
    bool has_epoch = json_object_object_get_ex(object, "epoch", &field);
    if (has_epoch && !read_text(object, "epoch", position->epoch, sizeof position->epoch)) is_good = false;
    position->is_given = true;
    position->is_good = is_good && position->offset >= 0 && position->offset <= STREAM_OFFSET_MAX;
}

/* False when it is no string, too long, or has a NUL in it; `text` is "" then. */
static bool read_text(json_object *object, const char *key, char *text, size_t size)
{
    json_object *field = NULL;
    text[0] = '\0';
    if (!json_object_object_get_ex(object, key, &field) || !json_object_is_type(field, json_type_string))
        return false;
    size_t length = (size_t)json_object_get_string_len(field);
    const char *value = json_object_get_string(field);
    if (length >= size || memchr(value, '\0', length)) return false;
    memcpy(text, value, length + 1);
    return true;
}

static bool read_number(json_object *object, const char *key, int64_t *number)
{
    json_object *field = NULL;
    if (!json_object_object_get_ex(object, key, &field) || !json_object_is_type(field, json_type_int))
        return false;
    *number = json_object_get_int64(field);
    return true;
}

static bool read_flag(json_object *object, const char *key)
{
    json_object *field = NULL;
    return json_object_is_type(object, json_type_object) && json_object_object_get_ex(object, key, &field) &&
           json_object_is_type(field, json_type_boolean) && json_object_get_boolean(field);
}
