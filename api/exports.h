/* SPDX-License-Identifier: MIT */
/* Signed exports of the books. For auditors and admins. */
#ifndef HIPPO_API_EXPORTS_H
#define HIPPO_API_EXPORTS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void exports_list(const struct app_context *app, struct request *request, struct reply *reply);
void exports_create(const struct app_context *app, struct request *request, struct reply *reply);
void exports_get(const struct app_context *app, struct request *request, struct reply *reply);
void exports_get_file(const struct app_context *app, struct request *request, struct reply *reply);

#endif
