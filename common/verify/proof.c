/* SPDX-License-Identifier: MIT */
/* Each step of HR1 in its order: card, commitment, chain, draw. */
#include "proof.h"

#include <sodium.h>
#include <string.h>

#include "json.h"

/* What the proof says, as bytes. */
struct claim {
    const char *session, *card;
    int64_t chain_index;
    uint8_t anchor[HR1_BYTES], commitment[HR1_BYTES], card_hash[HR1_BYTES], beacon[HR1_BYTES];
    uint8_t secret[HR1_BYTES], outcome_seed[HR1_BYTES], film_seed[HR1_BYTES];
};

static const char *read_claim(struct claim *claim, struct json_object *object, struct proof *proof);
static const char *read_result(struct claim *claim, struct json_object *object, struct proof *proof);
static const char *read_order(struct json_object *object, struct proof *proof);
static const char *check_card(const struct claim *claim, struct proof *proof);
static const char *check_chain(const struct claim *claim, struct proof_chain *chain);
static const char *check_draw(const struct claim *claim, const struct proof *proof);

const char *proof_check(struct json_object *object, struct proof_chain *chain, struct proof *proof)
{
    struct claim claim = {0};
    *proof = (struct proof){0};
    const char *why = read_claim(&claim, object, proof);
    if (!why) why = check_card(&claim, proof);
    if (!why) why = read_result(&claim, object, proof);
    if (!why && proof->has_result) why = check_chain(&claim, chain);
    if (!why && proof->has_result) why = check_draw(&claim, proof);
    return why;
}

static const char *read_claim(struct claim *claim, struct json_object *object, struct proof *proof)
{
    int64_t number;
    if (!verify_json_number(object, "roundId", &proof->round) || proof->round < 1) {
        proof->round = 0;
        return "it has no number";
    }
    if (!verify_json_number(object, "number", &number) || number != proof->round)
        return "its number is not its id";
    claim->session = verify_json_text(object, "session");
    claim->card = verify_json_text(object, "card");
    if (!claim->session || strlen(claim->session) >= PROOF_SESSION_MAX) return "it has no session";
    if (!verify_json_number(object, "chainIndex", &claim->chain_index) || claim->chain_index < 1 ||
        claim->chain_index > PROOF_CHAIN_MAX)
        return "its place in the chain is missing";
    if (!claim->card) return "the card is missing";
    if (!verify_json_bytes(object, "anchor", claim->anchor, HR1_BYTES)) return "the anchor is missing";
    if (!verify_json_bytes(object, "commitment", claim->commitment, HR1_BYTES))
        return "the commitment is missing";
    if (!verify_json_bytes(object, "cardHash", claim->card_hash, HR1_BYTES))
        return "the card's hash is missing";
    if (!verify_json_bytes(object, "beacon", claim->beacon, HR1_BYTES)) return "the beacon is missing";
    return NULL;
}

static const char *check_card(const struct claim *claim, struct proof *proof)
{
    const struct card *card = &proof->card;
    uint8_t hash[HR1_BYTES];
    crypto_hash_sha256(hash, (const uint8_t *)claim->card, strlen(claim->card));
    if (memcmp(hash, claim->card_hash, HR1_BYTES) != 0) return "the card's hash is another";
    if (!card_read(&proof->card, claim->card)) return "the card is not written as cards are";
    if (card->round != proof->round) return "the card is another round's";
    if (card->session_length != strlen(claim->session) ||
        memcmp(card->session, claim->session, card->session_length) != 0 ||
        card->chain_index != claim->chain_index)
        return "the card has another place in another chain";
    if (memcmp(card->commitment, claim->commitment, HR1_BYTES) != 0) return "the card has another commitment";
    if (!sodium_is_zero(claim->beacon, HR1_BYTES)) return "the card has no beacon, and the proof has one";
    if (!hr1_card_is_valid(card->runners, card->runner_count)) return "its runners cannot be drawn";
    return NULL;
}

