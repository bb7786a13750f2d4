/* SPDX-License-Identifier: MIT */
/* Origins are compared whole, never by prefix or suffix: https://house.example.evil must not pass for
 * house.example. */
#include "origin.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct span {
    const char *text;
    size_t length;
};

static struct span trimmed(const char *text, size_t length);
static bool spans_equal(struct span a, struct span b);
static bool spells(struct span span, const char *word);
static bool split_origin(struct span origin, struct span *scheme, struct span *host);
static bool is_own(struct span origin, const char *scheme, const char *host);
static struct span without_default_port(struct span host, struct span scheme);
static bool origins_equal(struct span a, struct span b);

bool origin_list_is_valid(const char *list)
{
    if (strcmp(list, "same") == 0 || strcmp(list, "*") == 0) return true;
    for (const char *item = list;; item++) {
        size_t length = strcspn(item, ",");
        struct span scheme, host;
        if (!split_origin(trimmed(item, length), &scheme, &host)) return false;
        item += length;
        if (!*item) return true;
    }
}

enum origin_standing origin_judge(const char *list, const char *origin, const char *scheme, const char *host)
{
    if (!origin || !*origin) return ORIGIN_NONE;
    struct span page = {origin, strlen(origin)};
    if (is_own(page, scheme ? scheme : "", host ? host : "")) return ORIGIN_TRUSTED;
    if (strcmp(list, "*") == 0) return ORIGIN_ANYBODY;
    for (const char *item = list;; item++) {
        size_t length = strcspn(item, ",");
        if (origins_equal(trimmed(item, length), page)) return ORIGIN_TRUSTED;
        item += length;
        if (!*item) return ORIGIN_FOREIGN;
    }
}

const char *origin_scheme(const char *forwarded)
{
    if (!forwarded) return "";
    struct span first = trimmed(forwarded, strcspn(forwarded, ","));
    return spells(first, "https") ? "https" : spells(first, "http") ? "http" : "";
}

/* Always Vary, so that no cache gives one page's answer to another's. */
void origin_print_lines(char lines[ORIGIN_LINES_MAX], enum origin_standing standing, const char *origin)
{
    static const char vary[] = "Vary: Origin\r\n";
    int length = 0;
    if (standing == ORIGIN_ANYBODY)
        length = snprintf(lines, ORIGIN_LINES_MAX, "Access-Control-Allow-Origin: *\r\n%s", vary);
    if (standing == ORIGIN_TRUSTED)
        length = snprintf(lines, ORIGIN_LINES_MAX,
                          "Access-Control-Allow-Origin: %s\r\nAccess-Control-Allow-Credentials: true\r\n%s",
                          origin, vary);
    if (length == 0 || length >= ORIGIN_LINES_MAX) (void)snprintf(lines, ORIGIN_LINES_MAX, "%s", vary);
}

static struct span trimmed(const char *text, size_t length)
{
    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return (struct span){text, length};
}

static bool spans_equal(struct span a, struct span b)
{
    return a.length == b.length && strncasecmp(a.text, b.text, a.length) == 0;
}

static bool spells(struct span span, const char *word)
{
    return spans_equal(span, (struct span){word, strlen(word)});
}

/* "https://host:port" and nothing after it. */
static bool split_origin(struct span origin, struct span *scheme, struct span *host)
{
    const char *colon = origin.length > 0 ? memchr(origin.text, ':', origin.length) : NULL;
    if (!colon || colon == origin.text) return false;
    *scheme = (struct span){origin.text, (size_t)(colon - origin.text)};
    size_t rest = origin.length - scheme->length;
    if (rest < 4 || memcmp(colon, "://", 3) != 0) return false;
    *host = (struct span){colon + 3, rest - 3};
    for (size_t i = 0; i < host->length; i++)
        if (host->text[i] <= ' ' || host->text[i] == 0x7f || strchr("/@,", host->text[i])) return false;
    return true;
}

/* A page over http is not the site's where that is https: anybody on the line can write one. */
static bool is_own(struct span origin, const char *scheme, const char *host)
{
    struct span page_scheme, page_host, own_host = {host, strlen(host)};
    if (own_host.length == 0 || !split_origin(origin, &page_scheme, &page_host)) return false;
    bool is_scheme_own =
        *scheme ? spells(page_scheme, scheme) : spells(page_scheme, "https") || spells(page_scheme, "http");
    return is_scheme_own && spans_equal(without_default_port(page_host, page_scheme),
                                        without_default_port(own_host, page_scheme));
}

static struct span without_default_port(struct span host, struct span scheme)
{
    const char *port = spells(scheme, "https") ? ":443" : spells(scheme, "http") ? ":80" : "";
    size_t length = strlen(port);
    if (length > 0 && host.length > length && memcmp(host.text + host.length - length, port, length) == 0)
        host.length -= length;
    return host;
}

static bool origins_equal(struct span a, struct span b)
{
    struct span scheme_a, host_a, scheme_b, host_b;
    return split_origin(a, &scheme_a, &host_a) && split_origin(b, &scheme_b, &host_b) &&
           spans_equal(scheme_a, scheme_b) &&
           spans_equal(without_default_port(host_a, scheme_a), without_default_port(host_b, scheme_b));
}
