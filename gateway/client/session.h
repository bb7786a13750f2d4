/* SPDX-License-Identifier: MIT */
/* What a client lives through, from the open connection to the end: it hears of everything that happens to a client, and
 * decides what comes next. */
#ifndef HIPPO_GATEWAY_CLIENT_SESSION_H
#define HIPPO_GATEWAY_CLIENT_SESSION_H

#include <stddef.h>

struct channel_reader_events;
struct client;
struct client_request;
struct client_shared;
struct connection;
struct connection_events;

/* What connections and private channels tell; their context is the struct client_shared. */
extern const struct connection_events session_connection_events;
extern const struct channel_reader_events session_reader_events;

/* The connection is open. `address` is for the log. */
void session_start(struct client_shared *shared, struct client *client, struct connection *connection,
                   const struct client_request *request, const char *address);

/* A whole message that came by a request of its own. */
void session_receive(struct client_shared *shared, struct client *client, const char *message, size_t length);

/* Sends all that is pending: `connected` when it has become possible, replies, events. */
void session_flush(struct client_shared *shared, struct client *client);

/* The client's timer is due. */
void session_on_due(struct client_shared *shared, struct client *client);

/* The stream of the races is another one: what the client knows of it means nothing any more. It comes back, or
 * subscribes again. */
void session_on_restart(struct client_shared *shared, struct client *client);

#endif
