/* SPDX-License-Identifier: MIT */
/* What the api asks of the database: each one function of schema `api`. */
#ifndef HIPPO_API_STATEMENTS_H
#define HIPPO_API_STATEMENTS_H

#include <stddef.h>

#include "pg.h"

enum database_statement {
    DATABASE_HEALTH, /* this machine's wall clock, in milliseconds */
    DATABASE_CONFIG,
    DATABASE_ROUND_CURRENT,
    DATABASE_ROUND_GET,    /* round id */
    DATABASE_ROUND_LIST,   /* before or NULL, limit, day, phase */
    DATABASE_ROUND_PROOF,  /* round id */
    DATABASE_WINNER_LIST,  /* limit */
    DATABASE_ROUND_FILM,   /* round id */
    DATABASE_ROUND_PRICES, /* round id */
    /* From here on the first parameter is the token's hash where a user must be signed in; `key` is two parameters:
     * Idempotency-Key and fingerprint. */
    DATABASE_LOGIN_BEGIN,    /* user name, address */
    DATABASE_LOGIN_WITHDRAW, /* user name, address */
    DATABASE_LOGIN_FINISH, /* user id or NULL, user name, address, is the password right, token hash, agent */
    DATABASE_APPROVAL_FINISH, /* user id or NULL, user name, address, is the password right, its hash, action, subject,
                                 amount */
    DATABASE_LOGOUT,
    DATABASE_ME,
    DATABASE_PASSWORD_BEGIN,  /* key */
    DATABASE_PASSWORD_FINISH, /* key, password hash */
    DATABASE_TICKET_SELL,     /* key, round id, card hash, selections, stakes */
    DATABASE_TICKET_QUOTE,    /* round id, card hash, selections, stakes */
    DATABASE_TICKET_GET,      /* number */
    DATABASE_TICKET_PEEK,     /* number, code; nobody signed in */
    DATABASE_TICKET_LIST, /* round id, day, state, till id, before, limit, shop id, cashier id, stake from, to, prize from, to, code */
    DATABASE_TICKET_VOID,    /* key, till id, number, code, reason, approval */
    DATABASE_TICKET_PAY,     /* key, till id, number, code, note, approval */
    DATABASE_TICKET_PRINT,   /* number */
    DATABASE_TICKET_SLIP,    /* number */
    DATABASE_TICKET_COPY,    /* key, number, approval */
    DATABASE_SCAN_FAILED,    /* number */
    DATABASE_REQUEST_GET,    /* key, user id */
    DATABASE_REQUEST_BURN,   /* key, fingerprint, user id */
    DATABASE_TILL_LIST,      /* shop id, before, limit, search */
    DATABASE_TILL_GET,       /* till id */
    DATABASE_TILL_OPEN,      /* key, till id, float, till session id taken over */
    DATABASE_TILL_MOVEMENT,  /* key, till id, kind, amount, reference, description, approval */
    DATABASE_TILL_MOVEMENTS, /* till id, kind, before, limit, till session id, day */
    DATABASE_TILL_REVERSE,   /* key, till id, movement, amount, reason */
    DATABASE_TILL_SESSIONS,  /* till id, before, limit, shop id, cashier id, state, day */
    DATABASE_TILL_REPORT,    /* till id, till session id */
    DATABASE_TILL_PAPERS,    /* till id */
    DATABASE_TILL_PAPERS_CONFIRM,
    DATABASE_TILL_CLOSE,     /* key, till id, counts, reason, is a handover */
    DATABASE_TILL_RECOUNT,   /* key, till session id, counts, reason */
    DATABASE_TILL_VERIFY,    /* key, till session id, reason, approval */
    DATABASE_DISPLAY_LIST,   /* till id */
    DATABASE_DISPLAY_CREATE, /* till id, hash of the display's token, is a code wanted */
    DATABASE_DISPLAY_CLAIM,  /* code, hash of the display's token; nobody signed in */
    DATABASE_DISPLAY_REVOKE, /* key, display id */
    DATABASE_DISPLAY_SHOW,   /* picture */
    DATABASE_MESSAGE_LIST,   /* before, limit */
    DATABASE_MESSAGE_CREATE, /* key, shop id, till id, text, minutes */
    DATABASE_MESSAGE_READ,   /* key, message id */
    DATABASE_USER_LIST,      /* before, limit, search, role, shop id */
    DATABASE_USER_CREATE,    /* key, user name, display name, role, shop id, password hash */
    DATABASE_USER_UPDATE,    /* key, user id, display name, role, shop id, blocked, reason, limits */
    DATABASE_USER_PASSWORD,  /* key, user id, password hash */
    DATABASE_SHOP_LIST,      /* before, limit, search */
    DATABASE_SHOP_CREATE,    /* key, number, name, header */
    DATABASE_SHOP_UPDATE,    /* key, shop id, name, header, open, hours, limits */
    DATABASE_SHOP_PAUSE,     /* key, shop id, reason */
    DATABASE_SHOP_RESUME,    /* key, shop id, reason */
    DATABASE_TILL_CREATE,    /* key, shop id, number, name */
    DATABASE_TILL_UPDATE,    /* key, till id, name, in use, limits */
    DATABASE_CARD_LIST,      /* before, limit */
    DATABASE_CARD_GET,       /* card id */
    DATABASE_CARD_PROPOSE,   /* key, name, target, runners, reason */
    DATABASE_CARD_DECIDE,    /* key, card id, approved, reason */
    DATABASE_CARD_SCHEDULE_GET,
    DATABASE_CARD_SCHEDULE_UPDATE, /* key, entries, reason */
    DATABASE_SETTING_LIST,
    DATABASE_SETTING_UPDATE, /* key, name, value, reason */
    DATABASE_LOGO_GET,
    DATABASE_LOGO_UPDATE, /* key, logo, reason */
    DATABASE_GAME_GET,
    DATABASE_GAME_PAUSE,      /* key, reason */
    DATABASE_GAME_RESUME,     /* key, reason */
    DATABASE_CLOCK_CONFIRM,   /* key, reason */
    DATABASE_ROUND_VOID,      /* key, round id, reason */
    DATABASE_SESSION_ABANDON, /* key, session, reason */
    DATABASE_AUDIT_LIST,      /* till id, action, before, limit, user id, day */
    DATABASE_DAY_GLANCE,      /* day */
    DATABASE_REPORT_LIST,
    DATABASE_REPORT,           /* name, from, to, limit, shop */
    DATABASE_REPORT_LINES,     /* name, from, to, shop; many rows */
    DATABASE_REPLICA_TERMS,    /* of the main database */
    DATABASE_REPLICA_STANDING, /* terms, milliseconds; of the replica */
    DATABASE_COMMISSION_LIST,  /* before, limit */
    DATABASE_COMMISSION_SET,   /* key, kind, shop id, user id, rate, basis, from */
    DATABASE_SAFE_MOVE,        /* key, shop id, kind, amount, reference, description */
    DATABASE_TAX_RATE_LIST,    /* before, limit */
    DATABASE_TAX_RATE_SET,     /* key, rate, above, from */
    DATABASE_TAX_PAY,          /* key, shop id, amount, reference, description */
    DATABASE_PROOF,
    DATABASE_EXPORT_CREATE, /* key, from, to */
    DATABASE_EXPORT_LIST,   /* before, limit */
    DATABASE_EXPORT_GET,    /* export id */
    DATABASE_EXPORT_FILE,   /* export id */
    DATABASE_EXPORT_PART,   /* export id, part; text, not JSON */
};
/* By enum database_statement. */
extern const struct pg_statement statements[];
extern const size_t statements_count;

#endif
