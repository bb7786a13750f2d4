/* SPDX-License-Identifier: MIT */
/* What a line can be on, and when it wins. sql/functions/hippo/opening_selections.sql says the same. */
#ifndef HIPPO_VERIFY_MARKET_H
#define HIPPO_VERIFY_MARKET_H

#include <stddef.h>
#include <stdint.h>

enum market_end { MARKET_LOST, MARKET_WON, MARKET_UNKNOWN /* no such market, or no such selection in it */ };

/* `order` has the numbers of all `count` runners, first to last. */
enum market_end market_end(const char *market, const char *selection, const uint32_t *order, size_t count)
    __attribute__((warn_unused_result));

#endif
