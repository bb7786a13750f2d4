/* SPDX-License-Identifier: MIT */
/* The main loop: connect, stand by, and once this scheduler leads, run each transition when it is due. */
#ifndef HIPPO_SCHEDULER_LEADER_H
#define HIPPO_SCHEDULER_LEADER_H

#include <signal.h>
#include <stdint.h>

#include "key_store.h"

/* The oldest schema that this program can work with; a newer one is fine. */
#define LEADER_SCHEMA_MINIMUM 32

struct leader_settings {
    const char *database_url, *vault_key_file;
    long long betting_ms, lock_ms, film_ms, finish_ms; /* for the very first start of a database */
    long long session_rounds;
};

/* Runs until *is_stopping. Retries for as long as the database is unavailable. `keys` is the caller's; NULL: there is no
 * key file yet, and one is made if the history wants none; else die(). */
void leader_run(const struct leader_settings *settings, const struct key_store *keys,
                const volatile sig_atomic_t *is_stopping);

#endif
