/* SPDX-License-Identifier: MIT */
/* Signed exports of the books. The database makes the file, which may take minutes; this side reads it part by part, hashes it
 * and signs the hash, in a thread with its own connection while the rounds go on. */
#ifndef HIPPO_SCHEDULER_EXPORT_JOB_H
#define HIPPO_SCHEDULER_EXPORT_JOB_H

#include <stdint.h>

#include "key_store.h"

/* Call when the database says that something is due. Makes one export, unless one is being made or one failed less than a
 * while ago, and returns at once. The result is logged: `export`, or `export_failed`; the database gives one up that failed
 * too often. `url` as for pg_new; it must outlive the program's threads. `now_ms` is on clock_mono_ms. To be called by one
 * thread. */
void export_job_start(const char *url, const struct key_store *keys, int64_t now_ms);

#endif
