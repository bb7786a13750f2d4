// SPDX-License-Identifier: MIT
// A quarter of a million tickets in one round: the scheduler makes it void, and settles another one, at the first try.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { inOrder, useHouse } from "../lib/house.mjs";
import { People } from "../lib/people.mjs";
import { waitFor } from "../lib/wait.mjs";

const TICKETS = 250_000;

describe("a round of very many tickets", inOrder, () => {
  const house = useHouse({ settings: { BETTING_MS: 40_000, LOCK_MS: 500, FILM_MS: 1000, FINISH_MS: 300 } });
  let people, till;

  /** The newest round, with as many tickets as if all of a country's tills had sold on it. */
  const filled = async (after = 0) => {
    const { round_id: roundId } = await house.phase("betting", { from: after + 1, timeout: 60_000 });
    await house.query(`insert into hippo.ticket (ticket_id, round_id, till_session_id, sold_at, stake, price_ids, stakes, prizes, code_hash)
      select b.ticket_base + 1000000 * ($1 - 10000000) + n, $1, b.till_session_id, hippo.clock(), 5000,
             array[p.ids[1 + n % cardinality(p.ids)], p.ids[1 + n / 7 % cardinality(p.ids)]], '{2500,2500}', '{10000,10000}', sha256('a code')
      from generate_series(1, $2::integer) n, hippo.till_book b, (
          select array_agg(price_id) as ids from hippo.price join hippo.round using (card_template_id)
          where round_id = $1 and market in ('win', 'place')) p
      where b.till_id = $3`, [roundId, TICKETS, till.tillId]);
    return roundId;
  };
  const states = async (roundId) => Object.fromEntries((await house.query(
    "select state, count(*) from hippo.ticket where round_id = $1 group by 1 order by 1", [roundId])).map(({ state, count }) => [state, count]));
  /** How long the move took, as the scheduler says once it is done. */
  const took = (event, roundId) => waitFor(`the scheduler has logged ${event}`, () =>
    new RegExp(`event=${event} round=${roundId} .*took_ms=(\\d+)`).exec(house.words("scheduler"))?.[1]);
  const assertFirstTry = () => assert.doesNotMatch(house.words("scheduler"), /event=(failed|refused|lead_lost|database_lost) /);

  before(async () => {
    people = await People.arrive(house);
    ({ till } = await people.cashier());
  }, { timeout: 120_000 });

  let last;
  test("it is made void in the time that the scheduler has for it", async (t) => {
    last = await filled();
    await people.admin.do("POST", `/admin/rounds/${last}/void`, { reason: "a test" });
    await waitFor("it is void", async () => (await house.phase(["betting", "void"])).phase === "void", 60_000, 100);
    t.diagnostic(`void of ${TICKETS} tickets: ${await took("round_void", last)} ms`);
    assert.deepEqual(await states(last), { refundable: TICKETS });
    assert.equal(await house.value("select count(*) from hippo.claim where round_id = $1", [last]), TICKETS);
    assertFirstTry();
  });

  test("and settled", async (t) => {
    const roundId = await filled(last);
    await house.phase("settled", { from: roundId, timeout: 120_000 });
    t.diagnostic(`settlement of ${TICKETS} tickets: ${await took("round_settle", roundId)} ms`);
    const { won, lost } = await states(roundId);
    assert.equal(won + lost, TICKETS);
    assert.equal(await house.value("select count(*) from hippo.claim where round_id = $1", [roundId]), won);
    assertFirstTry();
  });
});
