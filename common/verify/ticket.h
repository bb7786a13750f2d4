/* SPDX-License-Identifier: MIT */
/* Whether a ticket has the odds of its round's card, and whether it won what the finish order makes it win. */
#ifndef HIPPO_VERIFY_TICKET_H
#define HIPPO_VERIFY_TICKET_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hr1.h"
#include "proof.h"

/* What a ticket is measured by. */
struct ticket_round {
    int64_t round;
    enum proof_phase phase;
    uint32_t order[HR1_RUNNERS_MAX];
    size_t runners;
    const char *odds; /* lines of the card */
};

struct ticket_sums {
    bool is_voided;
    int64_t stake, prize;
};

/* NULL: it holds; `sums` says what it came to. Else what does not. */
const char *ticket_check(struct json_object *ticket, const struct ticket_round *round,
                         struct ticket_sums *sums) __attribute__((warn_unused_result));

/* The number that is printed on the ticket with this id. */
#define TICKET_NUMBER_MAX 32
void ticket_number(char number[TICKET_NUMBER_MAX], int64_t id);

#endif
