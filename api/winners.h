/* SPDX-License-Identifier: MIT */
/* The last winners. */
#ifndef HIPPO_API_WINNERS_H
#define HIPPO_API_WINNERS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void winners_list(const struct app_context *app, struct request *request, struct reply *reply);

#endif
