// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

import { arrivalAt, present } from "../../web/screen/present.js";
import { emptyState, reduce } from "../../web/screen/store.js";
import { ORDER, PLAYOUT, T0, crossingOf, eventsOf, greeting, roundOf, runner } from "./fixtures.mjs";

const play = (events, state = emptyState()) => events.reduce(reduce, state);
const round = roundOf(10_000_002);
const earlier = [{ roundId: 10_000_001, winner: runner(6), order: [6, 7, 8, 9, 10, 54], time: T0 - 5_000 }];
const hello = greeting(null, { winners: earlier });
/** The last runner at the line, on this screen. */
const HOME = round.raceStartTime + PLAYOUT + crossingOf(ORDER.at(-1));

/** What the screen shows at a server time, having received all that the server had sent by then. */
function shownAt(now, { latency = 0, events = eventsOf(round, earlier) } = {}) {
  return present(play([hello, ...events.filter((event) => event.serverTime + latency <= now)]), now);
}

test("before the first snapshot the screen says that it is connecting", () => {
  assert.equal(present(emptyState(), NaN).notice, "connecting");
  assert.equal(present(play([hello]), NaN).notice, "connecting");
});

test("the countdown counts server seconds, with its colours", () => {
  const at = (left) => shownAt(round.raceStartTime - left).countdown;
  assert.equal(at(60_000).seconds, 60);
  const early = shownAt(round.openTime - 40, { latency: -40 }).countdown;
  assert.equal(early.seconds, 60, "a clock that is still behind adds no second");
  assert.equal(at(59_999).seconds, 60);
  assert.equal(at(59_000).seconds, 59);
  assert.equal(at(1).seconds, 1);
  assert.deepEqual(
    [60_000, 25_000, 12_000, 5_000, 0].map((left) => at(left || 1).step),
    ["open", "soon", "last", "closed", "closed"],
  );
  assert.equal(at(30_000).share, 0.5);
});

test("betting closes on the screen at the lock, even when the message is late", () => {
  assert.equal(shownAt(round.lockTime - 1, { latency: 500 }).phase, "betting");
  assert.equal(shownAt(round.lockTime, { latency: 500 }).phase, "locked");
});

test("a start that does not come is said to be late, not counted below zero", () => {
  const state = play([hello, ...eventsOf(round).slice(0, 2)]);
  const shown = present(state, round.raceStartTime + 10_000);
  assert.equal(shown.countdown.seconds, 0);
  assert.equal(shown.countdown.late, true);
  assert.equal(present(state, round.raceStartTime + 100).countdown.late, false);
});

test("the picture names the moment at which it changes by itself", () => {
  const shown = shownAt(round.raceStartTime - 20_300);
  assert.equal(shown.nextAt, round.raceStartTime - 20_000);
  const odd = { ...round, lockTime: round.lockTime + 300 };
  assert.equal(shownAt(odd.lockTime - 100, { events: eventsOf(odd) }).nextAt, odd.lockTime);
  for (let now = round.openTime; now < round.closeTime; now += 333)
    assert.ok(shownAt(now).nextAt > now, "never in the past");
});

test("nothing of the result is shown before the last runner is home on this screen", () => {
  for (let now = round.raceStartTime; now < HOME; now += 50) {
    const shown = shownAt(now);
    assert.equal(shown.screen, "movie_screen", `at ${now - round.raceStartTime}`);
    assert.equal(shown.result, null);
    assert.ok(shown.winners.every((winner) => winner.roundId !== round.roundId));
  }
  const after = shownAt(HOME + 1_000);
  assert.equal(after.screen, "finish_screen");
  assert.deepEqual(after.result.order, ORDER);
  assert.equal(after.winners[0].roundId, round.roundId);
});

test("whoever joins, at whatever time, sees what everybody sees", () => {
  const events = eventsOf(round, earlier);
  const everybody = play([hello, ...events.slice(0, -1)]);
  const joined = reduce(
    emptyState(),
    greeting(
      { ...round, phase: "finished" },
      {
        winners: earlier,
        film: { ...everybody.film, from: 1, positions: everybody.film.samples.map((row) => row.slice(1)) },
        result: { order: ORDER, winner: runner(ORDER[0]) },
      },
    ),
  );
  for (let now = round.raceEndTime; now < round.closeTime; now += 100) {
    const { round: mine, ...theirs } = present(everybody, now);
    const { round: yours, ...ours } = present(joined, now);
    assert.equal(yours.roundId, mine.roundId);
    assert.deepEqual(ours, theirs);
  }
});

test("the finish stays until the next round, and is not cut short by it", () => {
  const next = roundOf(10_000_003, round.closeTime);
  const opened = eventsOf(next)[0];
  assert.equal(shownAt(round.closeTime - 1).screen, "finish_screen");
  const state = play([hello, ...eventsOf(round, earlier), opened]);
  assert.equal(present(state, round.closeTime + 1).screen, "game_screen");
  assert.equal(present(state, round.closeTime + 1).round.roundId, next.roundId);
  // A round that opens while the film still plays here (short rounds): the film ends first.
  assert.equal(present(state, HOME - 500).screen, "movie_screen");
  assert.equal(present(state, HOME - 500).round.roundId, round.roundId);
  assert.equal(present(state, HOME - 500).winners[0].roundId, 10_000_001);
  assert.equal(present(state, arrivalAt(state.before) + 500).screen, "finish_screen");
});

test("a result without a film still waits for the delay of the screens", () => {
  const late = reduce(
    emptyState(),
    greeting({ ...round, phase: "settled" }, { result: { order: ORDER, winner: runner(8) } }),
  );
  assert.equal(present(late, round.raceEndTime + 100).screen, "movie_screen");
  assert.equal(present(late, round.raceEndTime + PLAYOUT).screen, "finish_screen");
});

test("a pause shows after the race, not over it", () => {
  const state = reduce(play([hello, ...eventsOf(round, earlier)]), { event: "game_paused" });
  assert.equal(present(state, HOME + 1_000).screen, "finish_screen");
  const idle = present(state, round.closeTime);
  assert.equal(idle.screen, "notice_screen");
  assert.equal(idle.notice, "paused");
  assert.deepEqual(idle.result.order, ORDER);
  assert.equal(present(reduce(state, { event: "game_resumed" }), round.closeTime).screen, "finish_screen");
  assert.equal(present(play([greeting(null, { paused: true })]), T0).notice, "paused");
  assert.equal(present(play([greeting(null)]), T0).notice, "waiting");
});

test("a void round is shown as such, from any moment of it", () => {
  const gone = { event: "round_void", roundId: round.roundId, phase: "void", reason: "card_error" };
  for (const upTo of [1, 2, 3, 12]) {
    const state = play([hello, ...eventsOf(round).slice(0, upTo), gone]);
    const shown = present(state, round.raceStartTime + 5_000);
    assert.equal(shown.notice, "void");
    assert.equal(shown.result, null);
  }
});

test("at most six winners are shown", () => {
  const many = Array.from({ length: 9 }, (_, i) => ({
    roundId: 9_999_999 - i,
    winner: runner(6),
    order: ORDER,
    time: T0,
  }));
  assert.equal(present(play([greeting(round, { winners: many })]), T0).winners.length, 6);
});
