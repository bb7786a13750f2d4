/* SPDX-License-Identifier: MIT */
/* What somebody may be. */
#ifndef HIPPO_API_ROLE_H
#define HIPPO_API_ROLE_H

#include <stdbool.h>

/* Zero is nobody: a row of the route table that forgets its role is closed. */
enum role {
    ROLE_NOBODY,
    ROLE_ANYONE,
    ROLE_SIGNED_IN,
    ROLE_CASHIER,
    ROLE_SUPERVISOR,
    ROLE_ADMIN,
    ROLE_AUDITOR,
};

/* By the database's word for it; ROLE_SIGNED_IN for one that this program does not know. */
enum role role_of(const char *word);

/* `anyone` and `signed_in` besides the database's words; "nobody" for ROLE_NOBODY. */
const char *role_word(enum role role);

/* True when `actual` may use what is open to `wanted`. Everything not said here is denied. */
bool role_is_open(enum role wanted, enum role actual);

#endif
