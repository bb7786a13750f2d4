/* SPDX-License-Identifier: MIT */
/* Reports and the day at a glance. For auditors and admins; of the own shop for supervisors. */
#ifndef HIPPO_API_REPORTS_H
#define HIPPO_API_REPORTS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

/* Which there are, with their columns. */
void reports_list(const struct app_context *app, struct request *request, struct reply *reply);

/* ?from=&to= days; ?shop=; ?format=json (default) or csv. */
void reports_get(const struct app_context *app, struct request *request, struct reply *reply);

/* ?day=; today without it. */
void reports_day(const struct app_context *app, struct request *request, struct reply *reply);

/* Every violated invariant of the books; none when all hold. */
void reports_proof(const struct app_context *app, struct request *request, struct reply *reply);

#endif
