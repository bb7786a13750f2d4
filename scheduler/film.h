/* SPDX-License-Identifier: MIT */
/* The film of a race: where every runner's nose is, each 100 ms, from the gate to after the line.
 *
 * A pure function of (finish order, film seed, length), in integers: the same bytes on every machine.
 *
 * The film has two parts. The public part (samples 1..public_samples) is sent while the race runs and does
 * not depend on the finish order at all, only on the seed, from which the order cannot be computed. The
 * withheld part (the last 1.5 s, or the second half of a film under 3 s) is sent together with the result:
 * in it the bunched field sprints over the line in the drawn order.
 *
 * Bounds, tested: nobody ever moves backwards; a speed is at most 32 m/s in films of 10 s and more, 38 m/s
 * in shorter ones; from one step to the next a speed changes by at most 4.5 m/s in films of 10 s and more, by
 * 14 m/s in shorter ones. At the end of the public part the field lies within 2 m. Runners cross the line at
 * least 80 ms apart when there are at most 11 of them and the film is 3 s or longer; more runners, or a
 * shorter film, share the same part of the withheld time evenly. */
#ifndef HIPPO_SCHEDULER_FILM_H
#define HIPPO_SCHEDULER_FILM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "hr1.h"

#define FILM_STEP_MS 100
#define FILM_MS_MIN 1000
#define FILM_MS_MAX 120000
#define FILM_SAMPLES_MAX (FILM_MS_MAX / FILM_STEP_MS)
#define FILM_RUNNERS_MAX HR1_RUNNERS_MAX
#define FILM_HOLD_MS 1500      /* at the end of the film: not sent before the race has ended */
#define FILM_MEAN_MM_PER_MS 16 /* distance of the race / length of the film: 16 m/s */

struct film {
    size_t runners;
    uint32_t samples;                   /* sample i, from 1, is at i * 100 ms; at 0 ms everybody is at 0 mm */
    uint32_t public_samples;            /* of them may be sent before the race has ended */
    int64_t distance_mm;                /* from the gate to the line */
    uint32_t numbers[FILM_RUNNERS_MAX]; /* ascending: one column each */
    int32_t mm[FILM_SAMPLES_MAX][FILM_RUNNERS_MAX]; /* [sample - 1][column] */
};

/* False, with nothing promised about *film: fewer than 2 or more than 24 runners, a number that is 0 or comes
 * twice, or a length out of bounds or not of whole steps. `order` has runner numbers, first to last. */
bool film_make(struct film *film, const uint32_t *order, size_t count, const uint8_t seed[HR1_BYTES],
               uint32_t film_ms) __attribute__((warn_unused_result));

/* Reads the finish order back out of the samples, as a screen that draws straight lines between them shows
 * it. False: somebody did not cross the line, or two crossed it together. */
bool film_order(const struct film *film, uint32_t order[FILM_RUNNERS_MAX])
    __attribute__((warn_unused_result));

/* When a column crosses the line, in microseconds of the film; -1: it does not. */
int64_t film_crossing_us(const struct film *film, size_t column);

/* Samples first..last as JSON, one array of mm per runner: [[160,481],[158,490]]. Nothing between is
 * [[],[]]. The caller frees the text. */
char *film_json(const struct film *film, uint32_t first, uint32_t last) __attribute__((warn_unused_result));

#endif
