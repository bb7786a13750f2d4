/* SPDX-License-Identifier: MIT */
/* GET openapi.yaml. */
#include "contract.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

#define BYTES_MAX (1024 * 1024)

struct contract {
    char *text;
    size_t length;
    char etag[REPLY_ETAG_SIZE];
};

struct contract *contract_load(const char *path)
{
    struct contract *contract = calloc(1, sizeof *contract);
    char *text = malloc(BYTES_MAX);
    if (!contract || !text) fatal("reason=\"out of memory\"");
    FILE *file = fopen(path, "r");
    if (!file) die("setting=OPENAPI_FILE path=%s reason=\"%s\"", path, strerror(errno));
    size_t length = fread(text, 1, BYTES_MAX, file);
    bool is_good = !ferror(file) && length > 0 && length < BYTES_MAX;
    (void)fclose(file);
    if (!is_good) die("setting=OPENAPI_FILE path=%s reason=\"not a readable file of up to 1 MiB\"", path);
    *contract = (struct contract){.text = text, .length = length};
    reply_make_etag(contract->etag, text, length);
    return contract;
}

void contract_free(struct contract *contract)
{
    if (!contract) return;
    free(contract->text);
    free(contract);
}

void contract_get(const struct services *services, struct request *request, struct reply *reply)
{
    (void)request;
    const struct contract *contract = services->contract;
    reply_bytes(reply, "application/yaml", "public, max-age=60", contract->text, contract->length,
                contract->etag);
}
