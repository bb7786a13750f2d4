/* SPDX-License-Identifier: MIT */
/* What became of a request whose answer was lost. */
#ifndef HIPPO_API_REQUESTS_H
#define HIPPO_API_REQUESTS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void requests_get(const struct app_context *app, struct request *request, struct reply *reply);

/* Takes no Idempotency-Key: the one in its path is burnt once, however often it is asked. */
void requests_burn(const struct app_context *app, struct request *request, struct reply *reply);

#endif
