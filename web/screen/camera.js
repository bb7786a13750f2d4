// SPDX-License-Identifier: MIT
// Where the camera stands at a film time. A pure function of the film: a screen that joins late, or was
// asleep, frames the race exactly as all the others do.

import { drawnPosition } from "../lib/film.js";

const LOOK_BACK_MS = 100;
const LOOKS = 10;
/** The camera stays at the line while the field comes in. */
const PAST_LINE_MM = 5_000;

function extremes(film, ms) {
  let first = 0;
  let last = Infinity;
  for (let k = 0; k < film.runners.length; k += 1) {
    const mm = drawnPosition(film, k, ms);
    first = Math.max(first, mm);
    last = Math.min(last, mm);
  }
  return { first, last };
}

/**
 * @param {import('../lib/film.js').Film} film
 * @returns {{focus: number, spread: number}} mm: the smoothed leader and how far the field is stretched
 */
export function cameraAt(film, ms) {
  const looks = [];
  for (let i = 0; i < LOOKS; i += 1) looks.push(extremes(film, ms - i * LOOK_BACK_MS));
  const mean = (pick) => looks.reduce((sum, look) => sum + pick(look), 0) / LOOKS;
  const lead = mean((look) => look.first);
  // A mean over the past lags by half its length: the pace gives that back.
  const pace = (looks[0].first - looks[LOOKS - 1].first) / (LOOKS - 1);
  const focus = lead + (pace * (LOOKS - 1)) / 2;
  return {
    focus: Math.min(focus, film.distance + PAST_LINE_MM),
    spread: mean((look) => Math.max(0, Math.min(look.first, film.distance) - look.last)),
  };
}
