// SPDX-License-Identifier: MIT
// What takes long, and what comes to its end: a void of very many tickets has its time, a till's last number is told of.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { inOrder, SHORT, useHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

/** More than any other call of the scheduler may take: its statement_timeout. */
const LONG_MS = 5500;

describe("at the bounds", inOrder, () => {
  const house = useHouse({ settings: { ...SHORT, BETTING_MS: 4000 } });
  let people, cashier;
  before(async () => {
    people = await People.arrive(house);
    cashier = await people.cashier();
  }, { timeout: 120_000 });

  test("a void that takes longer than any other move goes through at the first try", async () => {
    const ticket = await cashier.sell();
    const holder = await house.db.connect();
    await holder.query("begin");
    await holder.query("select from hippo.till_book for update"); // as if it had so much to do there
    await people.admin.do("POST", `/admin/rounds/${ticket.roundId}/void`, { reason: "a test" });
    const voiding = () => house.value("select count(*) from pg_stat_activity where usename = 'hippo_scheduler' and query like '%round_void%' and wait_event_type = 'Lock'");
    await waitFor("the scheduler is at it", async () => (await voiding()) === 1);
    await pass(LONG_MS);
    assert.equal(await voiding(), 1, "it still is");
    await holder.query("rollback");
    await holder.end();
    assert.equal((await people.over(ticket.roundId)).phase, "void");
    assert.doesNotMatch(house.words("scheduler"), /event=(failed|refused|lead_lost) .*round_void|call=void/);
    // And the moves after it have the short time again.
    assert.equal(await house.value("select count(*) from hippo.stream_event where event = 'round_void' and round_id = $1", [ticket.roundId]), 1);
  });

  test("a till at the end of its numbers: the admins are told, it sells no more, pays and closes", async () => {
    const { tillId } = cashier.till;
    const ticket = await cashier.sell((round) => round.card.runners.map(({ number }) => ({ market: "win", selection: String(number), stake: 2500 })));
    await people.over(ticket.roundId);
    // Its chain has a gap from here on, which is this test's and not the house's.
    await house.query("update hippo.till_book set seq = 990000000 where till_id = $1", [tillId]);
    await waitFor("the admins are told", () => house.value("select count(*) from hippo.stream_event where channel = 'admin' and data->>'kind' = 'till_numbers' and (data->>'tillId')::integer = $1", [tillId]));
    assert.deepEqual((await house.get("/api/v1/health")).json.warnings, ["till_numbers"]);
    const round = await people.betting();
    const answer = await cashier.ask("POST", "/tickets", { roundId: round.roundId, lines: [{ market: "win", selection: "6", stake: 2500 }] });
    assert.deepEqual([answer.status, answer.json.code], [409, "till_full"], answer.text);
    await cashier.do("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code });
    const closed = await cashier.ask("POST", "/till/close", { counts: { 100_000: 100 }, reason: "its numbers are used up" });
    assert.equal(closed.status, 200, closed.text);
    const other = await people.till(cashier.shop);
    const again = await people.person("cashier", cashier.shop);
    await again.do("POST", "/till/open", { tillId: other.tillId, float: 0 });
    assert.match((await again.sell()).number, /^\d\d-/);
  });
});
