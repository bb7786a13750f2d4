// SPDX-License-Identifier: MIT
// What this screen knows: a pure reducer over the server's messages. No clock, no DOM, no socket in
// here; what is *shown* of it at a given moment is present.js's business.

import { createFilm, withSamples } from "../lib/film.js";

const RANK = { betting: 0, locked: 1, racing: 2, finished: 3, settled: 4, void: 5 };

/**
 * @typedef {object} State
 * @property {boolean} known      whether a snapshot has been seen
 * @property {import("house-api").components["schemas"]["Round"]|null} round  the current round, as opened
 * @property {string|null} phase
 * @property {import('../lib/film.js').Film|null} film
 * @property {{order: number[], winner: object, secret?: string}|null} result
 * @property {object[]} winners   newest first, as the server lists them
 * @property {{reason: string|null}|null} voided
 * @property {boolean} paused
 * @property {boolean} degraded
 * @property {object|null} before the race before this round, while its film may still be on screen
 */

/** @returns {State} */
export function emptyState() {
  return {
    known: false,
    round: null,
    phase: null,
    film: null,
    result: null,
    winners: [],
    voided: null,
    paused: false,
    degraded: false,
    before: null,
  };
}

/** @param {State} state */
export function reduce(state, message) {
  const name = message?.event;
  return typeof name === "string" && Object.hasOwn(HANDLERS, name) ? HANDLERS[name](state, message) : state;
}

const HANDLERS = {
  connected(state, message) {
    const round = message.round ?? null;
    const start = round?.raceStartTime ?? 0;
    return {
      ...emptyState(),
      known: true,
      round,
      phase: message.phase ?? null,
      film: message.film && round ? createFilm(message.film, start) : null,
      result: message.result ?? null,
      winners: message.winners ?? [],
      voided: message.phase === "void" ? { reason: message.reason ?? null } : null,
      paused: Boolean(message.paused),
      degraded: Boolean(message.degraded),
      // A short cut of the line must not take the finish away that this screen is just showing.
      before: state.round && round && round.roundId === state.round.roundId ? state.before : null,
    };
  },

  new_round(state, message) {
    if (!message.round || (state.round && message.round.roundId <= state.round.roundId)) return state;
    const { round, film, result } = state;
    return {
      ...state,
      known: true,
      before: round && film && result ? { round, film, result } : null,
      round: message.round,
      phase: "betting",
      film: null,
      result: null,
      voided: null,
      paused: false,
    };
  },

  timer_update(state, message) {
    if (!state.round || !message.timer || !isFor(state, message)) return state;
    // A house that was down shifts the times of its round: the timer says so first.
    const shift = message.timer.endTime - state.round.raceStartTime;
    if (!shift || !(state.phase === "betting" || state.phase === "locked")) return state;
    return { ...state, round: shifted(state.round, shift) };
  },

  betting_closed(state, message) {
    return forward(state, message, "locked");
  },

  race_start(state, message) {
    const next = forward(state, message, "racing");
    if (next === state || !message.film) return next;
    const round = {
      ...next.round,
      raceStartTime: message.raceStartTime ?? next.round.raceStartTime,
      raceEndTime: message.raceEndTime ?? next.round.raceEndTime,
    };
    return { ...next, round, film: createFilm(message.film, round.raceStartTime) };
  },

  race_sync(state, message) {
    if (!isFor(state, message) || !state.film) return state;
    return { ...state, film: withSamples(state.film, message.film) };
  },

  race_end(state, message) {
    const next = forward(state, message, "finished");
    if (next === state) return state;
    return {
      ...next,
      film: next.film && message.film ? withSamples(next.film, message.film) : next.film,
      result: { order: message.order, winner: message.winner },
    };
  },

  race_results(state, message) {
    const next = forward(state, message, "settled");
    if (next === state) return state;
    return {
      ...next,
      result: {
        order: message.order,
        winner: message.winner,
        secret: message.secret,
        outcomeSeed: message.outcomeSeed,
      },
      winners: message.winners ?? next.winners,
    };
  },

  round_void(state, message) {
    const next = forward(state, message, "void");
    if (next === state) return state;
    return { ...next, voided: { reason: message.reason ?? null }, film: null, result: null };
  },

  game_paused(state) {
    return { ...state, paused: true };
  },

  game_resumed(state) {
    return { ...state, paused: false };
  },

  degraded(state, message) {
    return { ...state, degraded: Boolean(message.active) };
  },
};

function isFor(state, message) {
  return state.round !== null && (message.roundId === undefined || message.roundId === state.round.roundId);
}

/** A phase only ever moves on: a message of an older round or phase changes nothing. */
function forward(state, message, phase) {
  if (!isFor(state, message) || RANK[phase] <= (RANK[state.phase] ?? -1)) return state;
  return { ...state, phase };
}

function shifted(round, ms) {
  const moved = { ...round };
  for (const name of ["lockTime", "raceStartTime", "raceEndTime", "closeTime"]) moved[name] += ms;
  return moved;
}
