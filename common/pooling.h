/* SPDX-License-Identifier: MIT */
/* A connection pooler before PostgreSQL. In session mode it keeps a server for each connection, and everything works. In transaction
 * mode each transaction may have another server: prepared statements, time limits, LISTEN and session locks are lost without a word. */
#ifndef HIPPO_POOLING_H
#define HIPPO_POOLING_H

#include <stdbool.h>

/* For a connection string that leads through some pooler (pg_is_pooled). Ends the program, with a sentence that names `setting`, when
 * the pooler is in transaction mode. Takes some seconds at most; when the pooler does not answer, it is taken for good. */
void pooling_refuse(const char *setting, const char *url);

/* The same, in a thread of its own, for any connection string; `is_standby`: as pg_want_standby. Both texts must outlive it. */
void pooling_refuse_later(const char *setting, const char *url, bool is_standby);

#endif
