/* SPDX-License-Identifier: MIT */
/* Which web pages may do what here: browsers send cookies with the requests of any page, and the page's origin with them.
 * ALLOWED_ORIGINS is judged here for both daemons. */
#ifndef HIPPO_ORIGIN_H
#define HIPPO_ORIGIN_H

#include <stdbool.h>

/* The setting, worded once. */
#define ORIGIN_LIST_HELP                                                                                     \
    "whose pages may use this besides the site's own: same (nobody's), a comma list of "                     \
    "scheme://host[:port], "                                                                                 \
    "or * (anybody's, to read what needs no cookie)"
#define ORIGIN_LIST_WANTED "same, * or scheme://host[:port],... is wanted"

enum origin_standing {
    ORIGIN_NONE,    /* not said: no browser, or the site's own page that only reads */
    ORIGIN_FOREIGN, /* may nothing */
    ORIGIN_ANYBODY, /* let in by `*`: may read what needs no cookie */
    ORIGIN_TRUSTED, /* the site's own or a listed one: may everything, and the cookie counts */
};

/* True if the allow-list is well formed: `same`, `*`, or a comma-separated list of scheme://host[:port]. */
bool origin_list_is_valid(const char *list);

/* What may a page of `origin` do at the site https://HOST or http://HOST? `scheme` is the site's as the browser sees it, ""
 * where nobody says so: then it is either. The scheme's default port is the same as none. NULL counts as "". */
enum origin_standing origin_judge(const char *list, const char *origin, const char *scheme, const char *host);

/* "https", "http" or "": what X-Forwarded-Proto (may be NULL) of a trusted proxy says. Of a list the first one is the
 * browser's. */
const char *origin_scheme(const char *forwarded);

/* Header lines by which a browser gives an answer to the page of this origin, or to nobody. An origin too long for them gets
 * nobody's. */
#define ORIGIN_LINES_MAX 512
void origin_print_lines(char lines[ORIGIN_LINES_MAX], enum origin_standing standing, const char *origin);

#endif
