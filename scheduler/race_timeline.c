/* SPDX-License-Identifier: MIT */
/* A runner's position is the sum of three curves: the pace that all share, the runner's own sway around it
 * (both from the seed alone), and the sprint of the withheld part, the only one that depends on the finish order. */
#include "race_timeline.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "seeded_rng.h"

/* Computed in micrometres, milliseconds and um/ms. Quotients round towards zero everywhere. */
#define UM_PER_MM 1000
#define STEP_US (RACE_TIMELINE_STEP_MS * INT64_C(1000))
#define FRACTION 65536 /* one, in the fixed-point fractions of sway_at */

/* The order of the field changes about every 2 s, a seventh earlier or later; in short films at least
 * three times, in those under about 4 s never. */
#define KNOT_MS 2000
#define KNOTS_MIN 3
#define KNOTS_MIN_TURN_MS 3000
#define KNOTS_MAX (RACE_TIMELINE_MS_MAX / KNOT_MS + 1)

#define RAMP_MS_MAX 2500 /* from the gate to the common pace */

/* Half the length of the field, per gap between two runners and at most: during the run, and at the end of the
 * public part, where the field must be so close that every runner can still win. */
#define SPREAD_RUN_UM_PER_GAP 400000
#define SPREAD_RUN_UM_MAX 2500000
#define SPREAD_END_UM_PER_GAP 200000
#define SPREAD_END_UM_MAX 900000

/* The sprint, in ms of a withheld part of RACE_TIMELINE_HOLD_MS; shorter ones are scaled. At the common pace the field
 * would reach the line at LINE; the first crosses it before, by 35 % of the time between first and last. */
#define SPRINT_LINE_MS 960
#define SPRINT_GAP_MS 81 /* 1 ms more than race_timeline.h says: positions are rounded to a millimetre */
#define SPRINT_GAP_JITTER_MS 30
#define SPRINT_SPAN_MS 810
#define SPRINT_RAMP_MS 300

struct plan {
    size_t runners;
    int64_t turn_ms;  /* the public part ends here, the sprint begins */
    int64_t end_ms;   /* of the film */
    int64_t ramp_ms;  /* of the start */
    int64_t pace;     /* um/ms, common to all after the ramp */
    size_t last_knot; /* knots 0..last_knot; 0 at the gate, the last at the turn */
    int64_t knot_ms[KNOTS_MAX];
    int64_t knot_um[KNOTS_MAX][RACE_TIMELINE_RUNNERS_MAX];
    int64_t sprint[RACE_TIMELINE_RUNNERS_MAX]; /* um/ms that a runner gains on the pace after the turn */
};

static bool sort_numbers(struct race_timeline *timeline, const uint32_t *order, size_t count);
static void plan_pace(struct plan *plan, uint32_t film_ms, uint32_t public_samples, size_t runners);
static void plan_sway(struct plan *plan, struct seeded_rng *rng);
static void place_knots(struct plan *plan, struct seeded_rng *rng);
static void shuffle(size_t *field, size_t count, struct seeded_rng *rng);
static void reorder_field(size_t *field, size_t count, struct seeded_rng *rng);
static void move_to(size_t *field, size_t from, size_t to);
static void spread_field(struct plan *plan, size_t knot, const size_t *field, struct seeded_rng *rng);
static void plan_sprint(struct plan *plan, const struct race_timeline *timeline, const uint32_t *order,
                        struct seeded_rng *rng);
static int64_t scaled(const struct plan *plan, int64_t ms_of_full_hold);
static int64_t gaps_of(const struct plan *plan);
static size_t column_of(const struct race_timeline *timeline, uint32_t number);
static int64_t pace_at(const struct plan *plan, int64_t ms);
static int64_t sway_at(const struct plan *plan, size_t runner, size_t knot, int64_t ms);
static int64_t slope_at(const struct plan *plan, size_t runner, size_t knot);
static int64_t sprint_at(const struct plan *plan, size_t runner, int64_t ms);
static void compute_samples(struct race_timeline *timeline, const struct plan *plan);

