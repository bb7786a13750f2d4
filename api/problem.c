/* SPDX-License-Identifier: MIT */
/* The table of problems, and the one from SQLSTATE to problem. */
#include "problem.h"

#include <stddef.h>
#include <string.h>

#include "log.h"

static const struct problem_kind problem_kinds[PROBLEM_COUNT] = {
    [PROBLEM_INTERNAL_ERROR] = {500, "internal_error", "The server made a mistake"},
    [PROBLEM_BAD_REQUEST] = {400, "bad_request", "The request is malformed"},
    [PROBLEM_BAD_PARAMETER] = {400, "bad_parameter", "A parameter has a bad value"},
    [PROBLEM_UNKNOWN_PARAMETER] = {400, "unknown_parameter", "A parameter is unknown here"},
    [PROBLEM_DUPLICATE_PARAMETER] = {400, "duplicate_parameter", "A parameter is given twice"},
    [PROBLEM_DUPLICATE_MEMBER] = {400, "duplicate_member", "A member of the body is given twice"},
    [PROBLEM_BAD_CHARACTERS] = {400, "bad_characters", "A text has characters that cannot be shown"},
    [PROBLEM_PASSWORD_COMMON] = {400, "password_common", "This password is one of the most used"},
    [PROBLEM_PASSWORD_NAME] = {400, "password_name", "This password is hardly more than the user name"},
    [PROBLEM_KEY_MISSING] = {400, "idempotency_key_missing", "This needs an Idempotency-Key"},
    [PROBLEM_KEY_BAD] = {400, "idempotency_key_bad", "The Idempotency-Key is malformed"},
    [PROBLEM_NOT_SIGNED_IN] = {401, "not_signed_in", "Signing in is required"},
    [PROBLEM_BAD_CREDENTIALS] = {401, "bad_credentials", "User name or password is wrong"},
    [PROBLEM_FORBIDDEN] = {403, "forbidden", "This is not for you to do"},
    [PROBLEM_WRONG_PASSWORD] = {403, "wrong_password", "The password is wrong"},
    [PROBLEM_ORIGIN_REFUSED] = {403, "origin_refused", "Pages of other sites may not do this"},
    [PROBLEM_NOT_FOUND] = {404, "not_found", "There is nothing here"},
    [PROBLEM_METHOD_NOT_ALLOWED] = {405, "method_not_allowed", "This method is not allowed here"},
    [PROBLEM_CONFLICT] = {409, "conflict", "The state of things does not allow this"},
    [PROBLEM_LENGTH_REQUIRED] = {411, "length_required", "The request's body has no length"},
    [PROBLEM_BODY_TOO_LARGE] = {413, "body_too_large", "The request's body is too large"},
    [PROBLEM_REPORT_TOO_LONG] = {413, "report_too_long", "The report is too long for a file"},
    [PROBLEM_URI_TOO_LONG] = {414, "uri_too_long", "The request's address is too long"},
    [PROBLEM_MEDIA_TYPE] = {415, "unsupported_media_type", "Only JSON is taken"},
    [PROBLEM_KEY_REUSED] = {422, "key_reused", "This Idempotency-Key was used for something else"},
    [PROBLEM_TOO_EARLY] = {425, "too_early", "It is too early for this"},
    [PROBLEM_TOO_MANY_ATTEMPTS] = {429, "too_many_attempts", "Too many attempts; wait"},
    [PROBLEM_BUSY] = {503, "busy", "Too much to do just now; try again"},
    [PROBLEM_TOO_SLOW] = {503, "too_slow", "This took too long; ask for less, or try again"},
    [PROBLEM_DATABASE_BUSY] = {503, "database_busy", "The database is busy; try again"},
    [PROBLEM_DATABASE_UNAVAILABLE] = {503, "database_unavailable", "The database is away; try again"},
};

static const struct {
    const char *sqlstate; /* or its prefix */
    enum problem problem;
} sqlstate_rows[] = {
    {"HP400", PROBLEM_BAD_PARAMETER},
    {"HP401", PROBLEM_NOT_SIGNED_IN},
    {"HP403", PROBLEM_FORBIDDEN},
    {"HP404", PROBLEM_NOT_FOUND},
    {"HP409", PROBLEM_CONFLICT},
    {"HP413", PROBLEM_REPORT_TOO_LONG},
    {"HP422", PROBLEM_KEY_REUSED},
    {"HP425", PROBLEM_TOO_EARLY},
    {"HP429", PROBLEM_TOO_MANY_ATTEMPTS},
    {"HP503", PROBLEM_BUSY},
    {"22012", PROBLEM_INTERNAL_ERROR},       /* division by zero */
    {"22", PROBLEM_BAD_PARAMETER},           /* any other data exception */
    {"25006", PROBLEM_DATABASE_UNAVAILABLE}, /* read-only: a primary that has just become a standby */
    {"40001", PROBLEM_DATABASE_BUSY},        /* serialization failure */
    {"40P01", PROBLEM_DATABASE_BUSY},        /* deadlock */
    {"53200", PROBLEM_DATABASE_BUSY},        /* out of memory */
    {"53300", PROBLEM_DATABASE_BUSY},        /* too many connections */
    {"55P03", PROBLEM_DATABASE_BUSY},        /* lock not available */
    {"57014", PROBLEM_TOO_SLOW},             /* statement timeout */
};

const struct problem_kind *problem_kind(enum problem problem)
{
    if ((unsigned)problem >= PROBLEM_COUNT) fatal("reason=\"no such problem\" problem=%d", (int)problem);
    return &problem_kinds[problem];
}

enum problem problem_of_sqlstate(const char *sqlstate)
{
    for (size_t i = 0; i < sizeof sqlstate_rows / sizeof *sqlstate_rows; i++)
        if (strncmp(sqlstate_rows[i].sqlstate, sqlstate, strlen(sqlstate_rows[i].sqlstate)) == 0)
            return sqlstate_rows[i].problem;
    return PROBLEM_INTERNAL_ERROR;
}
