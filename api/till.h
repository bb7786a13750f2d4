/* SPDX-License-Identifier: MIT */
/* The till: opened, moved, counted, closed. */
#ifndef HIPPO_API_TILL_H
#define HIPPO_API_TILL_H

#include "reply.h"
#include "request.h"
#include "services.h"

/* The tills that the caller may see. */
void till_list(const struct services *services, struct request *request, struct reply *reply);

/* ?tillId= for supervisors; a cashier has one. */
void till_get(const struct services *services, struct request *request, struct reply *reply);
void till_open(const struct services *services, struct request *request, struct reply *reply);
void till_move(const struct services *services, struct request *request, struct reply *reply);
void till_list_movements(const struct services *services, struct request *request, struct reply *reply);
void till_report(const struct services *services, struct request *request, struct reply *reply);
void till_close(const struct services *services, struct request *request, struct reply *reply);
void till_verify(const struct services *services, struct request *request, struct reply *reply);

#endif
