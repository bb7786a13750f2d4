/* SPDX-License-Identifier: MIT */
/* The same rules as hippo.tickets_settle and report.proof, in other words. */
#include "ticket.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "card.h"
#include "json.h"
#include "market.h"

#define ODDS_MAX 10000000 /* hundredths */
#define SERIALS INT64_C(1000000000)

static const char *add_line(struct json_object *line, const struct ticket_round *round,
                            struct ticket_sums *sums);
static const char *check_state(const char *state, const struct ticket_round *round, bool has_prize,
                               const struct ticket_sums *sums);
static bool is_one_of(const char *word, const char *const *words);

const char *ticket_check(struct json_object *ticket, const struct ticket_round *round,
                         struct ticket_sums *sums)
{
    *sums = (struct ticket_sums){0};
    struct json_object *lines = verify_json_member(ticket, "lines", json_type_array);
    const char *state = verify_json_text(ticket, "state");
    int64_t prize = 0;
    if (!lines || json_object_array_length(lines) == 0) return "has no lines";
    for (size_t i = 0; i < json_object_array_length(lines); i++) {
        const char *why = add_line(json_object_array_get_idx(lines, i), round, sums);
        if (why) return why;
    }
    bool has_prize = !verify_json_lacks(ticket, "prize");
    if (!state || (has_prize && !verify_json_number(ticket, "prize", &prize))) return "has no state";
    sums->is_voided = strcmp(state, "voided") == 0;
    const char *why = check_state(state, round, has_prize, sums);
    if (!why && has_prize && prize != sums->prize) why = "won another prize than its lines pay";
    return why;
}

static const char *add_line(struct json_object *line, const struct ticket_round *round,
                            struct ticket_sums *sums)
{
    int64_t odds, stake, prize, product;
    const char *market = verify_json_text(line, "market"), *selection = verify_json_text(line, "selection");
    if (!market || !selection || !verify_json_number(line, "odds", &odds) ||
        !verify_json_number(line, "stake", &stake) || !verify_json_number(line, "prize", &prize))
        return "has a line that says too little";
    if (stake < 1 || odds < 101 || odds > ODDS_MAX || __builtin_mul_overflow(stake, odds, &product) ||
        prize != product / 100)
        return "has a line whose prize is not its stake times its odds";
    if (!card_offers(round->odds, market, selection, odds)) return "has odds that are not on the card";
    if (__builtin_add_overflow(sums->stake, stake, &sums->stake)) return "has too large a stake";
    if (round->phase != PROOF_SETTLED) return NULL;
    enum market_end end = market_end(market, selection, round->order, round->runners);
    if (end == MARKET_UNKNOWN) return "has a line on something that is not in the race";
    if (end == MARKET_WON && __builtin_add_overflow(sums->prize, prize, &sums->prize))
        return "has too large a prize";
    return NULL;
}

static const char *check_state(const char *state, const struct ticket_round *round, bool has_prize,
                               const struct ticket_sums *sums)
{
    static const char *const won[] = {"won", "paid", "expired", NULL};
    static const char *const refunded[] = {"refundable", "refunded", "expired", NULL};
    bool wants_prize = round->phase == PROOF_SETTLED && !sums->is_voided;
    if (has_prize != wants_prize)
        return wants_prize ? "has no prize, though its round is settled" : "has a prize that it cannot have";
    if (sums->is_voided) return NULL;
    switch (round->phase) {
    case PROOF_OPEN:
        return strcmp(state, "sold") == 0 ? NULL : "is not open, and its round is";
    case PROOF_VOID:
        return is_one_of(state, refunded) ? NULL : "is not refunded, though its round is void";
    case PROOF_SETTLED:
        break;
    }
    if (sums->prize > 0) return is_one_of(state, won) ? NULL : "won, and its state says otherwise";
    return strcmp(state, "lost") == 0 ? NULL : "lost, and its state says otherwise";
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0) return true;
    return false;
}

/* SS-TTNNNN-C: shop, till, number in the till's journal, and ISO 7064 MOD 11-2 of all digits. */
void ticket_number(char number[TICKET_NUMBER_MAX], int64_t id)
{
    int64_t till = id / SERIALS, serial = id % SERIALS;
    char digits[TICKET_NUMBER_MAX];
    (void)snprintf(digits, sizeof digits, "%04" PRId64 "%04" PRId64, till, serial);
    int shop_digits = till < 10000 ? 2 : 3;
    unsigned check = 0;
    for (const char *digit = digits; *digit; digit++)
        check = (check + (unsigned)(*digit - '0')) * 2 % 11;
    (void)snprintf(number, TICKET_NUMBER_MAX, "%.*s-%s-%c", shop_digits, digits, digits + shop_digits,
                   "10X98765432"[check]);
}
