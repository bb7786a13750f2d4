/* SPDX-License-Identifier: MIT */
/* Which web pages may open a WebSocket: browsers send the page's origin, and cookies go along with any page.
 */
#ifndef HIPPO_ORIGIN_H
#define HIPPO_ORIGIN_H

#include <stdbool.h>

/* Is the allow-list well formed? `same`, `*`, or a comma list of scheme://host[:port]. */
bool origin_list_is_valid(const char *list);

/* May a page of `origin` connect to `host` (the Host header)? "" or NULL as origin: not a browser, so there
 * is no cookie to protect, allowed. `same` compares host and port, a default port of the scheme being the
 * same as none. */
bool origin_is_allowed(const char *list, const char *origin, const char *host);

#endif
