/* SPDX-License-Identifier: MIT */
/* What is withheld from prizes for the state: its rates, and handing it over. For admins; auditors read the rates. */
#ifndef HIPPO_API_TAXES_H
#define HIPPO_API_TAXES_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

/* Rates, newest first, a page at a time. */
void taxes_list(const struct app_context *app, struct request *request, struct reply *reply);

/* A rate from a day on that has not begun. */
void taxes_set(const struct app_context *app, struct request *request, struct reply *reply);

/* Money that a shop withheld goes to the state. */
void taxes_pay(const struct app_context *app, struct request *request, struct reply *reply);

#endif
