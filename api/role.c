/* SPDX-License-Identifier: MIT */
/* A supervisor may do what a cashier may, an admin what an auditor may; beyond that, roles are named together. */
#include "role.h"

#include <stddef.h>
#include <string.h>

static const char *const words[] = {
    [ROLE_NOBODY] = "nobody",   [ROLE_ANYONE] = "anyone",         [ROLE_SIGNED_IN] = "signed_in",
    [ROLE_CASHIER] = "cashier", [ROLE_SUPERVISOR] = "supervisor", [ROLE_ADMIN] = "admin",
    [ROLE_AUDITOR] = "auditor", [ROLE_STAFF] = "staff",           [ROLE_OVERSEER] = "overseer",
    [ROLE_READER] = "reader",
};

enum role role_of(const char *word)
{
    for (size_t i = ROLE_CASHIER; i <= ROLE_AUDITOR; i++)
        if (strcmp(words[i], word) == 0) return (enum role)i;
    return ROLE_SIGNED_IN;
}

const char *role_word(enum role role)
{
    return words[role];
}

bool role_is_open(enum role wanted, enum role actual)
{
    switch (wanted) {
    case ROLE_ANYONE:
        return true;
    case ROLE_SIGNED_IN:
        return actual >= ROLE_SIGNED_IN && actual <= ROLE_AUDITOR;
    case ROLE_CASHIER:
        return actual == ROLE_CASHIER || actual == ROLE_SUPERVISOR;
    case ROLE_SUPERVISOR:
    case ROLE_ADMIN:
        return actual == wanted;
    case ROLE_AUDITOR:
        return actual == ROLE_AUDITOR || actual == ROLE_ADMIN;
    case ROLE_STAFF:
        return actual == ROLE_CASHIER || actual == ROLE_SUPERVISOR || actual == ROLE_ADMIN;
    case ROLE_OVERSEER:
        return actual == ROLE_SUPERVISOR || actual == ROLE_ADMIN;
    case ROLE_READER:
        return actual == ROLE_SUPERVISOR || actual == ROLE_AUDITOR || actual == ROLE_ADMIN;
    case ROLE_NOBODY:
        break;
    }
    return false;
}
