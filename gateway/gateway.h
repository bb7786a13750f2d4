/* SPDX-License-Identifier: MIT */
/* The daemon: everything made, tied together, and run. */
#ifndef HIPPO_GATEWAY_GATEWAY_H
#define HIPPO_GATEWAY_GATEWAY_H

struct settings;

/* Serves until SIGTERM or SIGINT. */
_Noreturn void gateway_run(const struct settings *settings);

#endif
