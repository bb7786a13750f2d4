/* SPDX-License-Identifier: MIT */
/* What the back office tells the tills. */
#ifndef HIPPO_API_MESSAGES_H
#define HIPPO_API_MESSAGES_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void messages_list(const struct app_context *app, struct request *request, struct reply *reply);
void messages_create(const struct app_context *app, struct request *request, struct reply *reply);
void messages_read(const struct app_context *app, struct request *request, struct reply *reply);

#endif
