// SPDX-License-Identifier: MIT
// What the counter makes of a ticket that is put before it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { actsOf, emptyTickets, openOf, reduceTickets, shopOf, staleOf, verdictOf } from "../../web/cashier/tickets_state.js";
import { listTickets } from "../../web/cashier/tickets_acts.js";

const PLACE = { shop: { number: "01" }, payAnywhere: true, bettingRound: 10000003 };
const ONE = { number: "01-010002-2", code: "T96QYKP2" };
const TWO = { number: "01-010003-0", code: "A0BGZWMQ" };
const FOREIGN = { number: "120-010003-0", code: "A0BGZWMQ" };
const run = (...messages) => messages.reduce(reduceTickets, emptyTickets());
const opened = (ticket) => ({ type: "ticket_opened", ...ticket });
const told = ({ number }, ticket) => ({ type: "ticket_told", number, ticket: { number, roundId: 10000002, stake: 2500, prize: null, ...ticket } });
const shown = (state, ticket = ONE, more = {}) => openOf(run(opened(ticket), told(ticket, { state, ...more })));

describe("a ticket", () => {
  for (const [state, verdict, acts, more, place] of [
    ["won", "won", "pay copy", { prize: 13750 }],
    ["refundable", "refundable", "pay copy"],
    ["sold", "sold", "void copy", { roundId: 10000003 }],
    ["sold", "running", "copy", { roundId: 10000002 }],
    ["sold", "running", "copy", { roundId: 10000003 }, { bettingRound: null }],
    ["paid", "paid", "copy"],
    ["refunded", "refunded", "copy"],
    ["lost", "lost", "copy"],
    ["expired", "expired", "copy"],
    ["voided", "voided", "copy"],
  ]) {
    test(`that is ${state} is ${verdict} (round ${more?.roundId ?? "over"})`, () => {
      const scanned = shown(state, ONE, more);
      const here = { ...PLACE, ...place };
      assert.equal(verdictOf(scanned, here), verdict);
      assert.deepEqual(Object.entries(actsOf(scanned, here)).filter(([, may]) => may).map(([act]) => act).join(" "), acts);
    });
  }

  test("of another shop is paid here or there, as the house wants it", () => {
    const scanned = shown("won", FOREIGN, { prize: 100 });
    assert.deepEqual([shopOf(FOREIGN.number), verdictOf(scanned, PLACE), actsOf(scanned, PLACE)], ["120", "won", { pay: true, void: false, copy: false }]);
    const strict = { ...PLACE, payAnywhere: false };
    assert.deepEqual([verdictOf(scanned, strict), actsOf(scanned, strict).pay], ["foreign", false]);
    assert.equal(verdictOf(shown("lost", FOREIGN), strict), "lost", "whatever shop, a lost one is lost");
    assert.equal(verdictOf(shown("won", ONE, { prize: 1 }), strict), "won");
  });

  test("without its paper is only looked at, and copied", () => {
    assert.deepEqual(actsOf(shown("won", { ...ONE, code: null }), PLACE), { pay: false, void: false, copy: true });
  });

  test("that the house does not tell of is said why", () => {
    for (const [code, verdict] of [["not_found", "unknown"], ["unknown_ticket", "unknown"], ["number_mistyped", "mistyped"], ["too_many_attempts", "often"], ["offline", "away"], ["database_unavailable", "away"]]) {
      const scanned = openOf(run(opened(ONE), { type: "ticket_untold", number: ONE.number, problem: { code } }));
      assert.equal(verdictOf(scanned, PLACE), verdict);
      assert.deepEqual(actsOf(scanned, PLACE), { pay: false, void: false, copy: false });
    }
    assert.equal(verdictOf(openOf(run(opened(ONE))), PLACE), "reading");
  });

  test("is acted upon once at a time", () => {
    const state = run(opened(ONE), told(ONE, { state: "won", prize: 100 }), { type: "ticket_acting", number: ONE.number, act: "pay" });
    assert.deepEqual(actsOf(openOf(state), PLACE), { pay: false, void: false, copy: false });
  });
});

