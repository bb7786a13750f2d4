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
    /* For those signed in the first parameter is the token's hash; where `key` stands: Idempotency-Key, fingerprint. */
    DATABASE_ADMIN_BOOTSTRAP, /* password hash */
    DATABASE_LOGIN_BEGIN,     /* user name, address */
    DATABASE_LOGIN_FINISH, /* user id or NULL, user name, address, is the password right, token hash, agent */
    DATABASE_LOGOUT,
    DATABASE_ME,
    DATABASE_PASSWORD_BEGIN,  /* key */
    DATABASE_PASSWORD_FINISH, /* key, password hash */
    DATABASE_TICKET_SELL,     /* key, round id, card hash, lines */
    DATABASE_TICKET_GET,      /* number */
    DATABASE_TICKET_PEEK,     /* number, code; nobody signed in */
    DATABASE_TICKET_LIST,     /* round id, state, till id, before, limit */
    DATABASE_TICKET_VOID,     /* key, number, code, reason */
    DATABASE_TICKET_PAY,      /* key, number, code, note */
    DATABASE_TICKET_PRINT,    /* number */
    DATABASE_TICKET_COPY,     /* key, number */
    DATABASE_SCAN_FAILED,     /* number */
    DATABASE_TILL_GET,        /* till id */
    DATABASE_TILL_OPEN,       /* key, till id, float */
    DATABASE_TILL_MOVEMENT,   /* key, kind, amount, reference, description */
    DATABASE_TILL_MOVEMENTS,  /* till id, before, limit */
    DATABASE_TILL_REPORT,     /* till id, till session id */
    DATABASE_TILL_CLOSE,      /* key, till id, counts, reason */
    DATABASE_TILL_VERIFY,     /* key, till session id, reason */
    DATABASE_REPORT,          /* name, from, to */
    DATABASE_PROOF,
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
    const char
        *detail; /* REFUSED: a JSON object with its `code` and more, or the bad parameter's name; or "" */
};

struct database;

/* Connects when first asked. `connections` bounds what one api process takes from the server. Never fails. */
struct database *database_open(const char *url, size_t connections);
void database_close(struct database *database);

/* Asks, within two seconds in all. A connection found dead is replaced and the question asked again, once: so
 * this is for what may be done twice, which is reads and everything with an idempotency key. While the database is away, one caller at a time looks for it and the others are
 * told at once. Any thread may call. */
void database_ask(struct database *database, enum database_statement statement, const char *const *parameters,
                  struct arena *arena, struct database_answer *answer);

#endif
