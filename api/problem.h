/* SPDX-License-Identifier: MIT */
/* Every way in which the API says no: one row each, with the status and the words that clients may rely on.
 */
#ifndef HIPPO_API_PROBLEM_H
#define HIPPO_API_PROBLEM_H

#include <stdint.h>

enum problem {
    PROBLEM_INTERNAL_ERROR, /* zero: what nobody thought of is our fault, not the client's */
    PROBLEM_BAD_REQUEST,
    PROBLEM_BAD_PARAMETER,
    PROBLEM_UNKNOWN_PARAMETER,
    PROBLEM_DUPLICATE_PARAMETER,
    PROBLEM_KEY_MISSING,
    PROBLEM_KEY_BAD,
    PROBLEM_NOT_SIGNED_IN,
    PROBLEM_BAD_CREDENTIALS,
    PROBLEM_FORBIDDEN,
    PROBLEM_ORIGIN_REFUSED,
    PROBLEM_NOT_FOUND,
    PROBLEM_METHOD_NOT_ALLOWED,
    PROBLEM_CONFLICT,
    PROBLEM_BODY_TOO_LARGE,
    PROBLEM_URI_TOO_LONG,
    PROBLEM_MEDIA_TYPE,
    PROBLEM_KEY_REUSED,
    PROBLEM_TOO_EARLY,
    PROBLEM_TOO_MANY_ATTEMPTS,
    PROBLEM_BUSY,
    PROBLEM_DATABASE_BUSY,
    PROBLEM_DATABASE_UNAVAILABLE,
    PROBLEM_COUNT,
};

struct problem_kind {
    int status;        /* of HTTP */
    const char *code;  /* stable: clients branch on it */
    const char *title; /* the same for every occurrence */
};

const struct problem_kind *problem_kind(enum problem problem);

/* What an error of the database means to the client; PROBLEM_INTERNAL_ERROR for all that is not in the table.
 */
enum problem problem_of_sqlstate(const char *sqlstate);

/* One occurrence, filled by whoever finds it and sent by reply_fault. */
struct fault {
    enum problem problem;
    const char *parameter; /* that was refused; NULL: none */
    const char *detail;    /* for the client; NULL: the title says all */
    const char
        *members; /* JSON object: more members for the client, `code` instead of the kind's; NULL: none */
    int64_t retry_after_ms; /* 0: none said */
    const char *reason;     /* for the operator, in the log only; NULL: nothing to add */
};

#endif
