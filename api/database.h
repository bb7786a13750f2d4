/* SPDX-License-Identifier: MIT */
/* The connection pool that all threads share, and the one kind of query: a function of schema `api` that returns JSON
 * text. */
#ifndef HIPPO_API_DATABASE_H
#define HIPPO_API_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "answer.h"
#include "arena.h"
#include "statements.h"

struct database;
struct replica;

/* Connects on the first query. At most `connections` for short queries, and two more for reports and proofs. Reports are
 * answered by the hot standby at `replica_url` ("": there is none), as long as it is not further behind than `lag_max_ms`: then
 * there are two more connections to that one. Never fails. */
struct database *database_open(const char *url, const char *replica_url, int64_t lag_max_ms,
                               size_t connections);
void database_close(struct database *database);

/* Runs a query within two seconds in all; reports and proofs may take twelve, two at a time. One that takes longer is
 * FAILED with 57014: as a rule the server has given it up, and nothing of it was done. It is retried once when the
 * connection was lost, or when the database rolled it back because of a concurrent one (deadlock, serialization failure,
 * the same Idempotency-Key twice at once): so it must be safe to run twice, as reads and everything with an idempotency
 * key are. While the database is unavailable, one caller at a time tries to connect and the others fail at once. Any
 * thread may call. */
void database_query(struct database *database, enum database_statement statement,
                    const char *const *parameters, struct arena *arena, struct database_answer *answer);

/* NULL: there is none. */
struct replica *database_replica(const struct database *database);

/* Gets each row's JSON text as it comes; `text` lives as long as the call. NULL: what came so far is to be forgotten, all rows
 * come anew (the replica was lost, and the main database is asked). */
typedef void database_on_row(void *context, const char *text, size_t length);

/* The same for a statement of many rows. *answer: NOTHING once all of them have come, else why not; then those that came are to
 * be forgotten. It is retried only while none has come. */
void database_query_rows(struct database *database, enum database_statement statement,
                         const char *const *parameters, struct arena *arena, struct database_answer *answer,
                         database_on_row *on_row, void *context);

#endif
