// SPDX-License-Identifier: MIT
// The page of the till: how a count is read as it is typed, and what the page keeps of what the house tells.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { countsOf, emptyPieces, isCounted, readPieces, restIsNone, sumOf } from "../../web/cashier/till/count.js";
import { FILTERS, initial, KINDS, reduce } from "../../web/cashier/till/state.js";

const DENOMINATIONS = [100_000, 2_500, 1];
/** A state after messages, from the beginning or from another one. */
const after = (messages, state = initial) => messages.reduce(reduce, state);
/** A till that is counted blind, as the house tells it. */
const blind = () => ({
  till: { tillId: 3, number: 1, name: "Caisse 1" },
  session: {
    sessionId: 7, state: "open", cashier: { userId: 2, displayName: "Anna" },
    totals: { float: 100_000, sales: { count: 3 }, voids: { count: 0 }, payments: { count: 1 }, refunds: { count: 0 } },
  },
  denominations: DENOMINATIONS,
});
/** What the till's channel says of it. */
const update = (counts, sessionId = 7) => ({
  type: "channel", channel: "till:3", event: "till_update",
  data: { tillId: 3, dropDue: true, session: { sessionId, state: "open", totals: Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, { count }])) } },
});

describe("a count", () => {
  test("is of nothing before it is typed", () => {
    const pieces = emptyPieces(DENOMINATIONS);
    assert.equal(isCounted(pieces), false);
    assert.equal(sumOf(pieces), 0);
    assert.equal(isCounted({ ...pieces, 100_000: "3", 2_500: "0" }), false, "one line is still empty");
    assert.equal(isCounted({ 100_000: "3", 2_500: "0", 1: "0" }), true, "nought is a count, too");
  });

  test("takes whole pieces only", () => {
    for (const good of ["0", "7", "007", " 12 ", "9999999"]) assert.equal(readPieces(good), Number(good), good);
    for (const bad of ["", " ", "1.5", "-1", "x", "1e3", "10000000", "1 2"]) assert.equal(readPieces(bad), null, bad);
    assert.equal(isCounted({ 1: "x" }), false);
  });

  test("comes to what the notes are worth", () => {
    const pieces = { 100_000: "3", 2_500: "2", 1: "" };
    assert.equal(sumOf(pieces), 305_000);
    assert.deepEqual(restIsNone(pieces), { 100_000: "3", 2_500: "2", 1: "0" });
    assert.deepEqual(countsOf(restIsNone(pieces)), { 100_000: 3, 2_500: 2, 1: 0 });
  });
});

describe("the page", () => {
  test("counts along with the till's channel, and adds nothing up", () => {
    const state = after([{ type: "till/told", till: blind() }, update({ sales: 4, voids: 1, payments: 1, refunds: 0 })]);
    assert.deepEqual(state.till.session.totals, { float: 100_000, sales: { count: 4 }, voids: { count: 1 }, payments: { count: 1 }, refunds: { count: 0 } });
    assert.equal(state.till.dropDue, true);
  });

  test("is not told of another session, nor before it knows its own", () => {
    const state = after([{ type: "till/told", till: blind() }]);
    assert.equal(reduce(state, update({ sales: 9 }, 8)), state);
    assert.equal(reduce(initial, update({ sales: 9 })), initial);
  });

  test("has an empty count when one begins, and forgets what was typed when it is left", () => {
    const open = { type: "till/form", name: "count", denominations: DENOMINATIONS, session: null };
    const typed = after([open, { type: "till/pieces", each: 2_500, text: "4" }]);
    assert.deepEqual(typed.form.pieces, { 100_000: "", 2_500: "4", 1: "" });
    assert.deepEqual(after([{ type: "till/rest" }], typed).form.pieces, { 100_000: "0", 2_500: "4", 1: "0" });
    assert.deepEqual(after([{ type: "till/closed" }, open], typed).form.pieces, emptyPieces(DENOMINATIONS));
  });

  test("keeps what was typed when the house refuses it", () => {
    const problem = { code: "till_cash", facts: { amount: 5 } };
    const state = after([
      { type: "till/form", name: "movement", kind: "drop" },
      { type: "till/typed", change: { amount: "25" } },
      { type: "till/busy" },
      { type: "till/problem", problem },
    ]);
    assert.deepEqual([state.form.kind, state.form.amount, state.problem, state.isBusy], ["drop", "25", problem, false]);
  });

  test("shows a history a page at a time, and another kind from its beginning", () => {
    const page = (items, next) => ({ items: items.map((movement) => ({ movement })), next });
    const state = after([{ type: "till/history", page: page([9, 8], 8) }, { type: "till/history", page: page([7], null), isMore: true }]);
    assert.deepEqual(state.history.items.map(({ movement }) => movement), [9, 8, 7]);
    assert.equal(state.history.next, null);
    const narrowed = after([{ type: "till/filter", change: { filter: "drop", day: "2026-01-02" } }], state);
    assert.deepEqual([narrowed.filter, narrowed.day, narrowed.history.items, narrowed.history.isLoading], ["drop", "2026-01-02", [], true]);
  });

  test("shows what moved in a session until another view is opened", () => {
    const of = { type: "till/of", report: { sessionId: 7 } };
    const state = after([{ type: "till/filter", change: { filter: "drop", day: "2026-01-02" } }, of]);
    assert.deepEqual([state.view, state.of.sessionId, state.filter, state.day, state.report], ["history", 7, "", "", null]);
    assert.equal(after([{ type: "till/view", view: "history" }], state).of, null);
  });

  test("forgets a till when another one is looked at", () => {
    const state = after([{ type: "till/told", till: blind() }, { type: "till/look", tillId: 4 }]);
    assert.deepEqual([state.tillId, state.till, state.view], [4, null, "now"]);
  });

  test("says how a count ended in the place of the form", () => {
    const report = { report: "Z", state: "closed", sessionId: 7 };
    const state = after([{ type: "till/form", name: "count", denominations: DENOMINATIONS, session: null }, { type: "till/busy" }, { type: "till/report", report }]);
    assert.deepEqual([state.form, state.report, state.isBusy], [null, report, false]);
  });

  test("leaves every other message alone", () => assert.equal(reduce(initial, { type: "sell", step: {} }), initial));

  test("offers each kind of movement once", () => {
    assert.equal(new Set(KINDS).size, 6);
    assert.equal(new Set(FILTERS).size, FILTERS.length);
    for (const kind of KINDS) assert.ok(FILTERS.includes(kind), kind);
  });
});
