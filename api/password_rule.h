/* SPDX-License-Identifier: MIT */
/* Which passwords may be set: long enough, not one of those that everybody tries first, and more than the user's own name. */
#ifndef HIPPO_API_PASSWORD_RULE_H
#define HIPPO_API_PASSWORD_RULE_H

#include <stdbool.h>

#include "problem.h"
#include "request.h"

#define PASSWORD_LENGTH_MIN 8 /* in characters; of new ones */
#define PASSWORD_LENGTH_MAX 256

enum password_flaw {
    PASSWORD_FLAWLESS,
    PASSWORD_FLAW_LENGTH,
    PASSWORD_FLAW_COMMON, /* one of the most used, in whatever case, or a few characters again and again */
    PASSWORD_FLAW_NAME,   /* under PASSWORD_LENGTH_MIN without the user's name */
};

/* True if the password is not too long to be one in use. */
bool password_fits(const char *password);

/* `username` NULL: not known yet. */
enum password_flaw password_find_flaw(const char *password, const char *username);

/* True if `password` (NULL: missing) may be set. False: *fault names `parameter`. */
bool password_check_new(struct request *request, const char *parameter, const char *password,
                        const char *username, struct fault *fault) __attribute__((warn_unused_result));

#endif
