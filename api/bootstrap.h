/* SPDX-License-Identifier: MIT */
/* The first administrator of an empty house. */
#ifndef HIPPO_API_BOOTSTRAP_H
#define HIPPO_API_BOOTSTRAP_H

#include <stdbool.h>

#include "pg.h"

/* Makes user `admin` when the house has no user at all, with the first line of `password_file` as password, or ("")
 * with a random one that is said once, on stderr. Needs pg_statement `statement` to be admin_bootstrap. An unreadable
 * file is the operator's mistake: die(). False: the database did not take part; ask again. */
bool bootstrap_admin(struct pg *pg, size_t statement, const char *password_file)
    __attribute__((warn_unused_result));

#endif
