/* SPDX-License-Identifier: MIT */
/* Every error of the API (RFC 9457): one row each, with the status and the code that clients may rely on. */
#ifndef HIPPO_API_PROBLEM_H
#define HIPPO_API_PROBLEM_H

#include <stdint.h>

enum problem {
    PROBLEM_INTERNAL_ERROR, /* zero, so an uninitialised fault is a server error */
    PROBLEM_BAD_REQUEST,
    PROBLEM_BAD_PARAMETER,
    PROBLEM_UNKNOWN_PARAMETER,
    PROBLEM_DUPLICATE_PARAMETER,
    PROBLEM_DUPLICATE_MEMBER,
    PROBLEM_BAD_CHARACTERS,
    PROBLEM_PASSWORD_COMMON,
    PROBLEM_PASSWORD_NAME,
    PROBLEM_KEY_MISSING,
    PROBLEM_KEY_BAD,
    PROBLEM_NOT_SIGNED_IN,
    PROBLEM_BAD_CREDENTIALS,
    PROBLEM_FORBIDDEN,
    PROBLEM_WRONG_PASSWORD,
    PROBLEM_ORIGIN_REFUSED,
    PROBLEM_NOT_FOUND,
    PROBLEM_METHOD_NOT_ALLOWED,
    PROBLEM_CONFLICT,
    PROBLEM_LENGTH_REQUIRED,
    PROBLEM_BODY_TOO_LARGE,
    PROBLEM_REPORT_TOO_LONG,
    PROBLEM_URI_TOO_LONG,
    PROBLEM_MEDIA_TYPE,
    PROBLEM_KEY_REUSED,
    PROBLEM_TOO_EARLY,
    PROBLEM_TOO_MANY_ATTEMPTS,
    PROBLEM_BUSY,
    PROBLEM_TOO_SLOW,
    PROBLEM_DATABASE_BUSY,
    PROBLEM_DATABASE_UNAVAILABLE,
    PROBLEM_COUNT,
};

struct problem_kind {
    int status;        /* HTTP */
    const char *code;  /* stable: clients branch on it */
    const char *title; /* the same for every occurrence */
};

const struct problem_kind *problem_kind(enum problem problem);

/* The problem that an SQLSTATE stands for; PROBLEM_INTERNAL_ERROR for all that are not in the table. */
enum problem problem_of_sqlstate(const char *sqlstate);

/* One occurrence of a problem; sent by reply_fault. */
struct fault {
    enum problem problem;
    const char *parameter; /* the bad parameter's name; NULL: none */
    const char *detail;    /* for the client; NULL: the title */
    const char
        *members; /* JSON object: more members for the client, `code` instead of the kind's; NULL: none */
    int64_t retry_after_ms; /* 0: the default of the status */
    const char *reason;     /* for the operator, in the log only; NULL: nothing to add */
};

#endif
