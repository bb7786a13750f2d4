// SPDX-License-Identifier: MIT
// What the pages of people at work know of the round that is on: a pure reducer over the house's messages. No clock in here; the
// times are the server's.

/**
 * @typedef {object} Race
 * @property {boolean} known      the house has spoken
 * @property {number|null} roundId
 * @property {string|null} phase
 * @property {{number: number, name: string, odds: number, color: string}[]} runners
 * @property {number} openTime
 * @property {number} lockTime
 * @property {number} raceStartTime
 * @property {number} closeTime
 * @property {number[]|null} order the finish
 * @property {boolean} paused
 * @property {boolean} degraded
 */

const RANK = { betting: 0, locked: 1, racing: 2, finished: 3, settled: 4, void: 5 };

/** @returns {Race} */
export function emptyRace() {
  return {
    known: false,
    roundId: null,
    phase: null,
    runners: [],
    openTime: 0,
    lockTime: 0,
    raceStartTime: 0,
    closeTime: 0,
    order: null,
    paused: false,
    degraded: false,
  };
}

/**
 * @param {Race} race
 * @param {{event: string, data: any}} message
 */
export function reduceRace(race, { event, data }) {
  return Object.hasOwn(HANDLERS, event) ? HANDLERS[event](race, data) : race;
}

const HANDLERS = {
  connected: (_race, data) => ({
    ...emptyRace(),
    ...(data.round ? ofRound(data.round) : {}),
    known: true,
    phase: data.phase ?? null,
    order: data.result?.order ?? null,
    paused: Boolean(data.paused),
    degraded: Boolean(data.degraded),
  }),
  new_round(race, { round }) {
    if (!round || (race.roundId !== null && round.roundId <= race.roundId)) return race;
    return { ...emptyRace(), ...ofRound(round), known: true, phase: "betting", degraded: race.degraded };
  },
  timer_update(race, { roundId, timer }) {
    // A house that was down shifts the times of its round: the timer says so first.
    const shift = timer && roundId === race.roundId ? timer.endTime - race.raceStartTime : 0;
    if (!shift || !["betting", "locked"].includes(race.phase)) return race;
    const { lockTime, raceStartTime, closeTime } = race;
    return { ...race, lockTime: lockTime + shift, raceStartTime: raceStartTime + shift, closeTime: closeTime + shift };
  },
  betting_closed: (race, data) => forward(race, data, "locked"),
  race_start: (race, data) => forward(race, data, "racing"),
  race_end(race, data) {
    const next = forward(race, data, "finished");
    return next === race ? race : { ...next, order: data.order ?? null };
  },
  race_results(race, data) {
    const next = forward(race, data, "settled");
    return next === race ? race : { ...next, order: data.order ?? race.order };
  },
  round_void: (race, data) => forward(race, data, "void"),
  game_paused: (race) => ({ ...race, paused: true }),
  game_resumed: (race) => ({ ...race, paused: false }),
  degraded: (race, data) => ({ ...race, degraded: Boolean(data.active) }),
};

function ofRound({ roundId, card, openTime, lockTime, raceStartTime, closeTime }) {
  return { roundId, runners: card?.runners ?? [], openTime, lockTime, raceStartTime, closeTime };
}

/** A phase only ever moves on: a message of an older round or phase changes nothing. */
function forward(race, { roundId }, phase) {
  const isOther = roundId !== undefined && roundId !== race.roundId;
  if (race.roundId === null || isOther || RANK[phase] <= (RANK[race.phase] ?? -1)) return race;
  return { ...race, phase };
}

/** The phase at a server time: betting ends at its time, whether or not the house's word has come. */
export function phaseAt(race, now) {
  return race.phase === "betting" && now >= race.lockTime ? "locked" : race.phase;
}

/**
 * What the countdown shows: seconds to the lock while bets are taken, then to the start.
 * @returns {{kind: 'open'|'soon'|'last'|'closed'|'racing'|'over'|'void'|'none', seconds: number|null}}
 */
export function countdown(race, now) {
  const until = (time) => Math.max(0, Math.ceil((time - now) / 1000));
  const phase = phaseAt(race, now);
  if (phase === null) return { kind: "none", seconds: null };
  if (!Number.isFinite(now)) return { kind: phase === "betting" ? "open" : "closed", seconds: null };
  if (phase === "betting") {
    const seconds = until(race.lockTime);
    return { kind: seconds <= 5 ? "last" : seconds <= 15 ? "soon" : "open", seconds };
  }
  if (phase === "locked") return { kind: "closed", seconds: until(race.raceStartTime) };
  if (phase === "racing") return { kind: "racing", seconds: null };
  return { kind: phase === "void" ? "void" : "over", seconds: null };
}
