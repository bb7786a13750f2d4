/* SPDX-License-Identifier: MIT */
/* libwebsockets' loop, the clients' listening socket, how many there may be, and the answers to checks of health.
 *
 * Which loop: measured on two cores, one connect and close beside 18 000 idle clients costs 0.2 ms of CPU on libuv,
 * 0.4 on libev and 11 on poll. */
#ifndef HIPPO_GATEWAY_SERVER_H
#define HIPPO_GATEWAY_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct client_shared;
struct listener;
struct lws_context;
struct lws_vhost;
struct server;
struct settings;

/* Makes the loop. die() when libwebsockets cannot, or a setting cannot be understood. */
struct server *server_new(const struct settings *settings, struct client_shared *shared);

struct lws_context *server_loop(const struct server *server);
struct lws_vhost *server_vhost(const struct server *server);

/* How many clients the settings and the limit of open files allow. */
size_t server_capacity(const struct server *server);

/* Accepts clients from now on, on `listener`, or, when it is NULL, on the address of the settings. *shared is filled by
 * now. */
void server_open(struct server *server, struct listener *listener);

/* Lets go of the address; from now on no one is let in. The clients that are there stay. */
void server_stop_accepting(struct server *server);

/* True when no one is there any more, nor a closing handshake under way. */
bool server_is_empty(const struct server *server);

/* Call about every 100 ms. */
void server_tick(struct server *server);

/* Serves for ever; the process leaves with exit(). libwebsockets' own way out has crash reports on event libraries in
 * this version, and nothing is left to save then. */
_Noreturn void server_run(struct server *server);

#endif
