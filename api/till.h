/* SPDX-License-Identifier: MIT */
/* Tills: opening, cash movements, reversals, sessions, report, closing, recount, verification. */
#ifndef HIPPO_API_TILL_H
#define HIPPO_API_TILL_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

/* The tills that the user may see. */
void till_list(const struct app_context *app, struct request *request, struct reply *reply);

/* ?tillId= for supervisors; a cashier has only one. */
void till_get(const struct app_context *app, struct request *request, struct reply *reply);
void till_open(const struct app_context *app, struct request *request, struct reply *reply);
void till_move(const struct app_context *app, struct request *request, struct reply *reply);
void till_list_movements(const struct app_context *app, struct request *request, struct reply *reply);
void till_reverse(const struct app_context *app, struct request *request, struct reply *reply);
void till_list_sessions(const struct app_context *app, struct request *request, struct reply *reply);
void till_report(const struct app_context *app, struct request *request, struct reply *reply);
void till_list_papers(const struct app_context *app, struct request *request, struct reply *reply);
void till_confirm_papers(const struct app_context *app, struct request *request, struct reply *reply);
void till_close(const struct app_context *app, struct request *request, struct reply *reply);
void till_recount(const struct app_context *app, struct request *request, struct reply *reply);
void till_verify(const struct app_context *app, struct request *request, struct reply *reply);

#endif
