/* SPDX-License-Identifier: MIT */
/* GET openapi.yaml. */
#include "openapi.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define BYTES_MAX (1024 * 1024)

struct openapi {
    char *text;
    size_t length;
    char etag[REPLY_ETAG_SIZE];
};

struct openapi *openapi_load(const char *path)
{
    struct openapi *openapi = calloc(1, sizeof *openapi);
    char *text = malloc(BYTES_MAX);
    if (!openapi || !text) fatal("reason=\"out of memory\"");
    FILE *file = fopen(path, "r");
    if (!file) die("setting=OPENAPI_FILE path=%s reason=\"%s\"", path, strerror(errno));
    size_t length = fread(text, 1, BYTES_MAX, file);
    bool is_good = !ferror(file) && length > 0 && length < BYTES_MAX;
    (void)fclose(file);
    if (!is_good) die("setting=OPENAPI_FILE path=%s reason=\"not a readable file of up to 1 MiB\"", path);
    *openapi = (struct openapi){.text = text, .length = length};
    reply_make_etag(openapi->etag, text, length);
    return openapi;
}

void openapi_free(struct openapi *openapi)
{
    if (!openapi) return;
    free(openapi->text);
    free(openapi);
}

void openapi_get(const struct app_context *app, struct request *request, struct reply *reply)
{
    (void)request;
    const struct openapi *openapi = app->openapi;
    reply_bytes(reply, "application/yaml", "public, max-age=60", openapi->text, openapi->length,
                openapi->etag);
}
