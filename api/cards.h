/* SPDX-License-Identifier: MIT */
/* Race cards: proposed by one admin, approved or rejected by another; and the list by which approved ones take turns. */
#ifndef HIPPO_API_CARDS_H
#define HIPPO_API_CARDS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void cards_list(const struct app_context *app, struct request *request, struct reply *reply);
void cards_get(const struct app_context *app, struct request *request, struct reply *reply);
void cards_propose(const struct app_context *app, struct request *request, struct reply *reply);
void cards_approve(const struct app_context *app, struct request *request, struct reply *reply);
void cards_reject(const struct app_context *app, struct request *request, struct reply *reply);
void cards_get_schedule(const struct app_context *app, struct request *request, struct reply *reply);
void cards_set_schedule(const struct app_context *app, struct request *request, struct reply *reply);

#endif
