/* SPDX-License-Identifier: MIT */
/* From a request to one function of the database: where each of its parameters comes from, said in a table. */
#ifndef HIPPO_API_CALL_H
#define HIPPO_API_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "database.h"
#include "idempotency.h"
#include "reply.h"
#include "request.h"
#include "services.h"

#define CALL_ARGUMENTS_MAX 12

/* What is not there becomes SQL null: whether it may be missing is the function's business. */
enum call_source {
    CALL_END,
    CALL_TOKEN,       /* the caller's */
    CALL_KEY,         /* Idempotency-Key; must be there */
    CALL_FINGERPRINT, /* of the request */
    CALL_CONSTANT,    /* the name itself */
    CALL_CAPTURE,     /* what stood for {…} in the path */
    CALL_CAPTURE_NUMBER,
    CALL_QUERY, /* a parameter of the query */
    CALL_QUERY_NUMBER,
    CALL_QUERY_DAY,   /* YYYY-MM-DD */
    CALL_REQUIRED,    /* gives no parameter: this member of the body must be there, for the form's sake */
    CALL_LIMIT,       /* of a list, with its default */
    CALL_LONG_LIMIT,  /* of a report */
    CALL_BODY_TEXT,   /* a member of the body, which is a JSON object */
    CALL_BODY_NUMBER, /* a whole number */
    CALL_BODY_ID,     /* one from 1 on */
    CALL_BODY_FLAG,
    CALL_BODY_HASH,   /* 64 hex digits */
    CALL_BODY_JSON,   /* anything, handed on as it is */
    CALL_BODY_SCALAR, /* text or a whole number */
    CALL_BODY_TEXTS,  /* an array of texts */
    /* A sale's lines, an array of {market, selection, stake}; whatever else a line says is not looked at. */
    CALL_BODY_SELECTIONS, /* "market selection" of each; null where that is no text */
    CALL_BODY_STAKES,     /* null where that is no whole number */
    CALL_BODY_SECRET,     /* text that the handler takes: not handed on, and not part of the fingerprint */
};

struct call_argument {
    enum call_source source;
    const char *name; /* of the parameter or member */
};

/* The first three parameters of every function that changes something. */
#define CALL_SIGNED                                                                                          \
    {CALL_TOKEN, NULL}, {CALL_KEY, NULL},                                                                    \
    {                                                                                                        \
        CALL_FINGERPRINT, NULL                                                                               \
    }

struct call {
    enum database_statement statement;
    struct call_argument arguments[CALL_ARGUMENTS_MAX + 1]; /* CALL_END-terminated */
};

/* What the request gives for a call, in the order of the table; secrets are apart. In the arena. */
struct call_values {
    const char *values[CALL_ARGUMENTS_MAX];
    size_t count;
    const char *secrets[CALL_ARGUMENTS_MAX]; /* in their own order; NULL: not sent */
    size_t secret_count;
    char fingerprint[IDEMPOTENCY_FINGERPRINT_SIZE];
};

/* False: *fault says which part of the request does not fit. A body is read strictly: a member that no argument
 * names is refused. */
bool call_collect(struct request *request, const struct call *call, struct call_values *values,
                  struct fault *fault) __attribute__((warn_unused_result));

/* Collects and asks. False: *fault; nothing was asked. */
bool call_ask(const struct services *services, struct request *request, const struct call *call,
              struct database_answer *answer, struct fault *fault) __attribute__((warn_unused_result));

/* All of it: collects, asks, replies with what the function says. Never to be kept by anybody. */
void call_run(const struct services *services, struct request *request, struct reply *reply,
              const struct call *call);

#endif
