/* SPDX-License-Identifier: MIT */
/* The table of sessions: they stay where they are, lie close together, and are visited by index. */
#ifndef HIPPO_GATEWAY_ROSTER_H
#define HIPPO_GATEWAY_ROSTER_H

#include <stddef.h>

struct roster;
struct session;

/* Room for `most` sessions; memory is taken as they come and kept. */
struct roster *roster_new(size_t most);
void roster_free(struct roster *roster);

/* A zeroed session with a new id; NULL when `most` are there. */
struct session *roster_add(struct roster *roster);
void roster_remove(struct roster *roster, struct session *session);

size_t roster_count(const struct roster *roster);
size_t roster_most(const struct roster *roster);

/* Indexes 0 to span - 1 hold all sessions; roster_at is NULL where there is none. Sessions may come and go during a
 * walk: one that was there all the time is seen exactly once. */
size_t roster_span(const struct roster *roster);
struct session *roster_at(const struct roster *roster, size_t index);

#endif
