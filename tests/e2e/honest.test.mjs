// SPDX-License-Identifier: MIT
// What stopped honest work, through the one public port: codes typed as they are printed, receipts where the cash was handed
// out, answers that say what was the matter. The rules themselves are tested in tests/sql.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { ask, assertProblem, coverage, People } from "../lib/people.mjs";

const house = useHouse({ settings: { BETTING_MS: 4000, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 } });
const NBSP = "\u00a0";
let people, cashier;

before(async () => {
  people = await People.arrive(house);
  cashier = await people.cashier();
});

/** The code as the paper has it: two halves. */
const printed = ({ code }) => code.replace(/^.{4}/, "$& ");

/** With one digit exchanged: its check character does not fit any more. */
const mistyped = (number) => number.replace(/^\d/, (digit) => (Number(digit) + 1) % 10);

describe("a number and a code, typed", () => {
  test("as they are printed, are taken: by a till, and by anybody who looks", async () => {
    const ticket = await cashier.sell();
    const code = printed(ticket);
    const typed = [[ticket.number, code], [`${ticket.number}${NBSP}`, code.toLowerCase()], [` ${ticket.number.replace("-", "\u2013")}`, code.replaceAll("0", "O").replaceAll("1", "l")]];
    for (const [number, one] of typed) {
      const { json, text } = await ask(house, null, "GET", `/tickets/${encodeURIComponent(number)}?code=${encodeURIComponent(one)}`);
      assert.equal(json?.number, ticket.number, text);
      assert.equal((await cashier.do("GET", `/tickets/${encodeURIComponent(number)}`)).number, ticket.number);
    }
    await people.betting(2500);
    const other = await cashier.sell();
    const halves = other.code.replace(/^.{4}/, `$&${NBSP}`);
    const voided = await cashier.ask("POST", `/tickets/${encodeURIComponent(` ${other.number}`)}/void`, { code: halves, reason: "a mistake" });
    assert.equal(voided.status, 200, voided.text);
  });

  test("with a slip of the finger are told, and never make a cashier wait", async () => {
    const ticket = await cashier.sell(coverage());
    await people.over(ticket.roundId);
    const wrong = mistyped(ticket.number);
    for (let i = 0; i < 15; i++) {
      assertProblem(await cashier.ask("POST", `/tickets/${wrong}/pay`, { code: ticket.code }), 404, "number_mistyped");
      const answer = await cashier.ask("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code.slice(1) });
      assertProblem(answer, 404, "unknown_ticket");
      assert.equal(answer.json.counted, false);
    }
    assert.deepEqual((await people.admin.do("GET", `/admin/audit?tillId=${cashier.till.tillId}&action=scan_failed`)).items, []);
    const guess = ticket.code.replace(/^./, (c) => (c === "0" ? "1" : "0"));
    assert.equal((await cashier.ask("POST", `/tickets/${ticket.number}/pay`, { code: guess })).json.counted, true);
    assert.equal((await people.admin.do("GET", `/admin/audit?tillId=${cashier.till.tillId}&action=scan_failed`)).items.length, 1);
    await cashier.do("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code.replace(/^.{4}/, "$& ") });
  });

  test("nor a player: a look with a mistyped number is free", async () => {
    const ticket = await cashier.sell();
    for (let i = 0; i < 15; i++) {
      assertProblem(await ask(house, null, "GET", `/tickets/${mistyped(ticket.number)}?code=${ticket.code}`), 404, "number_mistyped");
      assertProblem(await ask(house, null, "GET", `/tickets/${ticket.number}?code=${ticket.code.slice(1)}`), 404, "not_found");
    }
    assert.equal((await ask(house, null, "GET", `/tickets/${ticket.number}?code=${ticket.code}`)).status, 200);
  });
});

test("the receipt of a payment is printed where it was paid", async () => {
  const stranger = await people.cashier();
  const ticket = await cashier.sell(coverage());
  await people.over(ticket.roundId);
  assertProblem(await stranger.ask("GET", `/tickets/${ticket.number}/slip`), 404, "not_found");
  assertProblem(await cashier.ask("GET", `/tickets/${ticket.number}/slip`), 409, "no_receipt");
  await stranger.pay(ticket);
  const supervisor = await people.supervisor(stranger.shop);
  for (const person of [stranger, supervisor, cashier]) {
    const { status, text } = await person.ask("GET", `/tickets/${ticket.number}/slip`);
    assert.equal(status, 200, text);
    assert.ok(!text.includes(ticket.code), "no code on it");
  }
  assertProblem(await (await people.cashier()).ask("GET", `/tickets/${ticket.number}/slip`), 404, "not_found");
});

test("50 notes typed as 5, and a deposit typed wrong, are put right", async () => {
  const person = await people.cashier({ float: 125_000 });
  const supervisor = await people.supervisor(person.shop);
  await people.settleIn(supervisor.me.username);
  const { movement, till } = await person.do("POST", "/till/movements", { kind: "deposit", amount: 500 });
  assertProblem(await person.ask("POST", `/till/movements/${movement}/reverse`, { tillId: till.tillId, reason: "x" }), 403, "forbidden");
  const reversal = await supervisor.do("POST", `/till/movements/${movement}/reverse`, { tillId: till.tillId, amount: 5000, reason: "50.00" });
  assert.deepEqual([reversal.reverses, reversal.cash, reversal.corrected.amount], [movement, 130_000, 5000]);
  const { sessionId, state } = await person.do("POST", "/till/close", { counts: { 2500: 5, 5000: 1 } });
  assert.equal(state, "counted");
  const again = await person.do("POST", "/till/recount", { sessionId, counts: { 2500: 50, 5000: 1 }, reason: "50 notes, not 5" });
  assert.deepEqual([again.state, again.count.variance], ["counted", 0]);
  assert.equal((await supervisor.do("POST", "/till/verify", { sessionId, reason: "seen" })).state, "closed");
  const { items } = await supervisor.do("GET", `/till/sessions?tillId=${till.tillId}`);
  assert.deepEqual(items.map((one) => [one.sessionId, one.state]), [[sessionId, "closed"]]);
  assert.deepEqual((await supervisor.do("GET", "/reports/tills")).rows.map((row) => row[1]), [person.shop.shopId]);
});

test("what takes too long says so, and the database has given it up; an absent database is another thing", async () => {
  await house.query(`create or replace function api.winner_list(p_limit integer) returns json language plpgsql stable security definer as $$
    begin perform pg_sleep(60); return '{}'; end $$`);
  const answer = await ask(house, null, "GET", "/winners");
  assertProblem(answer, 503, "too_slow");
  assert.match(answer.headers["retry-after"], /^[1-9]\d*$/);
  assert.equal(await house.value("select count(*) from pg_stat_activity where state = 'active' and query like '%api.winner_list%' and pid <> pg_backend_pid()"), 0);
  assert.equal((await ask(house, null, "GET", "/health")).status, 200);
  const crowd = await Promise.all(Array.from({ length: 60 }, () => ask(house, null, "GET", "/winners")));
  for (const { json } of crowd) assert.ok(["too_slow", "busy"].includes(json.code), json.code);
  assert.ok(crowd.some(({ json }) => json.code === "busy"), "who found no connection in time");
});

test("a wrong password is not a matter of roles", async () => {
  const user = await people.person("auditor");
  const { json } = await user.ask("POST", "/auth/password", { password: "wrong", newPassword: "another good one" });
  assert.equal(json.code, "wrong_password");
  assert.doesNotMatch(`${json.title} ${json.detail}`, /role/i);
});
