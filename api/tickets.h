/* SPDX-License-Identifier: MIT */
/* Tickets: sold, read, voided, paid, printed. */
#ifndef HIPPO_API_TICKETS_H
#define HIPPO_API_TICKETS_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void tickets_sell(const struct app_context *app, struct request *request, struct reply *reply);
void tickets_quote(const struct app_context *app, struct request *request, struct reply *reply);
void tickets_list(const struct app_context *app, struct request *request, struct reply *reply);

/* With ?code= for anyone, with a limit on wrong codes; else for signed-in users. */
void tickets_get(const struct app_context *app, struct request *request, struct reply *reply);

/* Both report a wrong combination of number and code, and the database makes the user wait after several. */
void tickets_void(const struct app_context *app, struct request *request, struct reply *reply);
void tickets_pay(const struct app_context *app, struct request *request, struct reply *reply);

/* The paper: the ticket or its last duplicate; a new duplicate; the receipt of what was paid. */
void tickets_print(const struct app_context *app, struct request *request, struct reply *reply);
void tickets_copy(const struct app_context *app, struct request *request, struct reply *reply);
void tickets_slip(const struct app_context *app, struct request *request, struct reply *reply);

#endif
