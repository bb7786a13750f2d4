/* SPDX-License-Identifier: MIT */
/* Reaching PostgreSQL in steps that never wait. libpq alone would wait for DNS, and when it connects in steps it never leaves
 * a host that is silent: so the hosts of the connection string are tried here, one address after the other, each with a time
 * limit of its own, and libpq gets one address at a time. */
#ifndef HIPPO_PG_DIAL_H
#define HIPPO_PG_DIAL_H

#include <libpq-fe.h>
#include <stdint.h>

struct pg_dial;

enum pg_dial_state { PG_DIAL_RUNNING, PG_DIAL_DONE, PG_DIAL_FAILED };

/* `url` is any libpq connection string; `application` shows in pg_stat_activity. Both must outlive it. Unless the string says
 * something else, only a server that is no standby will do (target_session_attrs), and a peer that is dead is found in
 * seconds. Never fails. */
struct pg_dial *pg_dial_new(const char *url, const char *application);
void pg_dial_free(struct pg_dial *dial);

/* Unless the string says something else, only a hot standby will do. */
void pg_dial_want_standby(struct pg_dial *dial);

/* Begins to try every host once: where the last round has come to, or with the one that any connection of this process has
 * reached since. */
void pg_dial_start(struct pg_dial *dial, int64_t now_ms);

/* Goes on as far as it can at once. After PG_DIAL_DONE pg_dial_take is due, after PG_DIAL_FAILED pg_dial_reason. */
enum pg_dial_state pg_dial_step(struct pg_dial *dial, int64_t now_ms);

/* Waits until the next step is worth while, or for `most_ms`. */
void pg_dial_wait(const struct pg_dial *dial, int64_t most_ms);

/* Ends what is running; if that took some time, the next round begins with the next host. */
void pg_dial_stop(struct pg_dial *dial);

/* The connection, which is the caller's now. */
PGconn *pg_dial_take(struct pg_dial *dial);

/* Why the last host that was tried would not do: one line. Valid until the next round. */
const char *pg_dial_reason(const struct pg_dial *dial);

#endif
