/* SPDX-License-Identifier: MIT */
/* Rates of commissions. For admins; auditors read them. */
#ifndef HIPPO_API_COMMISSIONS_H
#define HIPPO_API_COMMISSIONS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

/* Newest first, a page at a time. */
void commissions_list(const struct app_context *app, struct request *request, struct reply *reply);

/* From a day on that has not begun. */
void commissions_set(const struct app_context *app, struct request *request, struct reply *reply);

#endif
