/* SPDX-License-Identifier: MIT */
/* The few connections that all threads share, and the one way to ask: a function of schema `api` that answers
 * with JSON text. */
#ifndef HIPPO_API_DATABASE_H
#define HIPPO_API_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

enum database_statement {
    DATABASE_HEALTH,
    DATABASE_CONFIG,
    DATABASE_ROUND_CURRENT,
    DATABASE_ROUND_GET,   /* round id */
    DATABASE_ROUND_LIST,  /* before or NULL, limit */
    DATABASE_ROUND_PROOF, /* round id */
    DATABASE_WINNER_LIST, /* limit */
};

enum database_kind {
    DATABASE_TEXT,    /* JSON */
    DATABASE_NOTHING, /* SQL null: there is no such thing */
    DATABASE_REFUSED, /* a rule of the house (class HP): message is for the client */
    DATABASE_FAILED,  /* our statement or the server is at fault: message is for the operator */
    DATABASE_AWAY,    /* no connection, or no answer in time: message is for the operator */
};

struct database_answer {
    enum database_kind kind;
    const char *text; /* DATABASE_TEXT: in the arena, `length` bytes and a NUL */
    size_t length;
    bool is_final;       /* this text will never change again */
    char sqlstate[6];    /* REFUSED, FAILED */
    const char *message; /* one line, in the arena or static; a handler may give NOTHING one for the client */
    const char *detail;  /* REFUSED with HP400: the parameter's name; else "" */
};

struct database;

/* Connects when first asked. `connections` bounds what one api process takes from the server. Never fails. */
struct database *database_open(const char *url, size_t connections);
void database_close(struct database *database);

/* Asks, within two seconds in all. A connection found dead is replaced and the question asked again, once: so
 * this is for reads only. While the database is away, one caller at a time looks for it and the others are
 * told at once. Any thread may call. */
void database_read(struct database *database, enum database_statement statement,
                   const char *const *parameters, struct arena *arena, struct database_answer *answer);

#endif
