/* SPDX-License-Identifier: MIT */
/* The daemon: makes everything, ties it together, and runs it. */
#ifndef HIPPO_GATEWAY_GATEWAY_H
#define HIPPO_GATEWAY_GATEWAY_H

struct listener;
struct settings;

/* Serves until SIGTERM or SIGINT: clients, and scrapes of its metrics, on these sockets, or, where one is NULL, on the
 * address of the settings. */
_Noreturn void gateway_run(const struct settings *settings, struct listener *clients,
                           struct listener *scrapes);

#endif
