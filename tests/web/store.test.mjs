// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

import { availableMs } from "../../web/lib/film.js";
import { emptyState, reduce } from "../../web/screen/store.js";
import { GEOMETRY, ORDER, POSITIONS, T0, eventsOf, greeting, piece, roundOf, runner, timerAt } from "./fixtures.mjs";

const play = (events, state = emptyState()) => events.reduce(reduce, state);
const frozen = (value) => {
  if (value && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

test("a whole round moves through its phases and keeps its whole film", () => {
  const round = roundOf(10_000_001);
  let state = play([greeting(null)]);
  const phases = [];
  for (const event of eventsOf(round)) {
    state = reduce(frozen(state), frozen(event));
    if (phases.at(-1) !== state.phase) phases.push(state.phase);
  }
  assert.deepEqual(phases, ["betting", "locked", "racing", "finished", "settled"]);
  assert.equal(availableMs(state.film), 30_000);
  assert.deepEqual(
    state.film.samples,
    POSITIONS.map((row) => [0, ...row]),
  );
  assert.deepEqual(state.result.order, ORDER);
  assert.equal(state.result.secret, "ef".repeat(32));
  assert.equal(state.winners[0].roundId, round.roundId);
});

test("the next round keeps the race before it, whose film may still be on screen", () => {
  const first = roundOf(10_000_001);
  const second = roundOf(10_000_002, first.closeTime);
  const [opened] = eventsOf(second);
  let state = play([greeting(null), ...eventsOf(first), opened]);
  assert.equal(state.round.roundId, second.roundId);
  assert.equal(state.phase, "betting");
  assert.equal(state.film, null);
  assert.equal(state.before.round.roundId, first.roundId);
  assert.deepEqual(state.before.result.order, ORDER);
  state = reduce(state, greeting(second));
  assert.equal(state.before?.round.roundId, first.roundId, "a short cut of the line does not take the finish away");
  state = play(
    eventsOf(second)
      .slice(1)
      .concat(eventsOf(roundOf(10_000_003, second.closeTime))[0]),
    state,
  );
  assert.equal(state.before.round.roundId, second.roundId, "only the last race is kept");
});

test("a late joiner has the film so far", () => {
  const round = { ...roundOf(10_000_001), phase: "racing" };
  const film = { ...GEOMETRY, from: 1, positions: piece(1, 120).positions };
  const events = eventsOf(round);
  let state = play([greeting(round, { film })]);
  assert.equal(availableMs(state.film), 12_000);
  assert.equal(state.film.startTime, round.raceStartTime);
  state = play(
    events.filter((event) => event.serverTime > round.raceStartTime + 12_000),
    state,
  );
  assert.deepEqual(
    state.film.samples,
    POSITIONS.map((row) => [0, ...row]),
  );
});

test("an old or repeated message never takes a screen back", () => {
  const round = roundOf(10_000_002);
  const events = eventsOf(round);
  const whole = play([greeting(null), ...events]);
  for (const event of events) assert.equal(reduce(whole, event).phase, "settled", event.event);
  const old = eventsOf(roundOf(10_000_001, T0 - 95_000));
  for (const event of old) assert.deepEqual(reduce(whole, event), whole, event.event);
});

test("events told again after a resume change nothing", () => {
  const round = roundOf(10_000_001);
  const events = eventsOf(round);
  const once = play([greeting(null), ...events.slice(0, 20)]);
  const again = play(events.slice(0, 20), once);
  assert.deepEqual(again, once);
});

test("film of another round is not cut into this one", () => {
  const state = play([greeting(null), ...eventsOf(roundOf(10_000_002)).slice(0, 5)]);
  const stray = eventsOf(roundOf(10_000_001)).find(({ timeInRace }) => timeInRace === 3_000);
  assert.equal(reduce(state, stray), state);
});

test("a greeting replaces everything, and a lost film piece is bridged", () => {
  const round = roundOf(10_000_001);
  const [opened, locked, started, first, , third] = eventsOf(round);
  const state = play([greeting(null), opened, locked, started, first, third]);
  assert.equal(availableMs(state.film), 3_000);
  const bridged = state.film.samples[0][15];
  assert.ok(bridged > POSITIONS[0][9] && bridged < POSITIONS[0][20]);
  const other = roundOf(10_000_009);
  const fresh = reduce(state, greeting(other, { winners: [{ roundId: 1, winner: runner(6), order: ORDER }] }));
  assert.equal(fresh.round.roundId, other.roundId);
  assert.equal(fresh.film, null);
  assert.equal(fresh.winners.length, 1);
});

test("a void round ends in void from any phase, with its reason", () => {
  const round = roundOf(10_000_001);
  const events = eventsOf(round);
  for (const upTo of [1, 2, 3, 10]) {
    const state = play([greeting(null), ...events.slice(0, upTo)]);
    const next = reduce(state, { event: "round_void", roundId: round.roundId, phase: "void", reason: "card_error" });
    assert.equal(next.phase, "void");
    assert.equal(next.voided.reason, "card_error");
    assert.equal(next.film, null);
    assert.equal(next.result, null);
    const after = reduce(next, events[3]);
    assert.equal(after.phase, "void");
    const reopened = reduce(next, eventsOf(roundOf(10_000_002, T0 + 95_000))[0]);
    assert.equal(reopened.phase, "betting");
    assert.equal(reopened.voided, null);
    assert.equal(reopened.before, null);
  }
});

test("pause, resume and a degraded service are told and taken back", () => {
  let state = play([greeting(roundOf(10_000_001))]);
  state = reduce(state, { event: "game_paused", reason: "operator" });
  assert.equal(state.paused, true);
  assert.equal(reduce(state, { event: "game_resumed" }).paused, false);
  state = reduce(state, { event: "degraded", active: true, reason: "database" });
  assert.equal(state.degraded, true);
  assert.equal(reduce(state, greeting(roundOf(10_000_001), { degraded: true })).degraded, true);
  assert.equal(reduce(state, greeting(roundOf(10_000_001))).degraded, false);
  assert.equal(reduce(state, { event: "degraded", active: false }).degraded, false);
});

test("a round shifted by the house's downtime follows the timer", () => {
  const round = roundOf(10_000_001);
  const state = play([greeting(round)]);
  const timer = { ...timerAt(round, T0), endTime: round.raceStartTime + 7_000 };
  const shifted = reduce(state, { event: "timer_update", roundId: round.roundId, serverTime: T0, timer });
  assert.equal(shifted.round.raceStartTime, round.raceStartTime + 7_000);
  assert.equal(shifted.round.lockTime, round.lockTime + 7_000);
  assert.equal(reduce(state, { event: "timer_update", roundId: round.roundId, timer: timerAt(round, T0) }), state);
});

test("unknown or broken messages change nothing", () => {
  const state = play([greeting(roundOf(10_000_001))]);
  for (const odd of [null, undefined, {}, { event: "toString" }, { event: "reload_page" }, { event: "new_round" }]) {
    assert.equal(reduce(state, odd), state);
  }
});
