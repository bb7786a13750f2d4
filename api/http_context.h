/* SPDX-License-Identifier: MIT */
/* One HTTP request, from reading it to sending its reply. */
#ifndef HIPPO_API_HTTP_CONTEXT_H
#define HIPPO_API_HTTP_CONTEXT_H

#include <fcgiapp.h>

#include "arena.h"

/* A server_handler; `context` is a const struct app_context. */
void http_context_serve(const void *context, FCGX_Request *fcgi, struct arena *arena);

#endif
