/* SPDX-License-Identifier: MIT */
/* Which web pages may open a WebSocket or change something: browsers send cookies with the requests of any page, and the
 * page's origin with them. */
#ifndef HIPPO_ORIGIN_H
#define HIPPO_ORIGIN_H

#include <stdbool.h>

/* True if the allow-list is well formed: `same`, `*`, or a comma-separated list of scheme://host[:port]. */
bool origin_list_is_valid(const char *list);

/* May a page of `origin` send requests to `host` (the Host header)? No origin ("" or NULL) is allowed: it is not a browser
 * with somebody's cookie. `same` compares host and port; the scheme's default port is the same as none. */
bool origin_is_allowed(const char *list, const char *origin, const char *host);

#endif
