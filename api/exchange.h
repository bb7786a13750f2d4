/* SPDX-License-Identifier: MIT */
/* One request from its first byte to the last of its reply. */
#ifndef HIPPO_API_EXCHANGE_H
#define HIPPO_API_EXCHANGE_H

#include <fcgiapp.h>

#include "arena.h"

/* A server_handler; `context` is a const struct services. */
void exchange_serve(const void *context, FCGX_Request *fcgi, struct arena *arena);

#endif
