/* SPDX-License-Identifier: MIT */
/* The first administrator of an installation, and a new password for one who lost it. */
#ifndef HIPPO_API_BOOTSTRAP_H
#define HIPPO_API_BOOTSTRAP_H

#include <stdbool.h>

#include "pg.h"

/* The first statements of each connection that bootstrap uses. */
#define BOOTSTRAP_STATEMENTS                                                                                 \
    {"admin_missing", "select api.admin_missing()", 0}, {"begin", "begin", 0}, {"commit", "commit", 0},      \
        {"rollback", "rollback", 0}, {"admin_bootstrap", "select api.admin_bootstrap($1)", 1},               \
    {                                                                                                        \
        "admin_reset", "select api.admin_reset($1)", 1                                                       \
    }
enum {
    BOOTSTRAP_MISSING,
    BOOTSTRAP_BEGIN,
    BOOTSTRAP_COMMIT,
    BOOTSTRAP_ROLLBACK,
    BOOTSTRAP_MAKE,
    BOOTSTRAP_RESET,
    BOOTSTRAP_COUNT,
};

/* Creates user `admin` if there is no user at all. Its password is the first line of `password_file`, or if that is "" or
 * empty a random one, printed to stdout before the commit: if this process dies, either it was printed or no user was
 * created. An unreadable file or a closed stdout is the operator's mistake: die(). False: the database did not answer;
 * call again. */
bool bootstrap_admin(struct pg *pg, const char *password_file) __attribute__((warn_unused_result));

/* `hippo-api --reset-admin`: a new password for `admin`, in the same way. Returns the process's exit status. */
int bootstrap_reset(const char *url, const char *password_file) __attribute__((warn_unused_result));

#endif
