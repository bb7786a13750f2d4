/* SPDX-License-Identifier: MIT */
/* Who works here. For admins; auditors may look. */
#ifndef HIPPO_API_USERS_H
#define HIPPO_API_USERS_H

#include "reply.h"
#include "request.h"
#include "services.h"

void users_list(const struct services *services, struct request *request, struct reply *reply);

/* Both take a password in clear and hand on its hash. */
void users_create(const struct services *services, struct request *request, struct reply *reply);
void users_set_password(const struct services *services, struct request *request, struct reply *reply);

void users_update(const struct services *services, struct request *request, struct reply *reply);

#endif
