/* SPDX-License-Identifier: MIT */
/* From a request to one function of the database: where each of its parameters comes from, said in a table. */
#ifndef HIPPO_API_SQL_BINDING_H
#define HIPPO_API_SQL_BINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "app_context.h"
#include "database.h"
#include "idempotency.h"
#include "reply.h"
#include "request.h"

#define SQL_BINDING_ARGUMENTS_MAX 12

/* What is not there becomes SQL null: whether it may be missing is the function's business. */
enum bind_source {
    BIND_END,
    BIND_TOKEN,       /* the caller's */
    BIND_KEY,         /* Idempotency-Key; must be there */
    BIND_FINGERPRINT, /* of the request */
    BIND_CONSTANT,    /* the name itself */
    BIND_CAPTURE,     /* what stood for {…} in the path */
    BIND_CAPTURE_NUMBER,
    BIND_QUERY, /* a parameter of the query */
    BIND_QUERY_NUMBER,
    BIND_QUERY_DAY,   /* YYYY-MM-DD */
    BIND_REQUIRED,    /* gives no parameter: this member of the body must be there, for the form's sake */
    BIND_LIMIT,       /* of a list, with its default */
    BIND_LONG_LIMIT,  /* of a report */
    BIND_BODY_TEXT,   /* a member of the body, which is a JSON object */
    BIND_BODY_NUMBER, /* a whole number */
    BIND_BODY_ID,     /* one from 1 on */
    BIND_BODY_FLAG,
    BIND_BODY_HASH,   /* 64 hex digits */
    BIND_BODY_JSON,   /* anything, handed on as it is */
    BIND_BODY_SCALAR, /* text or a whole number */
    BIND_BODY_TEXTS,  /* an array of texts */
    /* A sale's lines, an array of {market, selection, stake}; whatever else a line says is not looked at. */
    BIND_BODY_SELECTIONS, /* "market selection" of each; null where that is no text */
    BIND_BODY_STAKES,     /* null where that is no whole number */
    BIND_BODY_SECRET,     /* text that the handler takes: not handed on, and not part of the fingerprint */
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
    struct sql_binding_argument arguments[SQL_BINDING_ARGUMENTS_MAX + 1]; /* CALL_END-terminated */
};

/* What the request gives for a call, in the order of the table; secrets are apart. In the arena. */
struct sql_binding_values {
    const char *values[SQL_BINDING_ARGUMENTS_MAX];
    size_t count;
    const char *secrets[SQL_BINDING_ARGUMENTS_MAX]; /* in their own order; NULL: not sent */
    size_t secret_count;
    char fingerprint[IDEMPOTENCY_FINGERPRINT_SIZE];
};

/* False: *fault says which part of the request does not fit. A body is read strictly: a member that no argument
 * names is refused. */
bool sql_binding_collect(struct request *request, const struct sql_binding *binding,
                         struct sql_binding_values *values, struct fault *fault)
    __attribute__((warn_unused_result));

/* Collects and asks. False: *fault; nothing was asked. */
bool sql_binding_query(const struct app_context *app, struct request *request,
                       const struct sql_binding *binding, struct database_answer *answer, struct fault *fault)
    __attribute__((warn_unused_result));

/* All of it: collects, asks, replies with what the function says. Never to be kept by anybody. */
void sql_binding_reply(const struct app_context *app, struct request *request, struct reply *reply,
                       const struct sql_binding *binding);

#endif
