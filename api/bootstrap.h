/* SPDX-License-Identifier: MIT */
/* The administrator of a house that has none, or none who knows a password. */
#ifndef HIPPO_API_BOOTSTRAP_H
#define HIPPO_API_BOOTSTRAP_H

#include <stdbool.h>

#include "pg.h"

/* The statements of a connection that bootstrap uses, from its number 0 on. */
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

/* Makes user `admin` when the house has no user at all, with the first line of `password_file` as password, or ("")
 * with a random one that is said on stdout before it counts: whenever this process dies, either somebody was told or
 * nobody was made. An unreadable file, or nobody there to be told, is the operator's mistake: die(). False: the
 * database did not take part; ask again. */
bool bootstrap_admin(struct pg *pg, const char *password_file) __attribute__((warn_unused_result));

/* `hippo-api --reset-admin`: the same for a password that was lost. The process's exit status. */
int bootstrap_reset(const char *url, const char *password_file) __attribute__((warn_unused_result));

#endif
