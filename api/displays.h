/* SPDX-License-Identifier: MIT */
/* Customers' displays of a till: who has one, and what it shows. */
#ifndef HIPPO_API_DISPLAYS_H
#define HIPPO_API_DISPLAYS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void displays_list(const struct app_context *app, struct request *request, struct reply *reply);
void displays_create(const struct app_context *app, struct request *request, struct reply *reply);
void displays_claim(const struct app_context *app, struct request *request, struct reply *reply);
void displays_show(const struct app_context *app, struct request *request, struct reply *reply);
void displays_revoke(const struct app_context *app, struct request *request, struct reply *reply);

#endif
