/* SPDX-License-Identifier: MIT */
/* The daemon: everything made, tied together, and run. */
#ifndef HIPPO_GATEWAY_GATEWAY_H
#define HIPPO_GATEWAY_GATEWAY_H

struct listener;
struct settings;

/* Serves until SIGTERM or SIGINT; on `listener`, or, when it is NULL, on the address of the settings. */
_Noreturn void gateway_run(const struct settings *settings, struct listener *listener);

#endif
