/* SPDX-License-Identifier: MIT */
/* The Origin and Host headers against an allow-list. Input: list, origin, host, a line each. What passes must really be
 * that host, or really be in the list. */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "origin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact) abort();
}

static char *take_line(const uint8_t **data, size_t *size)
{
    const uint8_t *end = *size ? memchr(*data, '\n', *size) : NULL;
    size_t length = end ? (size_t)(end - *data) : *size;
    char *line = malloc(length + 1);
    require(line != NULL);
    if (length > 0) memcpy(line, *data, length);
    line[length] = '\0';
    *data += end ? length + 1 : length;
    *size -= end ? length + 1 : length;
    for (char *c = line; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return line;
}

/* An origin that passes as the same contains the host name up to its port, and after it at most a port. */
static void require_same(const char *origin, const char *host)
{
    const char *page = strstr(origin, "://");
    require(page != NULL && *host);
    page += 3;
    size_t common = 0;
    while (page[common] && page[common] == host[common])
        common++;
    const char *rests[] = {page + common, host + common};
    for (int i = 0; i < 2; i++)
        require(!*rests[i] || strcmp(rests[i], ":80") == 0 || strcmp(rests[i], ":443") == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *list = take_line(&data, &size), *origin = take_line(&data, &size), *host = take_line(&data, &size);
    bool is_valid = origin_list_is_valid(list);
    bool is_allowed = origin_is_allowed(list, origin, host);
    if (!*origin || strcmp(list, "*") == 0) require(is_allowed);
    if (is_allowed && *origin && strcmp(list, "same") == 0) require_same(origin, host);
    if (is_allowed && *origin && !is_valid) require(strstr(list, "://") != NULL);
    bool is_one =
        strstr(list, "://") && !strchr(list, ',') && list[0] != ' ' && list[strlen(list) - 1] != ' ';
    if (is_valid && is_one && strcmp(list, origin) == 0) require(is_allowed);
    free(list);
    free(origin);
    free(host);
    return 0;
}
