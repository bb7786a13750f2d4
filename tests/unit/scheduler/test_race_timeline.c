/* SPDX-License-Identifier: MIT */
/* The timeline shows the drawn order, moves like horses, and reveals nothing before the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <sodium.h>

#include "hr1.h"
#include "race_timeline.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const size_t fields[] = {2, 3, 6, 11, 12, 24};
static const uint32_t lengths[] = {1000, 1100, 1900, 2900, 3000, 5000, 10000, 30000, 120000};

/* Large, and rewritten by every test. */
static struct race_timeline timeline, other;

/* Fixed bytes for every case, so that no run of this test differs from another. */
static void make_seed(uint8_t seed[HR1_BYTES], const char *purpose, uint32_t number)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%s %u", purpose, number);
    (void)crypto_hash_sha256(seed, (const uint8_t *)text, strlen(text));
}

/* A uniform order of numbers 3, 6, 9 … by the draw itself. */
static void make_order(uint32_t *order, size_t count, uint32_t number)
{
    struct hr1_runner runners[HR1_RUNNERS_MAX];
    uint8_t seed[HR1_BYTES];
    for (size_t i = 0; i < count; i++)
        runners[i] = (struct hr1_runner){.number = (uint32_t)(3 * i + 3), .weight = 1};
    make_seed(seed, "order", number);
    assert_true(hr1_draw(order, seed, runners, count, NULL));
}

static void make_timeline(struct race_timeline *target, uint32_t *order, size_t count, uint32_t film_ms,
                          uint32_t number)
{
    uint8_t seed[HR1_BYTES];
    make_order(order, count, number);
    make_seed(seed, "film", number);
    assert_true(race_timeline_make(target, order, count, seed, film_ms));
}

static uint32_t hold_of(uint32_t film_ms)
{
    return film_ms / 2 < 1500 ? film_ms / 2 : 1500;
}

static int32_t position(const struct race_timeline *of, uint32_t sample, size_t column)
{
    return sample == 0 ? 0 : of->mm[sample - 1][column];
}

static size_t leader(const struct race_timeline *of, uint32_t sample)
{
    size_t first = 0;
    for (size_t column = 1; column < of->runners; column++)
        if (position(of, sample, column) > position(of, sample, first)) first = column;
    return first;
}

/* Sets timeline and order to each combination of field, length and `seeds` seeds in turn. */
static void for_each_film(uint32_t seeds, void (*check)(const uint32_t *order, uint32_t film_ms))
{
    uint32_t order[HR1_RUNNERS_MAX];
    for (size_t f = 0; f < COUNT_OF(fields); f++)
        for (size_t l = 0; l < COUNT_OF(lengths); l++)
            for (uint32_t seed = 0; seed < seeds; seed++) {
                make_timeline(&timeline, order, fields[f], lengths[l], seed);
                check(order, lengths[l]);
            }
}

static void check_order(const uint32_t *order, uint32_t film_ms)
{
    uint32_t shown[RACE_TIMELINE_RUNNERS_MAX];
    assert_true(race_timeline_order(&timeline, shown));
    assert_memory_equal(shown, order, timeline.runners * sizeof *order);
    assert_int_equal(timeline.samples, film_ms / 100);
    assert_int_equal(timeline.distance_mm, 16 * (int64_t)film_ms);
}

static void test_film_shows_the_drawn_order(void **state)
{
    (void)state;
    for_each_film(60, check_order);
}

static int compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void check_crossings(const uint32_t *order, uint32_t film_ms)
{
    (void)order;
    int64_t at[RACE_TIMELINE_RUNNERS_MAX];
    for (size_t column = 0; column < timeline.runners; column++)
        at[column] = race_timeline_crossing_us(&timeline, column);
    qsort(at, timeline.runners, sizeof *at, compare_times);
    assert_true(at[0] > ((int64_t)film_ms - hold_of(film_ms)) * 1000);
    assert_true(at[timeline.runners - 1] <= (int64_t)film_ms * 1000);
    int64_t promised = timeline.runners <= 11 && film_ms >= 3000 ? 80000 : 10000;
    for (size_t i = 1; i < timeline.runners; i++)
        assert_true(at[i] - at[i - 1] >= promised);
}

