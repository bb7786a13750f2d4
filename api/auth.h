/* SPDX-License-Identifier: MIT */
/* Login, logout, the current user, change of password; approvals. */
#ifndef HIPPO_API_AUTH_H
#define HIPPO_API_AUTH_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

/* {username, password}: the answer is that of auth/me, and a cookie; with {"bearer": true} the token is in the answer
 * instead. An unknown user takes as long as a wrong password. */
void auth_login(const struct app_context *app, struct request *request, struct reply *reply);

/* {username, password, action, subject, amount}: a supervisor allows one act at the till where somebody else is signed in,
 * who stays so. */
void auth_approval(const struct app_context *app, struct request *request, struct reply *reply);

void auth_logout(const struct app_context *app, struct request *request, struct reply *reply);
void auth_me(const struct app_context *app, struct request *request, struct reply *reply);

/* {password, newPassword} */
void auth_password(const struct app_context *app, struct request *request, struct reply *reply);

#endif
