// SPDX-License-Identifier: MIT
// What the page of the day knows, and what it makes of it: pure functions over the api's Day.

/** @typedef {import("house-api").components["schemas"]["Day"]} Day */

/**
 * @typedef {object} Slice
 * @property {Day|null} day
 * @property {{code: string, facts: any}|null} problem why there is no newer one
 * @property {boolean} isStale something has happened since it was asked for
 */

/** @type {Slice} */
export const initial = { day: null, problem: null, isStale: false };

/** What of the races changes the figures. */
const TELLING = ["connected", "new_round", "race_results", "round_void", "game_paused", "game_resumed"];
/** Below so many rounds the band says little. */
const FEW = 10;
/** Minutes. */
const QUARTER = 15;

/** @param {Slice} slice @returns {Slice} */
export function reduce(slice, message) {
  const { type } = message;
  if (type === "day") return { day: message.day, problem: null, isStale: slice.isStale };
  if (type === "day_failed") return { ...slice, problem: message.problem };
  if (type === "day_asked") return slice.isStale ? { ...slice, isStale: false } : slice;
  const isNews =
    (type === "channel" && message.channel === "admin") || (type === "race" && TELLING.includes(message.message.event));
  return isNews && !slice.isStale ? { ...slice, isStale: true } : slice;
}

/**
 * What the house kept beside what it should have, in parts of the stakes.
 * @param {Day["hold"]} hold
 * @returns {{observed: number, expected: number, band: number, verdict: 'few'|'within'|'wide'|'far'}|null} band: two standard
 *   deviations; wide: outside of it, as one day of twenty is; far: outside of three, which chance alone does not do
 */
export function holdOf(hold) {
  if (!hold || hold.stakes <= 0) return null;
  const { rounds, stakes, prizes, expected, deviation } = hold;
  const off = Math.abs(prizes - expected);
  const verdict = rounds < FEW ? "few" : off <= 2 * deviation ? "within" : off <= 3 * deviation ? "wide" : "far";
  return {
    observed: (stakes - prizes) / stakes,
    expected: (stakes - expected) / stakes,
    band: (2 * deviation) / stakes,
    verdict,
  };
}

/**
 * The course of a day for its charts, a place for each quarter: bars of stakes and prizes, and the sum of what was kept beside
 * what should have been, with its band.
 * @param {Day["course"]} course
 */
export function chartsOf(course) {
  const minutes = course.map(({ minute }) => minute);
  const sums = { gross: 0, expected: 0, squares: 0 };
  const steps = [{ ...sums, band: 0 }];
  for (const { stakes, prizes, expected, squares } of course) {
    sums.gross += stakes - prizes;
    // Of rounds from before the chances were kept nothing is expected, and nothing is off.
    sums.expected += stakes - (expected ?? prizes);
    sums.squares += squares ?? 0;
    steps.push({ ...sums, band: 2 * Math.sqrt(sums.squares) });
  }
  return {
    turnover: [minutes, course.map(({ stakes }) => stakes), course.map(({ prizes }) => prizes)],
    kept: [
      // From nothing at the beginning to the sum at the end of each quarter.
      [...minutes.slice(0, 1), ...minutes.map((minute) => minute + QUARTER)],
      steps.map(({ expected, band }) => expected + band),
      steps.map(({ expected, band }) => expected - band),
      steps.map(({ expected }) => expected),
      steps.map(({ gross }) => gross),
    ],
  };
}

/** What was staked on a day so far, the round that is on included. @param {Day} day */
export const salesOf = ({ stakes, tickets, now }) => ({
  stakes: stakes + (now?.round?.stakes ?? 0),
  tickets: tickets + (now?.round?.tickets ?? 0),
});

/** Each shop with what it has open and who of it is connected. @param {NonNullable<Day["now"]>} now */
export function shopsOf({ tills, connected }) {
  const there = new Map(connected.shops.map((shop) => [shop.shopId, shop]));
  return tills.shops.map(({ shop, open, cash }) => ({
    shop,
    open,
    cash,
    tills: there.get(shop.shopId)?.tills ?? 0,
    displays: there.get(shop.shopId)?.displays ?? 0,
  }));
}

/** A day before or after: 2026-11-30 and 1 give 2026-12-01. @param {string} day @param {number} by */
export function dayAfter(day, by) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}

/** 675 is 11:15. @param {number} minute of the day */
export const clockOf = (minute) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