static void test_all_cross_apart_in_the_withheld_part(void **state)
{
    (void)state;
    for_each_film(60, check_crossings);
}

static void check_motion(const uint32_t *order, uint32_t film_ms)
{
    (void)order;
    int32_t fastest = film_ms >= 10000 ? 3200 : 3800, jerk = film_ms >= 10000 ? 450 : 1400;
    for (size_t column = 0; column < timeline.runners; column++) {
        int32_t before = 0;
        for (uint32_t i = 1; i <= timeline.samples; i++) {
            int32_t step = position(&timeline, i, column) - position(&timeline, i - 1, column);
            assert_in_range(step, 0, fastest);
            assert_true(abs(step - before) <= jerk);
            before = step;
        }
    }
}

static void test_runners_move_like_horses(void **state)
{
    (void)state;
    for_each_film(60, check_motion);
}

static void test_the_lead_changes_to_the_end(void **state)
{
    (void)state;
    uint32_t order[HR1_RUNNERS_MAX];
    for (uint32_t seed = 0; seed < 300; seed++) {
        make_timeline(&timeline, order, fields[seed % COUNT_OF(fields)], 30000, seed);
        int changes = 0, changes_late = 0;
        for (uint32_t i = 11; i <= timeline.public_samples; i++) {
            bool has_changed = leader(&timeline, i) != leader(&timeline, i - 1);
            changes += has_changed;
            changes_late += has_changed && i > timeline.samples * 2 / 3;
        }
        assert_true(changes >= 10);
        assert_true(changes_late >= 3);
    }
}

static void check_bunched(const uint32_t *order, uint32_t film_ms)
{
    (void)order;
    assert_true(timeline.public_samples * 100 <= film_ms - hold_of(film_ms));
    assert_true((timeline.public_samples + 1) * 100 > film_ms - hold_of(film_ms));
    int32_t first = position(&timeline, timeline.public_samples, leader(&timeline, timeline.public_samples));
    for (size_t column = 0; column < timeline.runners; column++)
        assert_true(first - position(&timeline, timeline.public_samples, column) <= 2000);
    assert_true(first < timeline.distance_mm);
}

static void test_the_field_is_bunched_when_the_sprint_begins(void **state)
{
    (void)state;
    for_each_film(60, check_bunched);
}

static void reverse(uint32_t *order, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        uint32_t number = order[i];
        order[i] = order[count - 1 - i];
        order[count - 1 - i] = number;
    }
}

/* The proof, of which the statistics below are only a confirmation. */
static void test_the_public_part_does_not_depend_on_the_order(void **state)
{
    (void)state;
    uint32_t order[HR1_RUNNERS_MAX];
    uint8_t seed[HR1_BYTES];
    for (size_t f = 0; f < COUNT_OF(fields); f++)
        for (size_t l = 0; l < COUNT_OF(lengths); l++) {
            make_timeline(&timeline, order, fields[f], lengths[l], 1);
            make_seed(seed, "film", 1);
            reverse(order, fields[f]);
            assert_true(race_timeline_make(&other, order, fields[f], seed, lengths[l]));
            assert_int_equal(timeline.public_samples, other.public_samples);
            for (uint32_t i = 0; i < timeline.public_samples; i++)
                assert_memory_equal(timeline.mm[i], other.mm[i], timeline.runners * sizeof timeline.mm[i][0]);
            assert_memory_not_equal(timeline.mm[timeline.samples - 1], other.mm[timeline.samples - 1],
                                    timeline.runners * sizeof timeline.mm[0][0]);
        }
}

/* Where each runner would be after `ahead` more samples at the speed of the last one. */
static void extrapolate(int64_t place[RACE_TIMELINE_RUNNERS_MAX], uint32_t sample, int64_t ahead)
{
    for (size_t column = 0; column < timeline.runners; column++) {
        int64_t here = position(&timeline, sample, column);
        place[column] = here + ahead * (here - position(&timeline, sample - 1, column));
    }
}

