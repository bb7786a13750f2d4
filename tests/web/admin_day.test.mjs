// SPDX-License-Identifier: MIT
// The day at a glance without a browser: when it is old, what was held beside theory, its charts' numbers, its words.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { chartsOf, clockOf, dayAfter, holdOf, initial, reduce, salesOf, shopsOf } from "../../web/admin/day_state.js";
import * as en from "../../web/i18n/en.js";
import * as fr from "../../web/i18n/fr.js";
import * as ht from "../../web/i18n/ht.js";

describe("what is shown", () => {
  const of = (...messages) => messages.reduce(reduce, initial);

  test("is old when the house has said that something happened, until it is asked for again", () => {
    const told = { type: "channel", channel: "admin", event: "house_update", data: {} };
    assert.equal(of(told).isStale, true);
    assert.equal(of(told, { type: "day_asked" }).isStale, false);
    assert.equal(of(told, { type: "day_asked" }, told, { type: "day", day: {} }).isStale, true, "what happened meanwhile may not be in the answer");
    for (const event of ["new_round", "race_results", "round_void", "connected"]) assert.equal(of({ type: "race", message: { event } }).isStale, true, event);
    for (const event of ["timer_update", "race_progress"]) assert.equal(of({ type: "race", message: { event } }), initial, event);
  });

  test("stays when there is no answer, and says why", () => {
    const day = { day: "2026-11-30" };
    const slice = of({ type: "day", day }, { type: "day_failed", problem: { code: "offline", facts: {} } });
    assert.equal(slice.day, day);
    assert.equal(slice.problem.code, "offline");
    assert.equal(reduce(slice, { type: "day", day }).problem, null);
  });
});

describe("what was held", () => {
  const hold = (prizes, rounds = 50) => holdOf({ rounds, stakes: 1_000_000, prizes, expected: 900_000, deviation: 50_000 });

  test("is beside theory in parts of the stakes, with two deviations around it", () => {
    assert.deepEqual(hold(950_000), { observed: 0.05, expected: 0.1, band: 0.1, verdict: "within" });
  });

  test("is chance within two deviations, rare within three, and beyond them not chance, on either side", () => {
    for (const [prizes, verdict] of [[1_000_000, "within"], [1_000_001, "wide"], [1_050_000, "wide"], [1_050_001, "far"], [800_000, "within"], [749_999, "far"]])
      assert.equal(hold(prizes).verdict, verdict, String(prizes));
    assert.equal(hold(0, 9).verdict, "few", "of nine rounds nothing is said");
  });

  test("is nothing where nothing was staked, and to one shop", () => {
    assert.equal(holdOf({ rounds: 3, stakes: 0, prizes: 0, expected: 0, deviation: 0 }), null);
    assert.equal(holdOf(null), null);
  });
});

test("the charts begin with nothing, sum up, and widen by the root of the squares", () => {
  const course = [
    { minute: 420, rounds: 2, stakes: 10_000, prizes: 4_000, expected: 9_000, squares: 900 },
    { minute: 450, rounds: 1, stakes: 5_000, prizes: 9_000, expected: 4_500, squares: 1_600 },
    { minute: 465, rounds: 1, stakes: 1_000, prizes: 0, expected: null, squares: null },
  ];
  const { turnover, kept } = chartsOf(course);
  assert.deepEqual(turnover, [[420, 450, 465], [10_000, 5_000, 1_000], [4_000, 9_000, 0]]);
  assert.deepEqual(kept, [[420, 435, 465, 480], [0, 1_060, 1_600, 2_600], [0, 940, 1_400, 2_400], [0, 1_000, 1_500, 2_500], [0, 6_000, 2_000, 3_000]]);
  assert.deepEqual(chartsOf([]).kept[0], []);
});

test("sales have the round that is on, if it is today's", () => {
  assert.deepEqual(salesOf({ stakes: 500, tickets: 2, now: { round: { stakes: 70, tickets: 1 } } }), { stakes: 570, tickets: 3 });
  assert.deepEqual(salesOf({ stakes: 500, tickets: 2, now: { round: null } }), { stakes: 500, tickets: 2 });
  assert.deepEqual(salesOf({ stakes: 500, tickets: 2, now: null }), { stakes: 500, tickets: 2 });
});

test("a shop of which nobody is connected has none", () => {
  const shop = (shopId) => ({ shopId, number: "01", name: "A" });
  const now = { tills: { shops: [{ shop: shop(1), open: 2, cash: 5 }, { shop: shop(2), open: 1, cash: null }] }, connected: { shops: [{ shopId: 2, tills: 1, displays: 3 }] } };
  assert.deepEqual(shopsOf(now), [{ shop: shop(1), open: 2, cash: 5, tills: 0, displays: 0 }, { shop: shop(2), open: 1, cash: null, tills: 1, displays: 3 }]);
});

test("days follow one another, also over a year's end; a minute has its time", () => {
  assert.equal(dayAfter("2026-12-31", 1), "2027-01-01");
  assert.equal(dayAfter("2028-03-01", -1), "2028-02-29");
  assert.deepEqual([0, 675, 1_439].map(clockOf), ["00:00", "11:15", "23:59"]);
});

test("each kind of alarm, and each phase, has its words in every language, and says what to do", () => {
  const { schemas } = parse(readFileSync(new URL("../../api/openapi.yaml", import.meta.url), "utf8")).components;
  const kinds = schemas.DayNow.properties.alarms.items.properties.kind.enum;
  assert.ok(kinds.length >= 7);
  for (const [lang, { adminDay }] of Object.entries({ fr, en, ht })) {
    for (const kind of kinds) for (const key of [`alarm.${kind}`, `alarm_do.${kind}`]) assert.ok(adminDay[key], `${lang} ${key}`);
    for (const phase of schemas.Phase.enum) assert.ok(adminDay[`day.phase.${phase}`], `${lang} ${phase}`);
    for (const verdict of ["few", "within", "wide", "far"]) assert.ok(adminDay[`day.verdict.${verdict}`], `${lang} ${verdict}`);
  }
});
