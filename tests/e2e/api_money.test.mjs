// SPDX-License-Identifier: MIT
// The money routes through the one public port: a day at a till, and every refusal that a cashier can meet, with its
// status, its code and its facts. The rules themselves are tested in tests/sql.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { ask, assertProblem, coverage, People } from "../lib/people.mjs";

const house = useHouse({ settings: { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 } });
const WIN = { market: "win", selection: "6", stake: 2500 };
let people, cashier, supervisor;

before(async () => {
  people = await People.arrive(house);
  cashier = await people.cashier();
  supervisor = await people.supervisor(cashier.shop);
});

/** A sale of these lines on the round that takes bets. */
async function sale(lines, more = {}) {
  const { roundId } = await people.betting(400);
  return cashier.ask("POST", "/tickets", { roundId, lines, ...more });
}

test("a day: opened, sold, voided, paid, moved, counted, closed", async () => {
  const person = await people.cashier({ float: 500_000 });
  const ticket = await person.sell(coverage(5000));
  assert.match(ticket.number, /^\d\d-\d{6}-[\dX]$/);
  assert.match(ticket.code, /^[0-9A-HJKMNP-TV-Z]{8}$/);
  const voided = await person.void(await person.sell());
  assert.equal(voided.state, "voided");
  const round = await people.over(ticket.roundId);
  const prize = 5000 * round.result.winner.odds / 100;
  const paid = await person.pay(ticket);
  assert.deepEqual([paid.state, paid.prize, paid.paid.amount, paid.paid.by.username], ["paid", prize, prize, person.me.username]);
  const drop = await person.do("POST", "/till/movements", { kind: "drop", amount: 100_000, reference: "B-1", description: "to the safe" });
  const cash = 500_000 + 6 * 5000 - prize - 100_000;
  assert.equal("cash" in drop, false);
  const { items } = await person.do("GET", "/till/movements");
  assert.deepEqual(items.map(({ kind }) => kind), ["drop", "pay", "void", "sale", "sale", "till_open"]);
  assert.equal(await people.expectedCash(person), cash);
  const z = await person.do("POST", "/till/close", { counts: { 500: 0, 100: cash / 100 } });
  assert.deepEqual([z.report, z.state, z.count.variance], ["Z", "closed", 0]);
  assertProblem(await person.ask("POST", "/tickets", { roundId: 10000001, lines: [WIN] }), 409, "till_closed");
  assert.equal((await person.ask("GET", "/till")).status, 404);
});

describe("a sale is refused with the line, the bound and a code", () => {
  const rows = [
    ["no lines", undefined, 400, "lines", { max: 20 }],
    ["twenty lines on one runner, which are one stake", Array(20).fill({ ...WIN, stake: 50_000 }), 400, "stake_max", { line: 11, max: 0 }],
    ["an empty list", [], 400, "lines", { max: 20 }],
    ["too many lines", Array(21).fill(WIN), 400, "lines", { max: 20 }],
    ["another market", [WIN, { ...WIN, market: "lottery" }], 400, "bad_market", { line: 2 }],
    ["a runner that is not there", [{ ...WIN, selection: "99" }], 400, "bad_selection", { line: 1 }],
    ["a runner as a number", [{ ...WIN, selection: 6 }], 400, "bad_market", { line: 1 }],
    ["a fraction", [{ ...WIN, stake: 2500.5 }], 400, "bad_stake", { line: 1 }],
    ["a fraction that is none", [{ ...WIN, stake: 2500.0 }], 200],
    ["text", [{ ...WIN, stake: "2500" }], 400, "bad_stake", { line: 1 }],
    ["no stake", [{ market: "win", selection: "6" }], 400, "bad_stake", { line: 1 }],
    ["NaN", `[{"market":"win","selection":"6","stake":NaN}]`, 400, "bad_stake", { line: 1 }],
    ["too little", [{ ...WIN, stake: 2000 }], 400, "stake_min", { line: 1, min: 2500 }],
    ["less than nothing", [{ ...WIN, stake: -2500 }], 400, "stake_min", { line: 1 }],
    ["too much", [{ ...WIN, stake: 500_500 }], 400, "stake_max", { line: 1, max: 500_000 }],
    ["more than there is money", `[{"market":"win","selection":"6","stake":99999999999999999999999}]`, 400, "bad_stake", { line: 1 }],
    ["out of step", [{ ...WIN, stake: 2501 }], 400, "stake_step", { line: 1, step: 500 }],
    ["a quote and a brace", [{ ...WIN, selection: `6"},{` }], 400, "bad_selection", { line: 1 }],
  ];
  for (const [what, lines, status, code, facts = {}] of rows) {
    test(what, async () => {
      const { roundId } = await people.betting(400);
      const body = typeof lines === "string" ? `{"roundId":${roundId},"lines":${lines}}` : { roundId, lines };
      const answer = await cashier.ask("POST", "/tickets", body);
      if (status === 200) return assert.equal(answer.status, 200, answer.text);
      assertProblem(answer, status, code);
      for (const [name, value] of Object.entries(facts)) assert.equal(answer.json[name], value, name);
    });
  }

  test("odds and names that a client sends are not looked at", async () => {
    const { json } = await sale([{ ...WIN, odds: 99_999, name: "x" }]);
    assert.ok(json.lines[0].odds < 99_999);
  });

  test("another round, another card", async () => {
    assertProblem(await sale([WIN], { roundId: 999_999_999 }), 409, "round_changed");
    assertProblem(await sale([WIN], { cardHash: "00".repeat(32) }), 409, "card_changed");
    assertProblem(await sale([WIN], { roundId: undefined }), 400, "bad_parameter");
  });

  test("after the lock", async () => {
    const { roundId } = await people.betting(400);
    await house.phase("locked", { from: roundId });
    const answer = await cashier.ask("POST", "/tickets", { roundId, lines: [WIN] });
    assertProblem(answer, 409, "betting_closed");
  });

  test("too much to win: the largest acceptable stake comes with the refusal, and is accepted", async () => {
    const limit = (value) => people.admin.do("PATCH", "/admin/settings/ticket_prize_max", { value, reason: "a test" });
    const nextRound = async () => people.over((await people.betting()).roundId);
    await limit(1_000_000);
    try {
      await nextRound();
      const answer = await sale([WIN, { ...WIN, selection: "54", stake: 500_000 }]);
      assertProblem(answer, 409, "cap_ticket_prize");
      const { line, max } = answer.json;
      assert.ok(line === 2 && max > 0 && max < 500_000, answer.text);
      const staking = (stake) => [WIN, { ...WIN, selection: "54", stake }];
      assert.equal((await sale(staking(max + 500))).json.code, "cap_ticket_prize");
      assert.equal((await sale(staking(max))).status, 200);
    } finally {
      await limit(50_000_000);
      await nextRound();
    }
  });
});

