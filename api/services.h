/* SPDX-License-Identifier: MIT */
/* What handlers may use; made once by main, the same for all threads. */
#ifndef HIPPO_API_SERVICES_H
#define HIPPO_API_SERVICES_H

struct services {
    struct database *database;
    struct cache *round_current, *config;
    const struct contract *contract;
    struct callers *callers;
    struct throttle *peeks; /* wrong ticket codes, by address */
    const char *allowed_origins;
    const struct client_address_trust *trust;
};

#endif
