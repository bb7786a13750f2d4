/* SPDX-License-Identifier: MIT */
/* What handlers use; made once by main and shared by all threads. */
#ifndef HIPPO_API_APP_CONTEXT_H
#define HIPPO_API_APP_CONTEXT_H

struct app_context {
    struct database *database;
    struct cache *round_current, *config;
    const struct openapi *openapi;
    struct principal_cache *principals;
    struct throttle *peeks; /* wrong codes of tickets and displays, by network */
    const char *allowed_origins;
    const struct client_address_trust *trust;
};

#endif
