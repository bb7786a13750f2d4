/* SPDX-License-Identifier: MIT */
/* Binds an HTTP request to one SQL function: a table says where each of the function's parameters comes from. */
#ifndef HIPPO_API_SQL_BINDING_H
#define HIPPO_API_SQL_BINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "app_context.h"
#include "database.h"
#include "idempotency.h"
#include "reply.h"
#include "request.h"

#define SQL_BINDING_ARGUMENTS_MAX 14

/* A missing value becomes SQL null: the function decides whether it may be missing. */
enum bind_source {
    BIND_END,
    BIND_TOKEN,       /* hash of the session token */
    BIND_KEY,         /* Idempotency-Key; required */
    BIND_FINGERPRINT, /* idempotency fingerprint of the request */
    BIND_CONSTANT,    /* the name itself */
    BIND_CAPTURE,     /* what stood for {…} in the path */
    BIND_CAPTURE_NUMBER,
    BIND_QUERY, /* a parameter of the query */
    BIND_QUERY_NUMBER,
    BIND_QUERY_DAY,   /* YYYY-MM-DD */
    BIND_REQUIRED,    /* no parameter: the body must have this member */
    BIND_LIMIT,       /* of a list, with its default */
    BIND_LONG_LIMIT,  /* of a report */
    BIND_BODY_TEXT,   /* a member of the body, which is a JSON object */
    BIND_BODY_NUMBER, /* a whole number */
    BIND_BODY_ID,     /* a whole number from 1 on */
    BIND_BODY_DAY,    /* YYYY-MM-DD */
    BIND_BODY_FLAG,
    BIND_BODY_HASH,   /* 64 hex digits */
    BIND_BODY_JSON,   /* any JSON, passed as it is */
    BIND_BODY_SCALAR, /* text or a whole number */
    BIND_BODY_TEXTS,  /* an array of texts */
    /* A sale's lines, an array of {market, selection, stake}; other members are ignored. */
    BIND_BODY_SELECTIONS, /* "market selection" of each; null if not text */
    BIND_BODY_STAKES,     /* null if not a whole number */
    BIND_BODY_SECRET,     /* text for the handler: no parameter, and not part of the fingerprint */
};

struct sql_binding_argument {
    enum bind_source source;
    const char *name; /* of the parameter or member */
};

/* The first three parameters of every function that changes something. */
#define BIND_SIGNED                                                                                          \
    {BIND_TOKEN, NULL}, {BIND_KEY, NULL},                                                                    \
    {                                                                                                        \
        BIND_FINGERPRINT, NULL                                                                               \
    }

struct sql_binding {
    enum database_statement statement;
    struct sql_binding_argument arguments[SQL_BINDING_ARGUMENTS_MAX + 1]; /* BIND_END-terminated */
};

/* The values from a request, in the order of the table; secrets separately. In the arena. */
struct sql_binding_values {
    const char *values[SQL_BINDING_ARGUMENTS_MAX];
    size_t count;
    const char *secrets[SQL_BINDING_ARGUMENTS_MAX]; /* in their own order; NULL: not sent */
    size_t secret_count;
    char fingerprint[IDEMPOTENCY_FINGERPRINT_SIZE];
};

/* False: *fault says which part of the request is bad. A body is read strictly: a member that no argument names is
 * refused. */
bool sql_binding_collect(struct request *request, const struct sql_binding *binding,
                         struct sql_binding_values *values, struct fault *fault)
    __attribute__((warn_unused_result));

/* Collects the values and runs the query. False: *fault; no query was run. */
bool sql_binding_query(const struct app_context *app, struct request *request,
                       const struct sql_binding *binding, struct database_answer *answer, struct fault *fault)
    __attribute__((warn_unused_result));

/* Collects the values, runs the query and replies with its answer (Cache-Control: no-store). */
void sql_binding_reply(const struct app_context *app, struct request *request, struct reply *reply,
                       const struct sql_binding *binding);

#endif
