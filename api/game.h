/* SPDX-License-Identifier: MIT */
/* Settings, pause and resume, voiding a round, abandoning a session, the clock, and the audit log. For admins; auditors
 * may read. */
#ifndef HIPPO_API_GAME_H
#define HIPPO_API_GAME_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

void game_list_settings(const struct app_context *app, struct request *request, struct reply *reply);
void game_set(const struct app_context *app, struct request *request, struct reply *reply);
void game_get(const struct app_context *app, struct request *request, struct reply *reply);
void game_pause(const struct app_context *app, struct request *request, struct reply *reply);
void game_resume(const struct app_context *app, struct request *request, struct reply *reply);
void game_confirm_clock(const struct app_context *app, struct request *request, struct reply *reply);
void game_void_round(const struct app_context *app, struct request *request, struct reply *reply);
void game_abandon_session(const struct app_context *app, struct request *request, struct reply *reply);
void game_audit(const struct app_context *app, struct request *request, struct reply *reply);

#endif
