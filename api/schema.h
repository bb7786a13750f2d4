/* SPDX-License-Identifier: MIT */
/* The check at start that the database has a schema new enough for this program, and an administrator. */
#ifndef HIPPO_API_SCHEMA_H
#define HIPPO_API_SCHEMA_H

/* The oldest migration that has every function called in database.c. */
#define SCHEMA_OLDEST 24

struct schema_check;

/* Checks in the background until the database answers; requests are served meanwhile. Logs database_ready; an older
 * schema, or none, is the operator's mistake: die(). Then creates the first administrator (bootstrap.h). Both
 * texts must outlive the check. */
struct schema_check *schema_check_start(const char *url, const char *admin_password_file);

/* Ends the check, done or not. */
void schema_check_stop(struct schema_check *check);

#endif
