/* SPDX-License-Identifier: MIT */
/* The timeline of a race (on screens: the film): how far each runner is, every 100 ms, from the gate to after the line.
 *
 * A pure function of (finish order, film seed, length), in integers: the same bytes on every machine.
 *
 * It has two parts. The public part (samples 1..public_samples) is sent while the race runs and does
 * not depend on the finish order at all, only on the seed, from which the order cannot be computed. The
 * withheld part (the last 1.5 s, or the second half of a film under 3 s) is sent together with the result:
 * in it the bunched field sprints over the line in the drawn order.
 *
 * Bounds, tested: nobody ever moves backwards; a speed is at most 32 m/s in films of 10 s and more, 38 m/s
 * in shorter ones; from one step to the next a speed changes by at most 4.5 m/s in films of 10 s and more, by
 * 14 m/s in shorter ones. At the end of the public part the field lies within 2 m. Runners cross the line at
 * least 80 ms apart when there are at most 11 of them and the film is 3 s or longer; more runners, or a
 * shorter film, share the same part of the withheld time evenly. */
#ifndef HIPPO_SCHEDULER_RACE_TIMELINE_H
#define HIPPO_SCHEDULER_RACE_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "hr1.h"

#define RACE_TIMELINE_STEP_MS 100
#define RACE_TIMELINE_MS_MIN 1000
#define RACE_TIMELINE_MS_MAX 120000
#define RACE_TIMELINE_SAMPLES_MAX (RACE_TIMELINE_MS_MAX / RACE_TIMELINE_STEP_MS)
#define RACE_TIMELINE_RUNNERS_MAX HR1_RUNNERS_MAX
#define RACE_TIMELINE_HOLD_MS 1500      /* withheld until the race has ended */
#define RACE_TIMELINE_MEAN_MM_PER_MS 16 /* distance of the race / length of the film: 16 m/s */

struct race_timeline {
    size_t runners;
    uint32_t samples;        /* sample i, from 1, is at i * 100 ms; at 0 ms everybody is at 0 mm */
    uint32_t public_samples; /* so many may be sent before the race has ended */
    int64_t distance_mm;     /* from the gate to the line */
    uint32_t numbers[RACE_TIMELINE_RUNNERS_MAX];                      /* ascending: one column each */
    int32_t mm[RACE_TIMELINE_SAMPLES_MAX][RACE_TIMELINE_RUNNERS_MAX]; /* [sample - 1][column] */
};

/* False, with *timeline undefined: fewer than 2 or more than 24 runners, a number that is 0 or comes
 * twice, or a length out of bounds or not of whole steps. `order` has the runners' numbers, first to last. */
bool race_timeline_make(struct race_timeline *timeline, const uint32_t *order, size_t count,
                        const uint8_t seed[HR1_BYTES], uint32_t film_ms) __attribute__((warn_unused_result));

/* Reads the finish order back from the samples, interpolated linearly as screens do. False: a runner did not cross
 * the line, or two crossed it together. */
bool race_timeline_order(const struct race_timeline *timeline, uint32_t order[RACE_TIMELINE_RUNNERS_MAX])
    __attribute__((warn_unused_result));

/* When a column crosses the line, in microseconds from the start; -1: it does not. */
int64_t race_timeline_crossing_us(const struct race_timeline *timeline, size_t column);

/* Samples first..last as JSON, one array of mm per runner: [[160,481],[158,490]]; [[],[]] when first > last. The
 * caller frees the text. */
char *race_timeline_json(const struct race_timeline *timeline, uint32_t first, uint32_t last)
    __attribute__((warn_unused_result));

#endif