describe("a ticket", () => {
  test("sent three times at once with one key is sold once", async () => {
    const { roundId } = await people.betting(500);
    const answers = await Promise.all([1, 2, 3].map(() => cashier.ask("POST", "/tickets", { roundId, lines: [WIN] }, { key: "three-at-once" })));
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]);
    assert.equal(new Set(answers.map(({ json }) => `${json.number} ${json.code}`)).size, 1);
    assertProblem(await cashier.ask("POST", "/tickets", { roundId, lines: [{ ...WIN, stake: 3000 }] }, { key: "three-at-once" }), 422, "key_reused");
  });

  test("is paid once, whoever races, and the loser learns when, where and by whom", async () => {
    const ticket = await cashier.sell(coverage());
    assertProblem(await cashier.ask("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code }), 409, "not_settled");
    await people.over(ticket.roundId);
    const answers = await Promise.all(Array.from({ length: 8 }, () => cashier.ask("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code })));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      assertProblem(answer, 409, "already_paid");
      assert.equal(answer.json.by.username, cashier.me.username);
      assert.equal(answer.json.till.tillId, cashier.till.tillId);
    }
  });

  test("is not voided after the lock, nor at another till", async () => {
    const ticket = await cashier.sell();
    const other = await people.cashier({ shop: cashier.shop });
    assertProblem(await other.ask("POST", `/tickets/${ticket.number}/void`, { code: ticket.code, reason: "x" }), 403, "forbidden");
    await people.over(ticket.roundId);
    assertProblem(await cashier.ask("POST", `/tickets/${ticket.number}/void`, { code: ticket.code, reason: "x" }), 409, "betting_closed");
  });

  test("is voided by a supervisor at any till of the shop", async () => {
    const ticket = await cashier.sell();
    const answer = await supervisor.ask("POST", `/tickets/${ticket.number}/void`, { tillId: cashier.till.tillId, code: ticket.code, reason: "the printer" });
    assert.equal(answer.status, 200, answer.text);
  });

  test("shown with a wrong code is unknown; from the eleventh on whoever guesses waits", async () => {
    const person = await people.cashier({ shop: cashier.shop });
    const ticket = await person.sell(coverage());
    await people.over(ticket.roundId);
    const guess = (code) => person.ask("POST", `/tickets/${ticket.number}/pay`, { code });
    for (let i = 0; i < 11; i++) assertProblem(await guess("00000000"), 404, "unknown_ticket");
    const answer = await guess(ticket.code);
    assertProblem(answer, 429, "too_many_attempts");
    assert.match(answer.headers["retry-after"], /^[1-9]\d*$/);
    const scans = await people.admin.do("GET", `/admin/audit?tillId=${person.till.tillId}&action=scan_failed`);
    assert.equal(scans.items.length, 11);
  });

  test("is anybody's to look at with its code, and nobody's without", async () => {
    const ticket = await cashier.sell();
    const { json } = await ask(house, null, "GET", `/tickets/${ticket.number}?code=${ticket.code}`);
    assert.equal(json.state, "sold");
    assert.equal(json.cashier, undefined);
    assertProblem(await ask(house, null, "GET", `/tickets/${ticket.number}`), 401, "not_signed_in");
    assert.equal((await cashier.do("GET", `/tickets/${ticket.number}`)).cashier.username, cashier.me.username);
    const stranger = await people.cashier();
    assertProblem(await stranger.ask("GET", `/tickets/${ticket.number}`), 404, "not_found");
    for (let i = 0; i < 10; i++) assertProblem(await ask(house, null, "GET", `/tickets/${ticket.number}?code=0000000${i}`), 404, "not_found");
    const answer = await ask(house, null, "GET", `/tickets/${ticket.number}?code=${ticket.code}`);
    assertProblem(answer, 429, "too_many_attempts");
    assert.match(answer.headers["retry-after"], /^[1-9]\d*$/);
  });

  test("stands in the lists of those who may see it, with sums over the whole filter", async () => {
    const ticket = await cashier.sell();
    const one = await cashier.do("GET", `/tickets?roundId=${ticket.roundId}&limit=1`);
    assert.equal(one.items.length, 1);
    // Whoever is at a till counts it blind: sums of its tickets would say what should be there.
    assert.ok(one.stats.tickets >= 1);
    assert.deepEqual([one.stats.stake, one.stats.prizes, one.stats.unpaid], [null, null, null]);
    const seen = await people.admin.do("GET", `/tickets?roundId=${ticket.roundId}&limit=1`);
    assert.ok(seen.stats.tickets >= 1 && seen.stats.stake >= 2500);
    const day = await people.admin.do("GET", "/tickets?day=2001-01-01");
    assert.deepEqual([day.items, day.stats.tickets], [[], 0]);
    assertProblem(await cashier.ask("GET", "/tickets?day=2026-02-30"), 400, "bad_parameter");
    assertProblem(await cashier.ask("GET", "/tickets?state=lucky"), 400, "bad_parameter");
    assertProblem(await cashier.ask("GET", "/tickets?before=nothing"), 400, "bad_parameter");
  });
});

describe("a till", () => {
  test("is opened once, by one", async () => {
    const other = await people.person("cashier", cashier.shop);
    const open = (tillId, float = 0) => other.ask("POST", "/till/open", { tillId, float });
    assertProblem(await open(cashier.till.tillId), 409, "till_open");
    assertProblem(await open(999_999), 404, "not_found");
    assertProblem(await open((await people.till(await people.shop())).tillId), 403, "forbidden");
    const { tillId } = await people.till(cashier.shop);
    assertProblem(await open(tillId, -1), 400, "bad_parameter");
    assert.equal((await open(tillId)).status, 200);
    assertProblem(await open((await people.till(cashier.shop)).tillId), 409, "user_till_open");
  });

  test("with a variance over the tolerance waits for another person", async () => {
    const person = await people.cashier({ shop: cashier.shop });
    const counted = await person.do("POST", "/till/close", { counts: {}, reason: "lost the key" });
    assert.deepEqual([counted.state, counted.report], ["counted", "X"]);
    const { sessionId } = counted;
    assertProblem(await person.ask("POST", "/till/verify", { sessionId, reason: "x" }), 403, "needs_supervisor");
    assertProblem(await supervisor.ask("POST", "/till/verify", { sessionId }), 400, "bad_parameter");
    const z = await supervisor.do("POST", "/till/verify", { sessionId, reason: "seen" });
    assert.deepEqual([z.state, z.report], ["closed", "Z"]);
    assertProblem(await supervisor.ask("POST", "/till/verify", { sessionId, reason: "seen" }), 409, "conflict");
  });

  test("counts only the house's notes and coins, in whole pieces", async () => {
    for (const counts of [undefined, null, [], "x", { 7: 1 }, { 500: -1 }, { 500: 1.5 }, { 500: "3" }, { 500: 99_999_999 }])
      assertProblem(await cashier.ask("POST", "/till/close", { counts }), 400, "counts");
  });

  test("never gives more than is in it", async () => {
    const person = await people.cashier({ float: 5000 });
    const answer = await person.ask("POST", "/till/movements", { kind: "drop", amount: 5001 });
    assertProblem(answer, 409, "till_cash");
    assert.deepEqual([answer.json.available, answer.json.amount], [undefined, 5001]);
    for (const amount of [0, -1, 1.5, "1", 2 ** 53 * 1024, null])
      assertProblem(await person.ask("POST", "/till/movements", { kind: "drop", amount }), 400, "bad_parameter");
  });
});

describe("nothing changes without an Idempotency-Key", () => {
  for (const path of ["/tickets", "/tickets/1/void", "/tickets/1/pay", "/till/open", "/till/movements", "/till/close", "/auth/password"]) {
    test(path, async () => {
      const headers = { "idempotency-key": "" };
      assertProblem(await cashier.ask("POST", path, {}, { headers }), 400, "idempotency_key_missing");
      for (const key of ["short", "x".repeat(65), "with a blank", "quote\"quote"])
        assertProblem(await cashier.ask("POST", path, {}, { key }), 400, "idempotency_key_bad");
    });
  }
});

test("the books hold", async () => {
  const { holds, violations } = await people.admin.do("GET", "/reports/proof");
  assert.deepEqual([holds, violations], [true, []]);
});
