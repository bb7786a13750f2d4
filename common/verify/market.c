/* SPDX-License-Identifier: MIT */
/* A selection names runners by number, `6-7`; each market looks at their places, from 1. */
#include "market.h"

#include <stdbool.h>
#include <string.h>

#define PICKS_MAX 3

struct picks {
    size_t places[PICKS_MAX];
    size_t count;
    size_t runners; /* in the race */
};

typedef bool market_rule(const struct picks *picks);

static market_rule win, place, top3, in_order, any_order, duel;

static const struct market {
    const char *name;
    size_t picks;
    bool is_ordered; /* else a selection names its runners in ascending order */
    market_rule *rule;
} markets[] = {
    {"win", 1, false, win},          {"place", 1, false, place},        {"top3", 1, false, top3},
    {"exacta", 2, true, in_order},   {"quinella", 2, false, any_order}, {"couple_place", 2, false, top3},
    {"trifecta", 3, true, in_order}, {"trio", 3, false, any_order},     {"duel", 2, true, duel},
};

static const struct market *find(const char *name);
static bool read_picks(struct picks *picks, const struct market *market, const char *selection,
                       const uint32_t *order);
static bool read_number(const char **at, uint32_t *number);

enum market_end market_end(const char *market, const char *selection, const uint32_t *order, size_t count)
{
    if (strcmp(market, "odd_even") == 0) {
        if (strcmp(selection, "odd") != 0 && strcmp(selection, "even") != 0) return MARKET_UNKNOWN;
        return strcmp(selection, order[0] % 2 ? "odd" : "even") == 0 ? MARKET_WON : MARKET_LOST;
    }
    const struct market *found = find(market);
    struct picks picks = {.runners = count};
    if (!found || !read_picks(&picks, found, selection, order)) return MARKET_UNKNOWN;
    return found->rule(&picks) ? MARKET_WON : MARKET_LOST;
}

static const struct market *find(const char *name)
{
    for (size_t i = 0; i < sizeof markets / sizeof *markets; i++)
        if (strcmp(markets[i].name, name) == 0) return &markets[i];
    return NULL;
}

/* False: it is not written as the market's selections are, or names somebody who does not run. */
static bool read_picks(struct picks *picks, const struct market *market, const char *selection,
                       const uint32_t *order)
{
    uint32_t numbers[PICKS_MAX] = {0};
    const char *at = selection;
    for (size_t i = 0; i < market->picks; i++) {
        if ((i > 0 && *at++ != '-') || !read_number(&at, &numbers[i])) return false;
        if (i > 0 && !market->is_ordered && numbers[i] <= numbers[i - 1]) return false;
        for (size_t k = 0; k < i; k++)
            if (numbers[k] == numbers[i]) return false;
        size_t place = 0;
        while (place < picks->runners && order[place] != numbers[i])
            place++;
        if (place == picks->runners) return false;
        picks->places[picks->count++] = place + 1;
    }
    return *at == '\0';
}

static bool read_number(const char **at, uint32_t *number)
{
    size_t digits = strspn(*at, "0123456789");
    if (digits == 0 || digits > 9 || **at == '0') return false;
    for (*number = 0; digits > 0; digits--)
        *number = *number * 10 + (uint32_t)(*(*at)++ - '0');
    return true;
}

static bool win(const struct picks *picks)
{
    return picks->places[0] == 1;
}

/* The first of fewer than 5 runners, the first two of fewer than 8, else the first three. */
static bool place(const struct picks *picks)
{
    size_t places = picks->runners < 5 ? 1 : picks->runners < 8 ? 2 : 3;
    return picks->places[0] <= places;
}

static bool top3(const struct picks *picks)
{
    for (size_t i = 0; i < picks->count; i++)
        if (picks->places[i] > 3) return false;
    return true;
}

static bool in_order(const struct picks *picks)
{
    for (size_t i = 0; i < picks->count; i++)
        if (picks->places[i] != i + 1) return false;
    return true;
}

static bool any_order(const struct picks *picks)
{
    for (size_t i = 0; i < picks->count; i++)
        if (picks->places[i] > picks->count) return false;
    return true;
}

static bool duel(const struct picks *picks)
{
    return picks->places[0] < picks->places[1];
}
