/* SPDX-License-Identifier: MIT */
/* Shops and their tills. For admins; auditors may read. */
#ifndef HIPPO_API_SHOPS_H
#define HIPPO_API_SHOPS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void shops_list(const struct app_context *app, struct request *request, struct reply *reply);
void shops_create(const struct app_context *app, struct request *request, struct reply *reply);
void shops_update(const struct app_context *app, struct request *request, struct reply *reply);
void shops_pause(const struct app_context *app, struct request *request, struct reply *reply);
void shops_resume(const struct app_context *app, struct request *request, struct reply *reply);
void shops_create_till(const struct app_context *app, struct request *request, struct reply *reply);
void shops_update_till(const struct app_context *app, struct request *request, struct reply *reply);

/* Money between a shop's safe and the bank. */
void shops_move_safe(const struct app_context *app, struct request *request, struct reply *reply);

#endif
