/* SPDX-License-Identifier: MIT */
/* The order of roles: a cashier's doors are a supervisor's, an auditor's are an admin's, and no others. */
#include "role.h"

#include <stddef.h>
#include <string.h>

enum role role_of(const char *word)
{
    static const struct {
        const char *word;
        enum role role;
    } rows[] = {
        {"cashier", ROLE_CASHIER},
        {"supervisor", ROLE_SUPERVISOR},
        {"admin", ROLE_ADMIN},
        {"auditor", ROLE_AUDITOR},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].word, word) == 0) return rows[i].role;
    return ROLE_SIGNED_IN;
}

bool role_is_open(enum role wanted, enum role actual)
{
    switch (wanted) {
    case ROLE_ANYONE:
        return true;
    case ROLE_SIGNED_IN:
        return actual >= ROLE_SIGNED_IN;
    case ROLE_CASHIER:
        return actual == ROLE_CASHIER || actual == ROLE_SUPERVISOR;
    case ROLE_SUPERVISOR:
    case ROLE_ADMIN:
        return actual == wanted;
    case ROLE_AUDITOR:
        return actual == ROLE_AUDITOR || actual == ROLE_ADMIN;
    case ROLE_NOBODY:
        break;
    }
    return false;
}
