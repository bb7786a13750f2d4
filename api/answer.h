/* SPDX-License-Identifier: MIT */
/* What became of a query, as handlers get it. */
#ifndef HIPPO_API_ANSWER_H
#define HIPPO_API_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "pg.h"

enum database_kind {
    DATABASE_TEXT,        /* JSON */
    DATABASE_NOTHING,     /* SQL null: there is no such thing */
    DATABASE_REFUSED,     /* a rule in SQL raised an error (class HP): message is for the client */
    DATABASE_FAILED,      /* any other error of the statement: message is for the operator */
    DATABASE_UNAVAILABLE, /* no connection, or it broke: message is for the operator */
    DATABASE_BUSY,        /* too many queries at a time: no connection came free, or too late */
};

struct database_answer {
    enum database_kind kind;
    const char *text; /* DATABASE_TEXT: in the arena, `length` bytes and a NUL */
    size_t length;
    bool is_final;       /* this text will never change, so clients may cache it for ever */
    char sqlstate[6];    /* REFUSED, FAILED */
    const char *message; /* one line, in the arena or static; a handler may give NOTHING one for the client */
    const char
        *detail; /* REFUSED: a JSON object with its `code` and more, or the bad parameter's name; or "" */
};

/* Owns `result`, which is NULL when the outcome is not PG_DONE. */
void answer_of_outcome(struct pg *pg, enum pg_outcome outcome, PGresult *result, struct arena *arena,
                       struct database_answer *answer);

/* In the arena; "" when that is used up. */
const char *answer_copy(struct arena *arena, const char *text);

#endif