/* Spearman's rank correlation with the finish order, times the number of pairs of its formula; 1 = same
 * order. Ties go to the lower column, which knows nothing. */
static double rank_correlation(const int64_t place[RACE_TIMELINE_RUNNERS_MAX], const uint32_t *order)
{
    double distance = 0, n = (double)timeline.runners;
    for (size_t column = 0; column < timeline.runners; column++) {
        size_t rank = 0, finish = 0;
        for (size_t i = 0; i < timeline.runners; i++)
            rank += place[i] > place[column] || (place[i] == place[column] && i < column);
        while (order[finish] != timeline.numbers[column])
            finish++;
        double difference = (double)rank - (double)finish;
        distance += difference * difference;
    }
    return 1 - 6 * distance / (n * (n * n - 1));
}

/* 3 000 rounds from their secrets, six equal runners. A leader wins by chance 500 times, standard deviation
 * 20.4; the mean of 3 000 independent correlations of six ranks has standard deviation 0.0082. Bounds: 4. */
static void test_published_frames_do_not_tell_the_result(void **state)
{
    (void)state;
    enum { ROUNDS = 3000, RUNNERS = 6, LOOKS = 4 };
    static const struct look {
        uint32_t back; /* from the last public sample */
        int64_t ahead;
    } looks[LOOKS] = {{0, 0}, {0, 10}, {5, 10}, {20, 30}};
    struct hr1_runner runners[RUNNERS];
    const uint8_t beacon[HR1_BYTES] = {0};
    int wins[LOOKS] = {0};
    double correlation[LOOKS] = {0}, correlation_at_end = 0;
    for (uint32_t i = 0; i < RUNNERS; i++)
        runners[i] = (struct hr1_runner){.number = i + 1, .weight = 7};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint8_t secret[HR1_BYTES], card[HR1_BYTES], outcome_seed[HR1_BYTES], film_seed[HR1_BYTES];
        uint32_t order[RUNNERS];
        int64_t place[RACE_TIMELINE_RUNNERS_MAX];
        make_seed(secret, "secret", round);
        make_seed(card, "card", round);
        hr1_outcome_seed(outcome_seed, secret, round, card, beacon);
        hr1_film_seed(film_seed, outcome_seed);
        assert_true(hr1_draw(order, outcome_seed, runners, RUNNERS, NULL));
        assert_true(race_timeline_make(&timeline, order, RUNNERS, film_seed, round % 2 ? 30000 : 5000));
        for (size_t i = 0; i < LOOKS; i++) {
            extrapolate(place, timeline.public_samples - looks[i].back, looks[i].ahead);
            size_t first = 0;
            for (size_t column = 1; column < RUNNERS; column++)
                if (place[column] > place[first]) first = column;
            wins[i] += timeline.numbers[first] == order[0];
            correlation[i] += rank_correlation(place, order);
        }
        extrapolate(place, timeline.samples, 0);
        correlation_at_end += rank_correlation(place, order);
    }
    for (size_t i = 0; i < LOOKS; i++) {
        print_message("look %zu: the leader wins %d of 3000, rank correlation %+.4f\n", i, wins[i],
                      correlation[i] / ROUNDS);
        assert_in_range(wins[i], 419, 581);
        assert_true(correlation[i] / ROUNDS < 0.033 && correlation[i] / ROUNDS > -0.033);
    }
    /* The measure does see an order where there is one. */
    assert_true(correlation_at_end / ROUNDS > 0.9);
}

/* A change of one millimetre would make half-sent films jump when a scheduler is replaced during a race. */
static void test_the_film_is_the_same_on_every_machine(void **state)
{
    (void)state;
    uint32_t order[HR1_RUNNERS_MAX];
    crypto_hash_sha256_state hash;
    uint8_t digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof digest + 1];
    crypto_hash_sha256_init(&hash);
    for (size_t f = 0; f < COUNT_OF(fields); f++)
        for (size_t l = 0; l < COUNT_OF(lengths); l++) {
            make_timeline(&timeline, order, fields[f], lengths[l], 7);
            char *json = race_timeline_json(&timeline, 1, timeline.samples);
            crypto_hash_sha256_update(&hash, (const uint8_t *)json, strlen(json));
            free(json);
        }
    crypto_hash_sha256_final(&hash, digest);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    assert_string_equal(hex, "eb2f2433b86f179d8e2ff30bddb6b7feff60dbb91f78cea671f6317b6f6cb055");
}

