/* SPDX-License-Identifier: MIT */
/* The last winners. */
#ifndef HIPPO_API_WINNERS_H
#define HIPPO_API_WINNERS_H

#include "reply.h"
#include "request.h"
#include "services.h"

void winners_list(const struct services *services, struct request *request, struct reply *reply);

#endif
