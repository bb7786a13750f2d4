// SPDX-License-Identifier: MIT
// The film of a race: positions in millimetres every `step` ms, and what follows from them.
// Pure functions: two screens with the same samples and the same time show the same picture.

/** How fast a horse slows down behind the line, where the film has nothing more to say. */
const RUN_OUT_MS = 2_500;

/**
 * @typedef {object} Film
 * @property {number[]} runners   numbers, in the order of the rows
 * @property {number} distance    mm
 * @property {number} step        ms between samples
 * @property {number} duration    ms
 * @property {number} playoutDelay ms by which screens stay behind the server
 * @property {number} startTime   server ms at which the film's clock is 0
 * @property {number[][]} samples one row per runner; entry 0 is the start (0 mm at 0 ms)
 */

/** @returns {Film} */
export function createFilm(geometry, startTime) {
  const film = {
    runners: geometry.runners,
    distance: geometry.distance,
    step: geometry.step,
    duration: geometry.duration,
    playoutDelay: geometry.playoutDelay,
    startTime,
    samples: geometry.runners.map(() => [0]),
  };
  return geometry.positions ? withSamples(film, geometry) : film;
}

/**
 * A new film with a piece added. Pieces may overlap (after a resume) or leave a hole (a frame lost): an
 * overlap is simply written again, a hole is bridged by a straight line, so that a film always has a value.
 * @param {Film} film
 * @param {{from: number, positions: number[][]}} piece from: number of its first sample, 1 or more
 */
export function withSamples(film, piece) {
  if (!piece || !Array.isArray(piece.positions) || piece.positions.length !== film.runners.length) return film;
  const samples = film.samples.map((row, k) => {
    const added = piece.positions[k];
    const next = row.slice(0, Math.max(row.length, piece.from));
    const last = next.length - 1;
    for (let i = next.length; i < piece.from; i += 1) {
      next[i] = next[last] + ((added[0] - next[last]) * (i - last)) / (piece.from - last);
    }
    added.forEach((mm, i) => {
      next[piece.from + i] = mm;
    });
    return next;
  });
  return { ...film, samples };
}

/** The film's clock up to which positions are known. */
export function availableMs(film) {
  return (film.samples[0].length - 1) * film.step;
}

/** Film clock at a server time: behind the server by the playout delay, like any live broadcast. */
export function filmClock(film, serverNow) {
  return serverNow - film.startTime - film.playoutDelay;
}

/** Slope at sample i that keeps the curve from overshooting (Fritsch and Carlson's harmonic mean). */
function slope(row, i) {
  const before = i > 0 ? row[i] - row[i - 1] : 0;
  const after = i + 1 < row.length ? row[i + 1] - row[i] : before;
  if (i === 0) return after;
  if (before <= 0 || after <= 0) return 0;
  return (2 * before * after) / (before + after);
}

/** Position of row k in mm at a film time; held at both ends of what is known. */
export function positionAt(film, k, ms) {
  const row = film.samples[k];
  const at = Math.min(Math.max(ms / film.step, 0), row.length - 1);
  const i = Math.min(Math.floor(at), Math.max(0, row.length - 2));
  if (row.length === 1) return row[0];
  const t = at - i;
  const a = row[i];
  const b = row[i + 1];
  const h = b - a;
  const m0 = slope(row, i);
  const m1 = slope(row, i + 1);
  return a + t * (m0 + t * (3 * h - 2 * m0 - m1 + t * (m0 + m1 - 2 * h)));
}

/** Film time at which row k reaches the line, or null while it has not. */
export function crossingMs(film, k) {
  const row = film.samples[k];
  const { distance, step } = film;
  if (row[row.length - 1] < distance) return null;
  let low = 0;
  let high = row.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (row[middle] >= distance) high = middle;
    else low = middle;
  }
  // A film that stops its runners on the line says only "within this step"; the pace before tells when.
  const held = row[high] === distance && low > 0;
  const pace = held ? row[low] - row[low - 1] : row[high] - row[low];
  const part = pace > 0 ? (distance - row[low]) / pace : 1;
  return (low + Math.min(part, 1)) * step;
}

/** Film time at which the last runner has crossed, or null while one is still on its way. */
export function allCrossedMs(film) {
  const times = film.runners.map((_, k) => crossingMs(film, k));
  return times.includes(null) ? null : Math.max(...times);
}

/** Film time at which the first runner crosses, or null. */
export function firstCrossedMs(film) {
  const times = film.runners.map((_, k) => crossingMs(film, k)).filter((ms) => ms !== null);
  return times.length ? Math.min(...times) : null;
}

/** Where to draw row k: as positionAt, but a horse runs out behind the line instead of stopping on it. */
export function drawnPosition(film, k, ms) {
  const crossed = crossingMs(film, k);
  const known = positionAt(film, k, ms);
  if (crossed === null || ms <= crossed) return known;
  const before = positionAt(film, k, crossed - film.step);
  const pace = (film.distance - before) / film.step;
  const coasting = film.distance + pace * RUN_OUT_MS * (1 - Math.exp((crossed - ms) / RUN_OUT_MS));
  return Math.max(known, coasting);
}

/**
 * Rows in running order at a film time: those across the line by their crossing, the others by position.
 * @returns {{index: number, number: number, mm: number, crossed: number|null}[]}
 */
export function runningOrder(film, ms) {
  return film.runners
    .map((number, index) => {
      const crossed = crossingMs(film, index);
      return {
        index,
        number,
        mm: positionAt(film, index, ms),
        crossed: crossed !== null && crossed <= ms ? crossed : null,
      };
    })
    .sort((a, b) => {
      if (a.crossed !== null && b.crossed !== null) return a.crossed - b.crossed || a.index - b.index;
      if (a.crossed !== null) return -1;
      if (b.crossed !== null) return 1;
      return b.mm - a.mm || a.index - b.index;
    });
}

/**
 * The film time to show next. Follows `target`, never beyond what is known; after a starved moment it
 * catches up at three times the speed instead of jumping, and jumps only when far behind.
 * @param {number|null} shown film time of the frame before, null at the first
 */
export function nextShown(shown, target, elapsed, known) {
  const goal = Math.min(target, known);
  if (shown === null || target < 0 || goal - shown > 2_000 || goal < shown - 500) return goal;
  if (goal <= shown) return shown;
  return Math.min(goal, shown + Math.max(elapsed, 1) * 3);
}
