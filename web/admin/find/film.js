// SPDX-License-Identifier: MIT
// A race that is over, as lines of places over time: who ran where, when. Pure, from the screen's own film.

import { createFilm, runningOrder } from "../../lib/film.js";

/** So many looks at a race: more than a line of this width can show. */
const LOOKS = 60;

/** @param {any} told as GET rounds/{id}/film answers */
export const filmOf = (told) => createFilm(told, 0);

/**
 * The place of each runner at moments from the gate to the end.
 * @param {import('../../lib/film.js').Film} film
 * @returns {{number: number, places: number[]}[]} a row a runner, in the film's order; places from 1
 */
export function placesOverTime(film) {
  const rows = film.runners.map((number) => ({ number, places: [] }));
  for (let look = 0; look <= LOOKS; look += 1) {
    const order = runningOrder(film, (film.duration * Math.max(look, 1)) / LOOKS);
    order.forEach(({ index }, place) => {
      rows[index].places.push(place + 1);
    });
  }
  return rows;
}

/**
 * The points of a line in a box of this size, for SVG.
 * @param {readonly number[]} places
 * @param {{width: number, height: number, runners: number}} box
 */
export const pointsOf = (places, { width, height, runners }) =>
  places
    .map((place, i) => `${((width * i) / (places.length - 1)).toFixed(1)},${((height * (place - 0.5)) / runners).toFixed(1)}`)
    .join(" ");

// Seen again ---------------------------------------------------------------------------------------------------------------

/** @typedef {{at: number, since: number|null}} Play at: the film's time then; since: when it began to run, null while it stands */

/** @param {Play|undefined} play */
export const isRunning = (play) => play !== undefined && play.since !== null;

/** The film's time to show: of one that nobody has touched its end. @param {Play|undefined} play @param {number} duration @param {number} now */
export function shownMs(play, duration, now) {
  if (!play) return duration;
  return Math.min(play.at + (play.since === null ? 0 : now - play.since), duration);
}

/** From there on; from the gate when it was at its end. @returns {Play} */
export const run = (ms, duration, now) => ({ at: ms >= duration ? 0 : ms, since: now });

/** @returns {Play} */
export const moved = (ms) => ({ at: ms, since: null });

/** A frame later: at its end it stands. @param {Play} play @returns {Play} */
export function ran(play, duration, now) {
  const ms = shownMs(play, duration, now);
  return ms >= duration ? moved(duration) : { at: ms, since: now };
}
