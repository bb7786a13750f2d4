/* SPDX-License-Identifier: MIT */
/* What the books want once a day: each day that is over is sealed, and at night the integrity check (in SQL and in the
 * log: the proof) looks at what is not sealed yet and at sealed days again. That takes seconds to minutes, so it runs in
 * a thread with its own connection while the rounds go on, a part a transaction. It does not need the leader's lock: the
 * database itself lets one run at a time. */
#ifndef HIPPO_SCHEDULER_INTEGRITY_CHECK_H
#define HIPPO_SCHEDULER_INTEGRITY_CHECK_H

#include <stdint.h>

/* Call when the database says that it is due. Starts it, unless one is running or one failed less than a minute ago, and
 * returns at once. The results are logged: `day_sealed`; `proof`, or `proof_violated` with the first violation; or `proof_failed`. `url`
 * as for pg_new; it must outlive the program's threads: a check under way when the program ends goes on in the database,
 * which records its result. `now_ms` is on clock_mono_ms. To be called by one thread. */
void integrity_check_start(const char *url, int64_t now_ms);

#endif
