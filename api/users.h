/* SPDX-License-Identifier: MIT */
/* Users. For admins; auditors may read. */
#ifndef HIPPO_API_USERS_H
#define HIPPO_API_USERS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void users_list(const struct app_context *app, struct request *request, struct reply *reply);

/* Both take a plain password and store its hash. */
void users_create(const struct app_context *app, struct request *request, struct reply *reply);
void users_set_password(const struct app_context *app, struct request *request, struct reply *reply);

void users_update(const struct app_context *app, struct request *request, struct reply *reply);

#endif
