/* SPDX-License-Identifier: MIT */
/* The canonical text of a round's card (sql/functions/hippo/card_text.sql): who runs with which weight, and all odds. */
#ifndef HIPPO_VERIFY_CARD_H
#define HIPPO_VERIFY_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hr1.h"

struct card {
    int64_t round, chain_index;
    const char *session; /* in the text, `session_length` bytes */
    size_t session_length;
    uint8_t commitment[HR1_BYTES];
    struct hr1_runner runners[HR1_RUNNERS_MAX];
    size_t runner_count;
    const char *odds; /* in the text: the lines behind the runners */
};

/* False: the text is no card. `card` points into the text. */
bool card_read(struct card *card, const char *text) __attribute__((warn_unused_result));

/* Do the lines of card->odds offer these odds, in hundredths? */
bool card_offers(const char *odds_lines, const char *market, const char *selection, int64_t odds)
    __attribute__((warn_unused_result));

#endif
