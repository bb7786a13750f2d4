// SPDX-License-Identifier: MIT
// What a screen shows of a state at one moment of server time. Pure; everything that could spoil a race
// is decided here: nothing of a result passes before the last runner has crossed on this screen.

import { allCrossedMs, filmClock } from "../lib/film.js";

/** A breath between the last runner at the line and the podium, where the film leaves one. */
const BREATH_MS = 700;
/** A podium stays at least this long, even when the next round is already open (short test rounds). */
const PODIUM_MS = 1_500;
/** Used only when a result is known without a film. */
const PLAYOUT_MS = 1_750;
/** A start later than this is said to be delayed. */
const LATE_MS = 3_000;
const WINNERS_SHOWN = 6;

/**
 * @typedef {object} Picture
 * @property {'game_screen'|'movie_screen'|'finish_screen'|'notice_screen'} screen
 * @property {'connecting'|'waiting'|'paused'|'void'|null} notice
 * @property {string|null} phase
 * @property {object|null} round
 * @property {{seconds: number, left: number, share: number, step: string}|null} countdown
 * @property {import('../lib/film.js').Film|null} film
 * @property {number} filmMs      target film time (may be before 0 or after the end)
 * @property {object|null} result only when it may be seen
 * @property {object[]} winners   without the race that is still on screen
 * @property {number} nextAt      server time at which the picture changes by itself
 */

/**
 * @param {import('./store.js').State} state
 * @param {number} now server time
 * @returns {Picture}
 */
export function present(state, now) {
  if (!state.known || Number.isNaN(now)) return picture(state, "notice_screen", { notice: "connecting" });
  const held = state.before && now < heldUntil(state) ? state.before : null;
  if (held) return race(state, held, "settled", now);
  if (state.phase === "void") return picture(state, "notice_screen", { notice: "void" });
  if (!state.round) {
    return picture(state, "notice_screen", { notice: state.paused ? "paused" : "waiting" });
  }
  if (state.phase === "betting" || state.phase === "locked") return countdown(state, now);
  return race(state, state, state.phase, now);
}

/** Server time at which this screen has shown the whole arrival, or Infinity while it is not known. */
export function arrivalAt({ round, film, result }) {
  if (!result) return Infinity;
  if (!film) return round.raceEndTime + PLAYOUT_MS;
  const crossed = allCrossedMs(film) ?? film.duration;
  const done = Math.max(crossed, Math.min(crossed + BREATH_MS, film.duration));
  return film.startTime + film.playoutDelay + done;
}

function heldUntil(state) {
  const podium = arrivalAt(state.before) + PODIUM_MS;
  return Math.min(podium, state.round.raceStartTime + state.before.film.playoutDelay);
}

function countdown(state, now) {
  const { round } = state;
  const total = Math.max(1, round.raceStartTime - round.openTime);
  // A screen's clock may still be some ms behind when a round opens: it never shows more than there is.
  const left = Math.min(total, Math.max(0, round.raceStartTime - now));
  const locked = state.phase === "locked" || now >= round.lockTime;
  const share = Math.min(1, left / total);
  const toSecond = left % 1000 || 1000;
  return picture(state, "game_screen", {
    phase: locked ? "locked" : "betting",
    countdown: {
      seconds: Math.ceil(left / 1000),
      left,
      share,
      step: locked ? "closed" : share > 0.5 ? "open" : share > 0.25 ? "soon" : "last",
      late: now - round.raceStartTime > LATE_MS,
    },
    nextAt: Math.min(now + toSecond, locked ? Infinity : round.lockTime),
  });
}

function race(state, shown, phase, now) {
  const { round, film, result } = shown;
  const arrival = arrivalAt(shown);
  const filmMs = film ? filmClock(film, now) : now - round.raceStartTime - PLAYOUT_MS;
  const common = { round, phase, film, filmMs };
  if (now < arrival) {
    return picture(state, "movie_screen", {
      ...common,
      winners: withoutRound(state.winners, round.roundId),
      nextAt: arrival,
    });
  }
  const idle = state.before !== shown && state.paused && now >= round.closeTime;
  if (idle) return picture(state, "notice_screen", { ...common, notice: "paused", result });
  return picture(state, "finish_screen", { ...common, result, nextAt: Math.max(round.closeTime, now + 250) });
}

function picture(state, screen, fields) {
  return {
    screen,
    notice: null,
    phase: state.phase,
    round: state.round,
    countdown: null,
    film: null,
    filmMs: 0,
    result: null,
    nextAt: Infinity,
    ...fields,
    winners: (fields.winners ?? state.winners).slice(0, WINNERS_SHOWN),
  };
}

function withoutRound(winners, roundId) {
  return winners.filter((winner) => winner.roundId !== roundId);
}
