/* SPDX-License-Identifier: MIT */
/* One request from its first byte to the last of its reply. */
#ifndef HIPPO_API_HTTP_CONTEXT_H
#define HIPPO_API_HTTP_CONTEXT_H

#include <fcgiapp.h>

#include "arena.h"

/* A server_handler; `services` is a const struct services. */
void http_context_serve(const void *app, FCGX_Request *fcgi, struct arena *arena);

#endif