static void test_bad_requests_are_refused(void **state)
{
    (void)state;
    const uint8_t seed[HR1_BYTES] = {1};
    uint32_t many[25], twice[] = {4, 7, 4}, zero[] = {4, 0}, good[] = {9, 2};
    for (uint32_t i = 0; i < 25; i++)
        many[i] = i + 1;
    assert_false(race_timeline_make(&timeline, good, 1, seed, 5000));
    assert_false(race_timeline_make(&timeline, many, 25, seed, 5000));
    assert_false(race_timeline_make(&timeline, twice, 3, seed, 5000));
    assert_false(race_timeline_make(&timeline, zero, 2, seed, 5000));
    assert_false(race_timeline_make(&timeline, good, 2, seed, 900));
    assert_false(race_timeline_make(&timeline, good, 2, seed, 5050));
    assert_false(race_timeline_make(&timeline, good, 2, seed, 120100));
    assert_true(race_timeline_make(&timeline, good, 2, seed, 120000));
}

static void test_an_undecided_film_has_no_order(void **state)
{
    (void)state;
    uint32_t order[HR1_RUNNERS_MAX], shown[RACE_TIMELINE_RUNNERS_MAX];
    make_timeline(&timeline, order, 6, 5000, 1);
    other = timeline;
    for (uint32_t i = 0; i < timeline.samples; i++)
        other.mm[i][4] = timeline.mm[i][2];
    assert_false(race_timeline_order(&other, shown));
    for (uint32_t i = 0; i < timeline.samples; i++)
        other.mm[i][4] = (int32_t)i;
    assert_false(race_timeline_order(&other, shown));
}

static void test_json_has_one_array_per_runner(void **state)
{
    (void)state;
    timeline.runners = 2;
    for (size_t i = 0; i < 4; i++)
        for (size_t column = 0; column < 2; column++)
            timeline.mm[i][column] = (int32_t)(100 * (i + 1) + column);
    char *json = race_timeline_json(&timeline, 2, 4);
    assert_string_equal(json, "[[200,300,400],[201,301,401]]");
    free(json);
    json = race_timeline_json(&timeline, 3, 3);
    assert_string_equal(json, "[[300],[301]]");
    free(json);
}

static void test_the_longest_film_is_made_in_time(void **state)
{
    (void)state;
    uint32_t order[HR1_RUNNERS_MAX];
    uint8_t seed[HR1_BYTES] = {5};
    make_order(order, 24, 1);
    clock_t before = clock();
    for (int i = 0; i < 20; i++)
        assert_true(race_timeline_make(&timeline, order, 24, seed, 120000));
    double ms = (double)(clock() - before) * 1000 / CLOCKS_PER_SEC / 20;
    print_message("24 runners, 120 s: %.3f ms\n", ms);
#ifndef __SANITIZE_ADDRESS__
    assert_true(ms < 5);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_film_shows_the_drawn_order),
        cmocka_unit_test(test_all_cross_apart_in_the_withheld_part),
        cmocka_unit_test(test_runners_move_like_horses),
        cmocka_unit_test(test_the_lead_changes_to_the_end),
        cmocka_unit_test(test_the_field_is_bunched_when_the_sprint_begins),
        cmocka_unit_test(test_the_public_part_does_not_depend_on_the_order),
        cmocka_unit_test(test_published_frames_do_not_tell_the_result),
        cmocka_unit_test(test_the_film_is_the_same_on_every_machine),
        cmocka_unit_test(test_bad_requests_are_refused),
        cmocka_unit_test(test_an_undecided_film_has_no_order),
        cmocka_unit_test(test_json_has_one_array_per_runner),
        cmocka_unit_test(test_the_longest_film_is_made_in_time),
    };
    if (sodium_init() < 0) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
