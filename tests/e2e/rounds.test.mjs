// SPDX-License-Identifier: MIT
// The house runs its rounds by itself, in the right order and in time, with and without anybody watching.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { assertStream } from "../lib/client.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { roundsWithNobody } from "../lib/nobody.mjs";
import { slack } from "../lib/slack.mjs";

const [BETTING, LOCK, FILM, FINISH] = [2500, 700, 3000, 800];
/** How late a phase may come, in ms. */
const LATE = 250;

describe("rounds", { concurrency: true }, () => {
  describe("one client sees a whole round through wss on the one public port", inOrder, () => {
    const house = useHouse({ settings: { BETTING_MS: BETTING, LOCK_MS: LOCK, FILM_MS: FILM, FINISH_MS: FINISH } });
    let client;
    /** Frames of the first round that the client saw from its opening. */
    let whole;

    before(async () => {
      await house.phase("betting");
      client = await house.client();
      const { json } = await client.frame("new_round", () => true, 15_000);
      await client.frame("new_round", (event) => event.roundId === json.roundId + 1, 15_000);
      whole = client.frames.filter((frame) => frame.json.roundId === json.roundId && frame.json.event !== "connected");
    });
    const named = (event) => whole.filter(({ json }) => json.event === event).map(({ json }) => json);

    test("it gets connected, then timer_update with the same roundId", () => {
      const [connected, second] = client.frames.map(({ json }) => json);
      assert.equal(connected.event, "connected");
      assert.equal(connected.phase, "betting");
      assert.equal(connected.screen, "game_screen");
      assert.equal(connected.round.roundId, connected.roundId);
      assert.equal(connected.paused, false);
      assert.equal(connected.result, null);
      assert.equal(connected.timeInRace, null);
      assert.deepEqual(connected.round.card.runners.map(({ number }) => number), [6, 7, 8, 9, 10, 54]);
      assert.ok(Number.isInteger(connected.stream.offset) && connected.stream.epoch);
      assert.equal("recovered" in connected, false, "nothing was to be recovered");
      assert.equal(second.event, "timer_update");
      assert.equal(second.roundId, connected.roundId);
      assert.equal(second.screen, "game_screen");
    });

    test("then the whole round in the right order: new_round, betting_closed, race_start, race_sync, race_end, race_results", () => {
      const order = whole.map(({ json }) => json.event).filter((event) => event !== "timer_update");
      assert.deepEqual(order, ["new_round", "betting_closed", "race_start", "race_sync", "race_sync", "race_end", "race_results"]);
      const steps = ["new_round", "betting_closed", "race_start", "race_end", "race_results"].map((event) => named(event)[0]);
      assert.deepEqual(steps.map(({ phase }) => phase), ["betting", "locked", "racing", "finished", "settled"]);
      assert.deepEqual(steps.map(({ screen }) => screen), ["game_screen", "game_screen", "movie_screen", "finish_screen", "finish_screen"]);
      const [, , , end, results] = steps;
      assert.deepEqual(results.order, end.order);
      assert.equal(end.winner.number, end.order[0]);
      assert.deepEqual(results.winners[0], { roundId: results.roundId, winner: end.winner, order: end.order, time: results.winners[0].time });
    });

    test("the times of a round are those of the settings", () => {
      const { round } = named("new_round")[0];
      assert.equal(round.raceStartTime - round.openTime, BETTING);
      assert.equal(round.raceStartTime - round.lockTime, LOCK);
      assert.equal(round.raceEndTime - round.raceStartTime, FILM);
      assert.equal(round.closeTime - round.raceEndTime, FINISH);
      const start = named("race_start")[0];
      assert.equal(start.raceStartTime, round.raceStartTime);
      assert.equal(start.raceEndTime, round.raceEndTime);
      assert.equal(start.film.duration, FILM);
    });

    test("each phase comes when it was announced, and rounds follow each other without a gap", () => {
      const { round } = named("new_round")[0];
      const next = client.frames.find(({ json }) => json.event === "new_round" && json.roundId === round.roundId + 1);
      assert.equal(next.json.round.openTime, round.closeTime);
      const due = { new_round: round.openTime, betting_closed: round.lockTime, race_start: round.raceStartTime, race_end: round.raceEndTime };
      for (const [event, time] of Object.entries(due)) {
        const frame = whole.find(({ json }) => json.event === event);
        const arrived = performance.timeOrigin + frame.at;
        assert.ok(frame.json.serverTime >= time, `${event} was ${time - frame.json.serverTime} ms early`);
        assert.ok(arrived - time < slack(LATE), `${event} arrived ${arrived - time} ms late`);
      }
    });

    test("the countdown of each message follows from its absolute times", () => {
      const { round } = named("new_round")[0];
      const timed = ["new_round", "timer_update", "betting_closed"].flatMap(named);
      assert.ok(named("timer_update").length >= 2);
      for (const { event, timer, serverTime } of timed) {
        assert.equal(timer.startTime, round.openTime, event);
        assert.equal(timer.endTime, round.raceStartTime, event);
        assert.equal(timer.totalDuration, BETTING, event);
        assert.ok(Math.abs(Math.max(timer.endTime - serverTime, 0) - timer.timeLeft) <= 5, `${event}: ${JSON.stringify({ timer, serverTime })}`);
        const percentage = (100 * (BETTING - timer.timeLeft)) / BETTING;
        assert.ok(Math.abs(timer.percentage - percentage) <= 0.051, `${event}: ${timer.percentage} is not ${percentage}`);
      }
    });

    test("and all that it got is the house's own record, to the byte", () => assertStream(client));
  });

  describe("20 short rounds with no client connected", inOrder, () => roundsWithNobody(20));
});