static const char *read_result(struct claim *claim, struct json_object *object, struct proof *proof)
{
    const char *phase = verify_json_text(object, "phase");
    if (!phase) return "its phase is missing";
    bool is_settled = strcmp(phase, "settled") == 0, is_void = strcmp(phase, "void") == 0;
    proof->phase = is_settled ? PROOF_SETTLED : is_void ? PROOF_VOID : PROOF_OPEN;
    bool is_open = strcmp(phase, "betting") == 0 || strcmp(phase, "locked") == 0 ||
                   strcmp(phase, "racing") == 0 || strcmp(phase, "finished") == 0;
    if (!is_settled && !is_void && !is_open) return "its phase is unknown";
    size_t missing = 0;
    static const char *const members[] = {"secret", "outcomeSeed", "order", "filmSeed"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        missing += verify_json_lacks(object, members[i]);
    if (is_open) return missing == 4 ? NULL : "it tells its secret too early";
    if (is_void && missing == 4) return NULL;
    if (!verify_json_bytes(object, "secret", claim->secret, HR1_BYTES)) return "the secret is missing";
    if (!verify_json_bytes(object, "outcomeSeed", claim->outcome_seed, HR1_BYTES))
        return "the outcome seed is missing";
    if (!verify_json_bytes(object, "filmSeed", claim->film_seed, HR1_BYTES))
        return "the film's seed is missing";
    proof->has_result = true;
    return read_order(object, proof);
}

static const char *read_order(struct json_object *object, struct proof *proof)
{
    struct json_object *order = verify_json_member(object, "order", json_type_array);
    if (!order || json_object_array_length(order) != proof->card.runner_count)
        return "the order has not all runners";
    for (size_t i = 0; i < proof->card.runner_count; i++) {
        struct json_object *number = json_object_array_get_idx(order, i);
        int64_t value = json_object_is_type(number, json_type_int) ? json_object_get_int64(number) : 0;
        if (value < 1 || value > INT32_MAX) return "the order has not all runners";
        proof->order[i] = (uint32_t)value;
    }
    return NULL;
}

/* Down the chain to what is known of it: the secret of the round before, or else the anchor. */
static const char *check_chain(const struct claim *claim, struct proof_chain *chain)
{
    uint8_t known[HR1_BYTES];
    hr1_chain_step(known, claim->secret);
    if (memcmp(known, claim->commitment, HR1_BYTES) != 0) return "the secret does not open the commitment";
    bool is_known = strcmp(chain->session, claim->session) == 0;
    if (is_known && memcmp(chain->anchor, claim->anchor, HR1_BYTES) != 0)
        return "the session has another anchor";
    bool is_ahead = is_known && chain->index < claim->chain_index;
    for (int64_t i = claim->chain_index - 1; i > (is_ahead ? chain->index : 0); i--)
        hr1_chain_step(known, known);
    if (memcmp(known, is_ahead ? chain->secret : claim->anchor, HR1_BYTES) != 0)
        return "the chain does not lead to the session's anchor";
    if (is_known && !is_ahead) return NULL;
    *chain = (struct proof_chain){.index = claim->chain_index};
    memcpy(chain->session, claim->session, strlen(claim->session));
    memcpy(chain->anchor, claim->anchor, HR1_BYTES);
    memcpy(chain->secret, claim->secret, HR1_BYTES);
    return NULL;
}

static const char *check_draw(const struct claim *claim, const struct proof *proof)
{
    uint8_t outcome_seed[HR1_BYTES], film_seed[HR1_BYTES];
    uint32_t order[HR1_RUNNERS_MAX];
    const struct card *card = &proof->card;
    hr1_outcome_seed(outcome_seed, claim->secret, (uint64_t)proof->round, claim->card_hash, claim->beacon);
    if (memcmp(outcome_seed, claim->outcome_seed, HR1_BYTES) != 0) return "the outcome seed is another";
    hr1_film_seed(film_seed, outcome_seed);
    if (memcmp(film_seed, claim->film_seed, HR1_BYTES) != 0) return "the film's seed is another";
    if (!hr1_draw(order, outcome_seed, card->runners, card->runner_count, NULL))
        return "its runners cannot be drawn";
    if (memcmp(order, proof->order, card->runner_count * sizeof *order) != 0)
        return "the secret draws another order";
    return NULL;
}
