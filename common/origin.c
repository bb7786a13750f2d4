/* SPDX-License-Identifier: MIT */
/* Origins are compared whole, never by prefix or suffix: https://house.example.evil must not pass for
 * house.example. */
#include "origin.h"

#include <string.h>
#include <strings.h>

struct span {
    const char *text;
    size_t length;
};

static struct span trimmed(const char *text, size_t length);
static bool spans_equal(struct span a, struct span b);
static bool split_origin(struct span origin, struct span *scheme, struct span *host);
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

bool origin_is_allowed(const char *list, const char *origin, const char *host)
{
    if (!origin || !*origin || strcmp(list, "*") == 0) return true;
    struct span wanted = {origin, strlen(origin)};
    if (strcmp(list, "same") == 0) {
        struct span scheme, page_host, own_host = {host ? host : "", host ? strlen(host) : 0};
        return own_host.length > 0 && split_origin(wanted, &scheme, &page_host) &&
               spans_equal(without_default_port(page_host, scheme), without_default_port(own_host, scheme));
    }
    for (const char *item = list;; item++) {
        size_t length = strcspn(item, ",");
        if (origins_equal(trimmed(item, length), wanted)) return true;
        item += length;
        if (!*item) return false;
    }
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

/* "https://host:port" and nothing after it. */
static bool split_origin(struct span origin, struct span *scheme, struct span *host)
{
    const char *colon = origin.length > 0 ? memchr(origin.text, ':', origin.length) : NULL;
    if (!colon || colon == origin.text) return false;
    *scheme = (struct span){origin.text, (size_t)(colon - origin.text)};
    size_t rest = origin.length - scheme->length;
    if (rest < 4 || memcmp(colon, "://", 3) != 0) return false;
    *host = (struct span){colon + 3, rest - 3};
    return !memchr(host->text, '/', host->length) && !memchr(host->text, '@', host->length) &&
           !memchr(host->text, ' ', host->length);
}

static struct span without_default_port(struct span host, struct span scheme)
{
    const char *port = scheme.length == 5 ? ":443" : ":80";
    size_t length = strlen(port);
    if (host.length > length && memcmp(host.text + host.length - length, port, length) == 0)
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
