/* SPDX-License-Identifier: MIT */
/* Roles of users. */
#ifndef HIPPO_API_ROLE_H
#define HIPPO_API_ROLE_H

#include <stdbool.h>

/* Zero is ROLE_NOBODY, so a row of the route table without a role is closed. */
enum role {
    ROLE_NOBODY,
    ROLE_ANYONE,
    ROLE_SIGNED_IN,
    ROLE_CASHIER,
    ROLE_SUPERVISOR,
    ROLE_ADMIN,
    ROLE_AUDITOR,
    /* Of a route only: several roles of users. */
    ROLE_STAFF,    /* whoever may count a till: cashier, supervisor, admin */
    ROLE_OVERSEER, /* whoever signs for others: supervisor, admin */
    ROLE_READER,   /* whoever reads reports: supervisor (of the own shop), auditor, admin */
};

/* From the database's name of the role; ROLE_SIGNED_IN for an unknown one. */
enum role role_of(const char *word);

/* The database's name, or "anyone", "signed_in", "staff", "overseer", "reader" or "nobody". */
const char *role_word(enum role role);

/* True when a user of role `actual` may use what is open to `wanted`. Default: deny. */
bool role_is_open(enum role wanted, enum role actual);

#endif
