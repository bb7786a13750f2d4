/* SPDX-License-Identifier: MIT */
/* The loop: connect, stand by, and once this scheduler leads, do each move when it is due. */
#ifndef HIPPO_SCHEDULER_LEAD_H
#define HIPPO_SCHEDULER_LEAD_H

#include <signal.h>
#include <stdint.h>

#include "vault.h"

/* The oldest schema that this program can work with; a newer one is fine. */
#define LEAD_SCHEMA_MINIMUM 12

struct lead_settings {
    const char *database_url;
    long long betting_ms, lock_ms, film_ms, finish_ms; /* for the very first start of a database */
    long long session_rounds;
};

/* Runs until *is_stopping. Never gives up on a database that is away. */
void lead_run(const struct lead_settings *settings, const struct vault *vault,
              const volatile sig_atomic_t *is_stopping);

#endif
