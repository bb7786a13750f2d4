/* SPDX-License-Identifier: MIT */
/* The file is written to a draft, synced and renamed: after a crash it says the old or the new, never half of it. */
#include "house_record.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "durable_file.h"
#include "log.h"

struct house_record {
    char path[PATH_MAX];
    char text[HOUSE_RECORD_BYTES_MAX + 1]; /* "": there was no file */
};

static void read_file(const struct house_record *record, char text[HOUSE_RECORD_BYTES_MAX + 1]);
static void check_text(const struct house_record *record, const char *text);

struct house_record *house_record_new(const char *key_path)
{
    struct house_record *record = calloc(1, sizeof *record);
    if (!record) fatal("reason=\"out of memory\"");
    int length = snprintf(record->path, sizeof record->path, "%s" HOUSE_RECORD_SUFFIX, key_path);
    if (length < 0 || (size_t)length >= sizeof record->path)
        die("setting=VAULT_KEY_FILE path=\"%s\" reason=\"too long\"", key_path);
    return record;
}

void house_record_free(struct house_record *record)
{
    free(record);
}

const char *house_record_path(const struct house_record *record)
{
    return record->path;
}

const char *house_record_read(struct house_record *record)
{
    read_file(record, record->text);
    return *record->text ? record->text : NULL;
}

bool house_record_keep(struct house_record *record, const char *text)
{
    char now[HOUSE_RECORD_BYTES_MAX + 1], draft[PATH_MAX];
    if (strlen(text) > HOUSE_RECORD_BYTES_MAX) fatal("reason=\"the record is too long\"");
    check_text(record, text);
    read_file(record, now);
    if (strcmp(now, record->text) != 0) return false;
    if (strcmp(now, text) == 0) return true;
    int length = snprintf(draft, sizeof draft, "%s.new-%ld", record->path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof draft) die("path=\"%s\" reason=\"too long\"", record->path);
    (void)unlink(draft); /* of one who was killed */
    durable_file_create(draft, text, strlen(text));
    if (rename(draft, record->path) != 0)
        die("path=\"%s\" reason=\"the record cannot be kept: %s\"", record->path, strerror(errno));
    durable_file_sync_directory(record->path);
    memcpy(record->text, text, strlen(text) + 1);
    return true;
}

/* An empty text: there is no file. */
static void read_file(const struct house_record *record, char text[HOUSE_RECORD_BYTES_MAX + 1])
{
    *text = '\0';
    int file = open(record->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT) return;
    ssize_t got = file < 0 ? -1 : read(file, text, HOUSE_RECORD_BYTES_MAX);
    if (got < 0) die("path=\"%s\" reason=\"the record cannot be read: %s\"", record->path, strerror(errno));
    text[got] = '\0';
    (void)close(file);
    check_text(record, text);
}

static void check_text(const struct house_record *record, const char *text)
{
    struct json_object *object = json_tokener_parse(text);
    if (!json_object_is_type(object, json_type_object))
        die("path=\"%s\" reason=\"this record is damaged: bring back its copy; "
            "without one remove it, and let two admins abandon the session "
            "if the database may have been put back\"",
            record->path);
    json_object_put(object);
}