bool race_timeline_make(struct race_timeline *timeline, const uint32_t *order, size_t count,
                        const uint8_t seed[HR1_BYTES], uint32_t film_ms)
{
    if (count < HR1_RUNNERS_MIN || count > RACE_TIMELINE_RUNNERS_MAX) return false;
    if (film_ms < RACE_TIMELINE_MS_MIN || film_ms > RACE_TIMELINE_MS_MAX || film_ms % RACE_TIMELINE_STEP_MS)
        return false;
    if (!sort_numbers(timeline, order, count)) return false;
    uint32_t hold_ms = film_ms / 2 < RACE_TIMELINE_HOLD_MS ? film_ms / 2 : RACE_TIMELINE_HOLD_MS;
    timeline->runners = count;
    timeline->samples = film_ms / RACE_TIMELINE_STEP_MS;
    timeline->public_samples = (film_ms - hold_ms) / RACE_TIMELINE_STEP_MS;
    timeline->distance_mm = (int64_t)film_ms * RACE_TIMELINE_MEAN_MM_PER_MS;

    struct plan plan;
    struct seeded_rng rng;
    seeded_rng_init(&rng, seed);
    plan_pace(&plan, film_ms, timeline->public_samples, count);
    plan_sway(&plan, &rng);
    /* The order goes in only here, after the whole public part has been decided. */
    plan_sprint(&plan, timeline, order, &rng);
    compute_samples(timeline, &plan);
    return true;
}

bool race_timeline_order(const struct race_timeline *timeline, uint32_t order[RACE_TIMELINE_RUNNERS_MAX])
{
    int64_t at[RACE_TIMELINE_RUNNERS_MAX];
    for (size_t column = 0; column < timeline->runners; column++) {
        int64_t crossing = race_timeline_crossing_us(timeline, column);
        if (crossing < 0) return false;
        size_t place = column;
        for (; place > 0 && at[place - 1] >= crossing; place--) {
            if (at[place - 1] == crossing) return false;
            at[place] = at[place - 1];
            order[place] = order[place - 1];
        }
        at[place] = crossing;
        order[place] = timeline->numbers[column];
    }
    return true;
}

int64_t race_timeline_crossing_us(const struct race_timeline *timeline, size_t column)
{
    int64_t before = 0;
    for (uint32_t i = 0; i < timeline->samples; i++) {
        int64_t here = timeline->mm[i][column];
        if (here >= timeline->distance_mm)
            return i * STEP_US + STEP_US * (timeline->distance_mm - before) / (here - before);
        before = here;
    }
    return -1;
}

char *race_timeline_json(const struct race_timeline *timeline, uint32_t first, uint32_t last)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) fatal("reason=\"out of memory\"");
    for (size_t column = 0; column < timeline->runners; column++) {
        (void)fputs(column ? ",[" : "[[", out);
        for (uint32_t i = first; i <= last; i++)
            (void)fprintf(out, "%s%d", i > first ? "," : "", (int)timeline->mm[i - 1][column]);
        (void)fputc(']', out);
    }
    (void)fputc(']', out);
    if (fclose(out) != 0) fatal("reason=\"out of memory\"");
    return text;
}

static bool sort_numbers(struct race_timeline *timeline, const uint32_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t place = i;
        for (; place > 0 && timeline->numbers[place - 1] >= order[i]; place--) {
            if (timeline->numbers[place - 1] == order[i]) return false;
            timeline->numbers[place] = timeline->numbers[place - 1];
        }
        timeline->numbers[place] = order[i];
    }
    return timeline->numbers[0] != 0;
}

/* The pace is what brings the field to the line at SPRINT_LINE_MS after the turn if nobody sprinted. */
static void plan_pace(struct plan *plan, uint32_t film_ms, uint32_t public_samples, size_t runners)
{
    memset(plan, 0, sizeof *plan);
    plan->runners = runners;
    plan->end_ms = film_ms;
    plan->turn_ms = (int64_t)public_samples * RACE_TIMELINE_STEP_MS;
    plan->ramp_ms = plan->turn_ms / 3 < RAMP_MS_MAX ? plan->turn_ms / 3 : RAMP_MS_MAX;
    int64_t distance_um = plan->end_ms * RACE_TIMELINE_MEAN_MM_PER_MS * UM_PER_MM;
    int64_t line_ms = plan->turn_ms + scaled(plan, SPRINT_LINE_MS);
    plan->pace = 2 * distance_um / (2 * line_ms - plan->ramp_ms);
}