describe("scans", () => {
  test("that comes back after its race is asked about again, whether it is the open one or another", () => {
    const running = [opened(ONE), told(ONE, { state: "sold" })];
    const done = { type: "ticket_done", number: ONE.number, act: "copy" };
    for (const between of [[], [done], [opened(TWO), told(TWO, { state: "lost" })]]) {
      const again = openOf(run(...running, ...between, opened(ONE)));
      assert.deepEqual([again.ticket, again.done, again.code], [null, null, ONE.code]);
    }
    const acting = run(...running, { type: "ticket_acting", number: ONE.number, act: "void" }, opened(ONE));
    assert.equal(openOf(acting).acting, "void", "what goes on with it goes on");
    assert.equal(openOf(run(...running, opened({ ...ONE, code: null }))).code, ONE.code, "she has seen the paper");
  });

  test("is old news once another race is on, if it was in play", () => {
    const state = run(opened(ONE), told(ONE, { state: "sold" }), opened(TWO), told(TWO, { state: "lost" }));
    assert.deepEqual([10000002, 10000003].map((roundId) => staleOf(state, roundId).map(({ number }) => number)), [[], [ONE.number]]);
  });

  test("the open ticket's code again is nothing, whatever was done with it", () => {
    for (const more of [[], [told(ONE, { state: "won" })], [told(ONE, { state: "won" }), { type: "ticket_acting", number: ONE.number, act: "pay" }]]) {
      const state = run(opened(ONE), ...more);
      assert.equal(reduceTickets(state, opened(ONE)), state);
    }
  });

  test("two are both there, in order; the answers find their own, whichever comes first", () => {
    const state = run(opened(ONE), opened(TWO), told(TWO, { state: "lost" }), told(ONE, { state: "won" }));
    assert.deepEqual([state.stack.map(({ number, ticket }) => [number, ticket.state]), state.open], [[[ONE.number, "won"], [TWO.number, "lost"]], TWO.number]);
    assert.equal(run(opened(ONE), opened(TWO), opened(ONE)).open, ONE.number, "an earlier one comes up again");
  });

  test("a ticket that was refused for a wrong code, or by a house that was away, is asked about anew", () => {
    const wrong = { ...ONE, code: "00000000" };
    const state = run(opened(wrong), { type: "ticket_untold", number: ONE.number, problem: { code: "not_found" } }, opened(ONE));
    assert.deepEqual([state.stack.length, openOf(state).code, openOf(state).problem], [1, ONE.code, null]);
    const again = run(opened(ONE), { type: "ticket_untold", number: ONE.number, problem: { code: "offline" } }, opened(ONE));
    assert.equal(openOf(again).problem, null);
  });

  test("what is no ticket is said, and goes with the next scan or Escape", () => {
    const state = run(opened(ONE), { type: "ticket_other", text: "5901234123457" });
    assert.deepEqual([state.other, state.open], ["5901234123457", ONE.number]);
    assert.equal(reduceTickets(state, opened(ONE)).other, null);
    assert.deepEqual(reduceTickets(state, { type: "ticket_closed" }), { ...state, other: null });
  });

  test("closing brings the one before", () => {
    const state = run(opened(ONE), opened(TWO), { type: "ticket_closed" });
    assert.equal(state.open, ONE.number);
    assert.deepEqual(reduceTickets(state, { type: "ticket_closed" }).open, null);
  });

  test("the history has what was just done, and only the newest question's answer", () => {
    const filters = { state: "won", day: "", roundId: "" };
    const pages = [null];
    const item = { number: ONE.number, state: "won" };
    const asked = run({ type: "tickets_asked", filters, pages });
    const listed = reduceTickets(asked, { type: "tickets_listed", filters, pages, page: { items: [item], next: null, stats: null } });
    assert.deepEqual([asked.list.isLoading, listed.list.isLoading, listed.list.items], [true, false, [item]]);
    const late = reduceTickets(listed, { type: "tickets_listed", filters: { ...filters }, pages, page: { items: [], next: null } });
    assert.equal(late, listed);
    const paid = [opened(ONE), { type: "ticket_done", number: ONE.number, act: "pay", ticket: { ...item, state: "paid" }, cash: 100 }].reduce(reduceTickets, listed);
    assert.deepEqual([paid.list.items[0].state, openOf(paid).done], ["paid", { act: "pay", cash: 100 }]);
  });
});

test("a page of the history is full, even when what is looked for is rare", async () => {
  const answers = [{ items: [1], next: "b", stats: null }, { items: [], next: "c", stats: null }, { items: [2], next: null, stats: null }];
  const asked = [];
  const told = [];
  const pages = [null];
  const list = { filters: {}, pages };
  const context = {
    api: { get: async (path) => asked.push(path) && answers.shift() },
    state: { pages: { tickets: { list } } },
    dispatch: (message) => told.push(message),
  };
  await listTickets(context, { state: "refunded", day: "" }, pages);
  assert.deepEqual(told.at(-1).page.items, [1, 2]);
  assert.equal(told.at(-1).page.next, null);
  assert.ok(asked[1].includes("before=b") && asked[2].includes("before=c") && asked.every((path) => path.includes("state=refunded") && !path.includes("day")), asked.join());
  answers.push({ items: [1], next: "b", stats: null });
  list.pages = [null];
  await listTickets(context, {}, pages);
  assert.equal(told.at(-1).page.next, "b", "what nobody wants any more is not looked for");
});
