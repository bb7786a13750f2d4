/* SPDX-License-Identifier: MIT */
/* The Origin and Host headers against an allow-list. Input: list, origin, host, scheme, a line each. What is trusted must
 * really be that host, or really be in the list; and no line of an answer's head is the asker's. */
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

static void require_lines(enum origin_standing standing, const char *origin)
{
    char lines[ORIGIN_LINES_MAX];
    origin_print_lines(lines, standing, origin);
    size_t length = strlen(lines), count = 0;
    require(length < sizeof lines && length >= 14 && strcmp(lines + length - 14, "Vary: Origin\r\n") == 0);
    for (const char *c = lines; *c; c++)
        count += *c == '\n';
    require(count == 1 || (count == 2 && standing == ORIGIN_ANYBODY) ||
            (count == 3 && standing == ORIGIN_TRUSTED));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *list = take_line(&data, &size), *origin = take_line(&data, &size), *host = take_line(&data, &size);
    char *forwarded = take_line(&data, &size);
    bool is_valid = origin_list_is_valid(list);
    const char *scheme = origin_scheme(forwarded);
    enum origin_standing standing = origin_judge(list, origin, scheme, host);
    require((standing == ORIGIN_NONE) == !*origin);
    require(standing != ORIGIN_ANYBODY || strcmp(list, "*") == 0);
    if (standing == ORIGIN_TRUSTED && !strstr(list, "://")) {
        require_same(origin, host);
        require(strncmp(origin, scheme, strlen(scheme)) == 0);
    }
    bool is_one =
        strstr(list, "://") && !strchr(list, ',') && list[0] != ' ' && list[strlen(list) - 1] != ' ';
    if (is_valid && is_one && strcmp(list, origin) == 0) require(standing == ORIGIN_TRUSTED);
    require_lines(standing, origin);
    free(list);
    free(origin);
    free(host);
    free(forwarded);
    return 0;
}