/* At each knot another runner leads than at the knot before, so the lead changes until the sprint. */
static void plan_sway(struct plan *plan, struct seeded_rng *rng)
{
    size_t field[RACE_TIMELINE_RUNNERS_MAX]; /* columns, from the one in front to the one behind */
    shuffle(field, plan->runners, rng);
    place_knots(plan, rng);
    for (size_t knot = 1; knot <= plan->last_knot; knot++) {
        if (knot > 1) reorder_field(field, plan->runners, rng);
        spread_field(plan, knot, field, rng);
    }
}

static void place_knots(struct plan *plan, struct seeded_rng *rng)
{
    int64_t knots = plan->turn_ms / KNOT_MS;
    if (knots < KNOTS_MIN) knots = plan->turn_ms < KNOTS_MIN_TURN_MS ? 1 : KNOTS_MIN;
    int64_t steps = plan->turn_ms / RACE_TIMELINE_STEP_MS, jitter = steps / knots / 7;
    plan->last_knot = (size_t)knots;
    for (int64_t k = 1; k < knots; k++) {
        int64_t shift = (int64_t)seeded_rng_below(rng, (uint32_t)(2 * jitter + 1)) - jitter;
        plan->knot_ms[k] = (steps * k / knots + shift) * RACE_TIMELINE_STEP_MS;
    }
    plan->knot_ms[knots] = plan->turn_ms;
}

static void shuffle(size_t *field, size_t count, struct seeded_rng *rng)
{
    for (size_t i = 0; i < count; i++) {
        size_t j = seeded_rng_below(rng, (uint32_t)i + 1);
        field[i] = field[j];
        field[j] = i;
    }
}

/* One of the three runners behind the first comes to the front, and one of the others moves to another place. */
static void reorder_field(size_t *field, size_t count, struct seeded_rng *rng)
{
    uint32_t followers = (uint32_t)count - 1;
    move_to(field, 1 + seeded_rng_below(rng, followers < 3 ? followers : 3), 0);
    size_t from = 1 + seeded_rng_below(rng, followers);
    move_to(field, from, 1 + seeded_rng_below(rng, followers));
}

static void move_to(size_t *field, size_t from, size_t to)
{
    size_t moving = field[from];
    if (from > to) memmove(&field[to + 1], &field[to], (from - to) * sizeof *field);
    if (from < to) memmove(&field[from], &field[from + 1], (to - from) * sizeof *field);
    field[to] = moving;
}

/* Evenly from front to back, each moved by at most a quarter of the gap, so that the order stays. */
static void spread_field(struct plan *plan, size_t knot, const size_t *field, struct seeded_rng *rng)
{
    int64_t gaps = gaps_of(plan), half;
    if (knot == plan->last_knot) {
        half = gaps * SPREAD_END_UM_PER_GAP;
        if (half > SPREAD_END_UM_MAX) half = SPREAD_END_UM_MAX;
        half = scaled(plan, half);
    } else {
        half = gaps * SPREAD_RUN_UM_PER_GAP;
        if (half > SPREAD_RUN_UM_MAX) half = SPREAD_RUN_UM_MAX;
        if (knot < 3) half = half * (int64_t)knot / 3;
    }
    int64_t gap = 2 * half / gaps;
    for (size_t rank = 0; rank < plan->runners; rank++) {
        int64_t jitter = (int64_t)seeded_rng_below(rng, (uint32_t)(gap / 2)) - gap / 4;
        plan->knot_um[knot][field[rank]] = half - gap * (int64_t)rank + jitter;
    }
}

static void plan_sprint(struct plan *plan, const struct race_timeline *timeline, const uint32_t *order,
                        struct seeded_rng *rng)
{
    int64_t gaps = gaps_of(plan), span = scaled(plan, SPRINT_SPAN_MS);
    int64_t gap = span / gaps < scaled(plan, SPRINT_GAP_MS) ? span / gaps : scaled(plan, SPRINT_GAP_MS);
    int64_t slack = span / gaps - gap;
    if (slack > scaled(plan, SPRINT_GAP_JITTER_MS)) slack = scaled(plan, SPRINT_GAP_JITTER_MS);
    int64_t after_ms[RACE_TIMELINE_RUNNERS_MAX] = {0}; /* the first, by place */
    for (size_t place = 1; place < plan->runners; place++)
        after_ms[place] = after_ms[place - 1] + gap + seeded_rng_below(rng, (uint32_t)slack + 1);

