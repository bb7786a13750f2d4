/* SPDX-License-Identifier: MIT */
/* Shops and their tills. For admins; auditors may look. */
#ifndef HIPPO_API_SHOPS_H
#define HIPPO_API_SHOPS_H

#include "reply.h"
#include "request.h"
#include "services.h"

void shops_list(const struct services *services, struct request *request, struct reply *reply);
void shops_create(const struct services *services, struct request *request, struct reply *reply);
void shops_update(const struct services *services, struct request *request, struct reply *reply);
void shops_create_till(const struct services *services, struct request *request, struct reply *reply);
void shops_update_till(const struct services *services, struct request *request, struct reply *reply);

#endif
