/* SPDX-License-Identifier: MIT */
/* The hot standby that answers reports in the main database's place, while it may: whether it is worth asking, and the words for
 * why it was not. */
#ifndef HIPPO_API_REPLICA_H
#define HIPPO_API_REPLICA_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "pg.h"

struct replica;

/* `lag_max_ms`: how far it may be behind. Never fails. */
struct replica *replica_new(int64_t lag_max_ms);
void replica_free(struct replica *replica);

/* Whether it may answer whom `token` stands for. Its connection `pg` runs statement `standing`; `terms` are the main database's
 * word on the same user. The time up to which everything is in its figures, in the arena. NULL: it may not; *because is the word for
 * that, static. Any thread may call. */
const char *replica_ask(struct replica *replica, struct pg *pg, size_t standing, const char *token,
                        const char *terms, struct arena *arena, const char **because);

/* After a report's own call on it. NULL: its answer stands, also when that is a refusal or that it took too long. Else the word for
 * why the main database is to be asked. */
const char *replica_judge(struct replica *replica, const struct pg *pg, enum pg_outcome outcome,
                          bool is_late);

/* Whether the last report was read there; if not, *because is why, static. True until one was asked for. Any thread may call. */
bool replica_answers(struct replica *replica, const char **because);

#endif
