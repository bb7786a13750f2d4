/* SPDX-License-Identifier: MIT */
/* The check that the database has at least the schema this program was built for, and somebody who may sign in. */
#ifndef HIPPO_API_SCHEMA_H
#define HIPPO_API_SCHEMA_H

/* The oldest migration that has every function asked for in database.c. */
#define SCHEMA_OLDEST 16

struct schema_check;

/* Looks in the background, as long as it takes; requests are served meanwhile. Logs database_ready; an older
 * schema, or none, is the operator's mistake: die(). Then makes the first administrator (bootstrap.h). Both
 * texts must outlive the check. */
struct schema_check *schema_check_start(const char *url, const char *admin_password_file);

/* Ends the look, found or not. */
void schema_check_stop(struct schema_check *check);

#endif
