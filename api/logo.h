/* SPDX-License-Identifier: MIT */
/* The picture at the head of the house's papers. */
#ifndef HIPPO_API_LOGO_H
#define HIPPO_API_LOGO_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void logo_get(const struct app_context *app, struct request *request, struct reply *reply);
void logo_set(const struct app_context *app, struct request *request, struct reply *reply);

#endif
