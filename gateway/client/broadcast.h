/* SPDX-License-Identifier: MIT */
/* A broadcast: a pass over all clients in slices, between which the loop handles other events. What is new during a pass is
 * sent with it to clients that it has not reached, and by another pass to the others. */
#ifndef HIPPO_GATEWAY_CLIENT_BROADCAST_H
#define HIPPO_GATEWAY_CLIENT_BROADCAST_H

struct broadcast;
struct lws_vhost;
struct client_shared;

struct broadcast *broadcast_new(struct lws_vhost *vhost, struct client_shared *shared);

/* Starts a pass, its first slice at once; or asks the running one for another. */
void broadcast_request(struct broadcast *broadcast);

#endif
