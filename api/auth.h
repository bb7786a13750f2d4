/* SPDX-License-Identifier: MIT */
/* Signing in and out, who am I, another password. */
#ifndef HIPPO_API_AUTH_H
#define HIPPO_API_AUTH_H

#include "app_context.h"
#include "reply.h"
#include "request.h"

/* {username, password}: ME and a cookie; with {"bearer": true} the token in the answer instead of a cookie. An
 * unknown user takes as long as a wrong password. */
void auth_login(const struct app_context *app, struct request *request, struct reply *reply);
void auth_logout(const struct app_context *app, struct request *request, struct reply *reply);
void auth_me(const struct app_context *app, struct request *request, struct reply *reply);

/* {password, newPassword} */
void auth_password(const struct app_context *app, struct request *request, struct reply *reply);

#endif
