/* SPDX-License-Identifier: MIT */
/* Who is let in: takes each request that asks for a WebSocket or a stream to an open connection and a session, or to the
 * answer that tells why not. */
#ifndef HIPPO_GATEWAY_CLIENT_ADMISSION_H
#define HIPPO_GATEWAY_CLIENT_ADMISSION_H

struct admission;
struct client_shared;
struct connection;
struct http_request;

struct admission_settings {
    const char *allowed_origins, *trusted_proxies, *edge_proxies;
};

/* die() when a setting cannot be understood. */
struct admission *admission_new(struct admission_settings settings, struct client_shared *shared);

/* Opens or answers the connection. */
void admission_decide(struct admission *admission, struct connection *connection,
                      const struct http_request *http);

/* From now on no one is let in. */
void admission_stop(struct admission *admission);

#endif
