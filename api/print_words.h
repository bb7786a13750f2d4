/* SPDX-License-Identifier: MIT */
/* The words on printed paper, in French, English and Haitian Creole. French is binding: the others say so. */
#ifndef HIPPO_API_PRINT_WORDS_H
#define HIPPO_API_PRINT_WORDS_H

#include <stdbool.h>

enum print_language {
    PRINT_FRENCH,
    PRINT_ENGLISH,
    PRINT_CREOLE,
    PRINT_LANGUAGES,
};

enum print_word {
    WORD_TICKET,
    WORD_DUPLICATE, /* before its number */
    WORD_SHOP,
    WORD_TILL,
    WORD_CASHIER,
    WORD_CODE,
    WORD_RACE,
    WORD_START,
    WORD_SOLD,
    WORD_ZONE,
    WORD_ODDS,
    WORD_STAKE,
    WORD_PRIZE,
    WORD_BEATS, /* between the two runners of a duel */
    WORD_EVEN,
    WORD_ODD,
    WORD_TOTAL_STAKE,
    WORD_MAX_PRIZE,
    WORD_MAX_PRIZE_NOTE, /* why it may be less than the sum of the lines */
    WORD_VALID,          /* before the number of days */
    WORD_VALID_DAYS,     /* after it */
    WORD_RULES,
    WORD_VERIFY,
    WORD_COMMITMENT,
    WORD_CARD,
    WORD_BEACON,
    WORD_BINDING, /* "" in French */
    WORD_STATE_VOIDED,
    WORD_STATE_LOST,
    WORD_STATE_WON,
    WORD_STATE_REFUNDABLE,
    WORD_STATE_PAID,
    WORD_STATE_REFUNDED,
    WORD_STATE_EXPIRED,
    WORD_WORTHLESS,
    WORD_SLIP_PAY,
    WORD_SLIP_REFUND,
    WORD_SLIP_VOID,
    WORD_RESULT,
    WORD_WINNER,
    WORD_WON,
    WORD_ROUND_VOID,
    WORD_ROUNDING,
    WORD_CASH_OUT,
    WORD_DATE,
    WORD_SOLD_AT,
    WORD_NOTE,
    WORD_SIGNATURE_CLIENT,
    WORD_SIGNATURE_CASHIER,
    WORD_SIGNATURE_SUPERVISOR,
    WORD_REPORT_X,
    WORD_REPORT_Z,
    WORD_SESSION,
    WORD_OPENED,
    WORD_CLOSED,
    WORD_CLOSED_BY,
    WORD_PRINTED,
    WORD_FLOAT,
    WORD_SALES,
    WORD_VOIDS,
    WORD_PAYMENTS,
    WORD_REFUNDS,
    WORD_ROUNDINGS,
    WORD_DEPOSITS,
    WORD_WITHDRAWALS,
    WORD_CASH_INS,
    WORD_CASH_OUTS,
    WORD_SUPPLIES,
    WORD_DROPS,
    WORD_REVERSALS,
    WORD_EXPECTED,
    WORD_COUNTED,
    WORD_VARIANCE,
    WORD_CORRECTED,
    WORD_CORRECTED_BY,
    WORD_REASON,
    WORD_JOURNAL,
    WORD_COUNT,
};

/* False: no such language. `code` as in ?lang=: fr, en, ht. */
bool print_language_of(const char *code, enum print_language *language) __attribute__((warn_unused_result));

const char *print_language_code(enum print_language language);
const char *print_word(enum print_language language, enum print_word word);

#endif
