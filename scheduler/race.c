/* SPDX-License-Identifier: MIT */
/* secret -> outcome seed -> order -> timeline, and the check that the timeline shows that order. */
#include "race.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "log.h"

static void check_timeline(const struct race *race, size_t runners);

void race_prepare(struct race *race, const struct state *state, const uint8_t secret[HR1_BYTES])
{
    if (race->round_id == state->round_id) return;
    race_wipe(race);
    uint8_t outcome_seed[HR1_BYTES], film_seed[HR1_BYTES];
    hr1_outcome_seed(outcome_seed, secret, (uint64_t)state->round_id, state->card_hash, state->beacon);
    hr1_film_seed(film_seed, outcome_seed);
    if (!hr1_draw(race->order, outcome_seed, state->runners, state->runner_count, NULL))
        fatal("reason=\"the card cannot be drawn\" round=%" PRId64, state->round_id);
    if (!race_timeline_make(&race->timeline, race->order, state->runner_count, film_seed, state->film_ms))
        fatal("reason=\"no film can be made\" round=%" PRId64 " film_ms=%u", state->round_id, state->film_ms);
    check_timeline(race, state->runner_count);
    race->round_id = state->round_id;
    sodium_memzero(outcome_seed, sizeof outcome_seed);
    sodium_memzero(film_seed, sizeof film_seed);
}

void race_wipe(struct race *race)
{
    sodium_memzero(race, sizeof *race);
}

static void check_timeline(const struct race *race, size_t runners)
{
    uint32_t shown[RACE_TIMELINE_RUNNERS_MAX];
    if (!race_timeline_order(&race->timeline, shown) ||
        memcmp(shown, race->order, runners * sizeof *shown) != 0)
        fatal("reason=\"the film does not show the drawn order\"");
}
