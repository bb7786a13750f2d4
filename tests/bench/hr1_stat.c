/* SPDX-License-Identifier: MIT */
/* Do the orders that HR1 draws follow the law it promises? Chi-square over a whole session of rounds of the
 * default card, fixed seeds: all 720 orders, the winners, and the winners of each two rounds in a row. Usage:
 * hr1_stat [draws]. Exit 1 when a figure is out of bounds; the last line is JSON. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "hr1.h"
#include "log.h"

#define RUNNERS 6
#define ORDERS 720 /* 6! */
#define DRAWS_DEFAULT 2000000
/* Leaves 1 100 expected draws for the rarest order, far from trouble with small counts. */
#define DRAWS_MIN 2000000

/* Bounds of p = 0.0001 on both sides together: 0.00005 of all fair runs fall below `low`, 0.00005 above
 * `high`. Got by bisection of the regularised incomplete gamma function P(df/2, x/2), series and continued
 * fraction, in Python, and checked with mpmath.gammainc at 30 digits. The lower bound is there because an
 * order that is too even is no chance either. */
struct chi_square {
    const char *name;
    double degrees, low, high, value;
};

static const struct hr1_runner card[RUNNERS] = {{6, 883224}, {7, 1033560}, {8, 674685},
                                                {9, 837540}, {10, 599720}, {54, 1079496}};

struct tally {
    long draws;
    long orders[ORDERS];
    long winners[RUNNERS];
    long pairs[RUNNERS * RUNNERS];
};

static void count_draws(struct tally *tally);
static size_t index_of(uint32_t number);
static size_t rank_of(const size_t order[RUNNERS]);
static double order_chance(size_t rank);
static double winner_chance(size_t runner);
static double weight_sum(void);
static void add_cell(struct chi_square *test, long seen, double expected);
static bool is_within(const struct chi_square *test);

int main(int argc, char **argv)
{
    static struct tally tally;
    log_open("hr1_stat", LOG_LEVEL_INFO);
    if (sodium_init() < 0) fatal("reason=\"libsodium does not start\"");
    tally.draws = argc > 1 ? strtol(argv[1], NULL, 10) : DRAWS_DEFAULT;
    if (argc > 2 || tally.draws < DRAWS_MIN || tally.draws % 2)
        die("reason=\"an even number of draws, at least %d, is wanted\"", DRAWS_MIN);
    count_draws(&tally);

    struct chi_square orders = {"orders", 719, 580.7912, 876.0471, 0};
    struct chi_square winners = {"winners", 5, 0.0621, 27.2937, 0};
    struct chi_square pairs = {"pairs", 35, 11.3281, 77.3002, 0};
    const long all_pairs = tally.draws / 2;
    for (size_t rank = 0; rank < ORDERS; rank++)
        add_cell(&orders, tally.orders[rank], (double)tally.draws * order_chance(rank));
    for (size_t a = 0; a < RUNNERS; a++) {
        add_cell(&winners, tally.winners[a], (double)tally.draws * winner_chance(a));
        for (size_t b = 0; b < RUNNERS; b++)
            add_cell(&pairs, tally.pairs[a * RUNNERS + b],
                     (double)all_pairs * winner_chance(a) * winner_chance(b));
    }
    bool is_fair = is_within(&orders) & is_within(&winners) & is_within(&pairs);
    printf("{\"orders_chi2\":%.2f,\"orders_df\":719,\"winners_chi2\":%.2f,\"winners_df\":5,"
           "\"pairs_chi2\":%.2f,\"pairs_df\":35,\"draws\":%ld,\"ok\":%s}\n",
           orders.value, winners.value, pairs.value, tally.draws, is_fair ? "true" : "false");
    return is_fair ? 0 : 1;
}

/* A session as the house runs it, walked from its last round to its first: each secret is the hash of the
 * next. */
static void count_draws(struct tally *tally)
{
    uint8_t secret[HR1_BYTES], card_hash[HR1_BYTES], seed[HR1_BYTES];
    const uint8_t no_beacon[HR1_BYTES] = {0};
    memset(secret, 0x48, sizeof secret);
    memset(card_hash, 0x31, sizeof card_hash);
    size_t previous = 0;
    for (long round = tally->draws; round > 0; round--) {
        uint32_t numbers[RUNNERS];
        size_t order[RUNNERS];
        hr1_outcome_seed(seed, secret, (uint64_t)round, card_hash, no_beacon);
        if (!hr1_draw(numbers, seed, card, RUNNERS, NULL)) fatal("reason=\"the card is refused\"");
        for (size_t place = 0; place < RUNNERS; place++)
            order[place] = index_of(numbers[place]);
        tally->orders[rank_of(order)]++;
        tally->winners[order[0]]++;
        /* Pairs that do not overlap are independent, so their 36 cells have 35 degrees of freedom. */
        if (round % 2) tally->pairs[previous * RUNNERS + order[0]]++;
        previous = order[0];
        hr1_chain_step(secret, secret);
    }
}

static size_t index_of(uint32_t number)
{
    for (size_t i = 0; i < RUNNERS; i++)
        if (card[i].number == number) return i;
    fatal("reason=\"a runner that is not on the card\" number=%u", number);
}

/* Orders in lexical order: at each place, how many of the runners left come before the one chosen. */
static size_t rank_of(const size_t order[RUNNERS])
{
    size_t rank = 0;
    for (size_t place = 0; place < RUNNERS; place++) {
        size_t before = 0;
        for (size_t later = place + 1; later < RUNNERS; later++)
            before += order[later] < order[place];
        rank = rank * (RUNNERS - place) + before;
    }
    return rank;
}

/* The Plackett-Luce law: at each place, the weight of the chosen over the sum of the weights left. */
static double order_chance(size_t rank)
{
    size_t left[RUNNERS] = {0, 1, 2, 3, 4, 5}, count = ORDERS;
    double chance = 1, sum = weight_sum();
    for (size_t place = 0; place < RUNNERS; place++) {
        count /= RUNNERS - place;
        size_t at = rank / count;
        rank %= count;
        double weight = (double)card[left[at]].weight;
        chance *= weight / sum;
        sum -= weight;
        memmove(&left[at], &left[at + 1], (RUNNERS - 1 - at) * sizeof *left);
    }
    return chance;
}

static double winner_chance(size_t runner)
{
    return (double)card[runner].weight / weight_sum();
}

static double weight_sum(void)
{
    double sum = 0;
    for (size_t i = 0; i < RUNNERS; i++)
        sum += (double)card[i].weight;
    return sum;
}

static void add_cell(struct chi_square *test, long seen, double expected)
{
    double difference = (double)seen - expected;
    test->value += difference * difference / expected;
}

static bool is_within(const struct chi_square *test)
{
    bool is_ok = test->value > test->low && test->value < test->high;
    printf("%-8s chi-square %8.2f, %3.0f degrees of freedom, bounds %8.4f to %8.4f: %s\n", test->name,
           test->value, test->degrees, test->low, test->high, is_ok ? "ok" : "OUT OF BOUNDS");
    return is_ok;
}
