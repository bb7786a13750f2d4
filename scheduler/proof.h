/* SPDX-License-Identifier: MIT */
/* The nightly proof: the database checks every invariant of the books, which may take a minute. So it runs in a thread
 * with a connection of its own while the rounds go on. It needs no lead: that only one runs, and one a day, is the
 * database's rule. */
#ifndef HIPPO_SCHEDULER_PROOF_H
#define HIPPO_SCHEDULER_PROOF_H

#include <stdint.h>

/* The database says that it is due: runs it, unless one runs, or the last try was a moment ago. Returns at once. The
 * result is logged: `proof`, or `proof_violated` with the first violation, or `proof_failed`. `url` as for pg_new; it
 * must outlive the program's threads: a proof under way when the program ends goes on in the database, and ends on
 * record there. `now_ms` is on clock_mono_ms. To be called by one thread. */
void proof_begin(const char *url, int64_t now_ms);

#endif
