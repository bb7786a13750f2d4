/* SPDX-License-Identifier: MIT */
/* The rounds and the chains of a file as far as it has been read, and the first thing that is wrong with each. */
#ifndef HIPPO_VERIFY_BOOK_H
#define HIPPO_VERIFY_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "entry.h"
#include "proof.h"
#include "ticket.h"

struct book_round {
    struct ticket_round ticket; /* its odds are the book's */
    bool has_result;
    int64_t
        follows; /* 0, or the round before it in the file, though there should be others between the two */
    int64_t tickets, stakes, prizes, winning; /* of its tickets in the file, but for voided ones */
    int64_t told[4];                          /* the same, as the file tells them */
    bool has_totals;
    char *fault; /* NULL: none so far */
};

struct book_chain {
    int64_t scope;              /* 0: the house; else a till */
    int64_t first, last, entry; /* entry: the newest one read; 0: none yet */
    uint8_t hash[ENTRY_HASH_BYTES];
    char *fault;
};

struct book {
    struct book_round *rounds; /* ascending in an export, else as they came */
    size_t round_count;
    struct book_chain *chains;
    size_t chain_count;
    char **odds; /* each distinct text once: most rounds have the same */
    size_t odds_count;
    char *fault; /* of the file itself */
};

void book_free(struct book *book);

/* A new one at the end; valid until the next. */
struct book_round *book_add_round(struct book *book, const struct proof *proof);
struct book_chain *book_add_chain(struct book *book);

/* NULL: there is none. Only in an export, whose rounds ascend. */
struct book_round *book_find_round(const struct book *book, int64_t round);

/* Keeps the fault, unless there is one already. */
void book_fault(char **fault, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Writes a line for each round and chain. True: all of them hold, and the file itself. */
bool book_report(const struct book *book, FILE *out) __attribute__((warn_unused_result));

#endif
