/* SPDX-License-Identifier: MIT */
/* The books, for those who check them. */
#ifndef HIPPO_API_REPORTS_H
#define HIPPO_API_REPORTS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

/* ?from=&to= days; ?format=json (default) or csv. */
void reports_get(const struct app_context *app, struct request *request, struct reply *reply);

/* Every violated invariant; none when all is well. */
void reports_proof(const struct app_context *app, struct request *request, struct reply *reply);

#endif
