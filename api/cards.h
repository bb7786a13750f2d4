/* SPDX-License-Identifier: MIT */
/* The card: proposed by one admin, decided on by another. */
#ifndef HIPPO_API_CARDS_H
#define HIPPO_API_CARDS_H

#include "reply.h"
#include "request.h"
#include "services.h"

void cards_list(const struct services *services, struct request *request, struct reply *reply);
void cards_get(const struct services *services, struct request *request, struct reply *reply);
void cards_propose(const struct services *services, struct request *request, struct reply *reply);
void cards_approve(const struct services *services, struct request *request, struct reply *reply);
void cards_reject(const struct services *services, struct request *request, struct reply *reply);

#endif