    int64_t first_ms = scaled(plan, SPRINT_LINE_MS) - after_ms[gaps] * 35 / 100;
    for (size_t place = 0; place < plan->runners; place++) {
        size_t column = column_of(timeline, order[place]);
        int64_t left_um = timeline->distance_mm * UM_PER_MM - pace_at(plan, plan->turn_ms) -
                          plan->knot_um[plan->last_knot][column];
        int64_t time_ms = first_ms + after_ms[place];
        plan->sprint[column] =
            2 * (left_um - plan->pace * time_ms) / (2 * time_ms - scaled(plan, SPRINT_RAMP_MS));
    }
}

/* A time for a withheld part of RACE_TIMELINE_HOLD_MS, scaled to this timeline's. */
static int64_t scaled(const struct plan *plan, int64_t ms_of_full_hold)
{
    return ms_of_full_hold * (plan->end_ms - plan->turn_ms) / RACE_TIMELINE_HOLD_MS;
}

static int64_t gaps_of(const struct plan *plan)
{
    if (plan->runners < HR1_RUNNERS_MIN) fatal("reason=\"a race of one\"");
    return (int64_t)plan->runners - 1;
}

static size_t column_of(const struct race_timeline *timeline, uint32_t number)
{
    size_t column = 0;
    while (timeline->numbers[column] != number)
        column++;
    return column;
}

static int64_t pace_at(const struct plan *plan, int64_t ms)
{
    if (ms < plan->ramp_ms) return plan->pace * ms * ms / (2 * plan->ramp_ms);
    return plan->pace * (2 * ms - plan->ramp_ms) / 2;
}

/* A cubic Hermite spline: the speed is continuous at the knots. */
static int64_t sway_at(const struct plan *plan, size_t runner, size_t knot, int64_t ms)
{
    if (knot == plan->last_knot) return plan->knot_um[knot][runner];
    int64_t length = plan->knot_ms[knot + 1] - plan->knot_ms[knot];
    int64_t u = (ms - plan->knot_ms[knot]) * FRACTION / length;
    int64_t u2 = u * u / FRACTION, u3 = u2 * u / FRACTION;
    int64_t from = plan->knot_um[knot][runner], to = plan->knot_um[knot + 1][runner];
    int64_t bend = (to - from) * (3 * u2 - 2 * u3) +
                   length * slope_at(plan, runner, knot) * (u3 - 2 * u2 + u) +
                   length * slope_at(plan, runner, knot + 1) * (u3 - u2);
    return from + bend / FRACTION;
}

/* In um/ms; 0 at both ends, so that every runner is at the common pace when the sprint begins. */
static int64_t slope_at(const struct plan *plan, size_t runner, size_t knot)
{
    if (knot == 0 || knot == plan->last_knot) return 0;
    return (plan->knot_um[knot + 1][runner] - plan->knot_um[knot - 1][runner]) /
           (plan->knot_ms[knot + 1] - plan->knot_ms[knot - 1]);
}

static int64_t sprint_at(const struct plan *plan, size_t runner, int64_t ms)
{
    int64_t run = ms - plan->turn_ms, ramp = scaled(plan, SPRINT_RAMP_MS);
    if (run <= 0) return 0;
    if (run < ramp) return plan->sprint[runner] * run * run / (2 * ramp);
    return plan->sprint[runner] * (2 * run - ramp) / 2;
}

static void compute_samples(struct race_timeline *timeline, const struct plan *plan)
{
    size_t knot = 0;
    for (uint32_t i = 0; i < timeline->samples; i++) {
        int64_t ms = (int64_t)(i + 1) * RACE_TIMELINE_STEP_MS;
        while (knot < plan->last_knot && ms >= plan->knot_ms[knot + 1])
            knot++;
        for (size_t runner = 0; runner < plan->runners; runner++)
            timeline->mm[i][runner] = (int32_t)((pace_at(plan, ms) + sway_at(plan, runner, knot, ms) +
                                                 sprint_at(plan, runner, ms)) /
                                                UM_PER_MM);
    }
}
