// SPDX-License-Identifier: MIT
// The odds of every selection, by exact fractions of whole numbers that share nothing with the house's; what is paid is what was
// printed, for every order; and what tickets may win at most, by trying every order.
// Wants TEST_DATABASE_URL (the owner's login). ODDS_CARDS makes it longer.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import pg from "pg";
import { chances, odds } from "./card_odds.mjs";
import { Exposure, marketNames, prizeOf, wins } from "./money_model.mjs";

const CARDS = Number(process.env.ODDS_CARDS ?? 23);
let drawn = 0;
const word = () => createHash("sha256").update(`hippodrome odds ${drawn++}`).digest().readBigUInt64BE();
const below = (bound) => word() % BigInt(bound);
const pick = (list) => list[Number(below(list.length))];

let db;
before(async () => {
  db = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  await db.connect();
});
after(() => db?.end());
const rows = async (text, values) => (await db.query(text, values)).rows;

const magnitudes = {
  equal: () => 7n,
  small: () => 1n + below(9),
  ordinary: () => 1_000n + below(1_000_000),
  large: () => 10n ** 14n + below(10n ** 17n),
};

function randomCard(i) {
  const count = i < 46 ? 2 + (i % 23) : 2 + Number(below(7));
  const numbers = new Set();
  while (numbers.size < count) numbers.add(1 + Number(below(pick([99, 9999]))));
  const weight = pick(Object.values(magnitudes));
  return [...numbers].sort((a, b) => a - b).map((number) => ({ number, weight: weight(), odds: 110n + below(9_000) }));
}

async function makeCard(runners, ppm) {
  const [{ id }] = await rows("insert into hippo.card_template (name, target_ppm) values ($1, $2) returning card_template_id as id", [`random ${drawn}`, String(ppm)]);
  for (const r of runners) {
    await rows("insert into hippo.card_template_runner (card_template_id, number, name, weight, win_odds, color) values ($1, $2, $3, $4, $5, '#000000')",
      [id, r.number, `Horse ${r.number}`, String(r.weight), String(r.odds)]);
  }
  await rows("select hippo.card_price($1)", [id]);
  return id;
}

test(`${CARDS} random cards of 2 to 24 runners: the odds of every selection of all ten markets`, { timeout: 600_000 }, async (t) => {
  let compared = 0;
  const seen = new Set();
  await db.query("begin");
  await db.query("update hippo.setting set value = '1' where name = 'cash_unit'"); // odds leave room for a larger coin
  for (let i = 0; i < CARDS; i++) {
    const runners = randomCard(i);
    const ppm = pick([500_000n, 750_000n, 900_000n, 950_963n, 990_000n]);
    const id = await makeCard(runners, ppm);
    const prices = new Map((await rows("select label, odds from hippo.price where card_template_id = $1", [id])).map((p) => [p.label, BigInt(p.odds)]));
    const wanted = new Map(runners.map((r) => [`win ${r.number}`, r.odds]));
    for (const [label, fractions] of chances(runners)) {
      const o = odds(fractions, ppm);
      if (o > 100n) wanted.set(label, o);
    }
    assert.deepEqual(new Map([...prices].sort()), new Map([...wanted].sort()), `card ${i}: ${JSON.stringify(runners.map((r) => [r.number, String(r.weight)]))} at ${ppm}`);
    compared += wanted.size;
    for (const label of wanted.keys()) seen.add(label.split(" ")[0]);
  }
  await db.query("rollback");
  assert.deepEqual([...seen].sort(), [...marketNames].sort());
  t.diagnostic(`${compared} odds compared`);
});

test("paid is printed, and exposure is the worst of all orders, for random tickets on small fields", { timeout: 300_000 }, async (t) => {
  let orders = 0;
  await db.query("begin");
  await db.query("insert into hippo.session (name, rounds, anchor, sealed_secret, key_fingerprint) values ('odds', 1000000, sha256('a'), 'x', 'x')");
  for (let i = 0; i < 12; i++) {
    const count = 3 + (i % 4);
    const runners = randomCard(count - 2);
    const id = await makeCard(runners, 900_000n);
    const numbers = runners.map((r) => r.number);
    const prices = await rows("select price_id, label, odds from hippo.price where card_template_id = $1", [id]);
    const labels = i % 2 ? prices : prices.filter((p) => !p.label.startsWith("duel"));
    const markets = [...new Set(labels.map((p) => p.label.split(" ")[0]))];
    const round = String(20_000_000 + i);
    await db.query("set local session_replication_role = replica"); // a round of its own, that nobody runs
    await rows(`insert into hippo.round (round_id, session_id, chain_index, card_template_id, commitment, card_text, card_hash, opened_at, locks_at, race_due_at, race_starts_at, race_ends_at, closes_at, phase,
        secret, outcome_seed, film_seed, runner_order, voided_at, void_requested_at, void_reason)
      select $1, session_id, $2, $3, sha256('c'), 'x', sha256('x'), now(), now(), now(), now(), now() + interval '1 s', now() + interval '1 s', 'void', sha256('s'), sha256('s'), sha256('s'), $4, now(), now(), 'x' from hippo.session where name = 'odds'`,
      [round, i + 1, id, numbers]);
    await rows("insert into hippo.round_runner select $1, number, name, weight, win_odds, color, 0.5, 0.5 from hippo.card_template_runner where card_template_id = $2", [round, id]);
    await rows("select hippo.round_terms_insert($1, $2, 1)", [round, markets]);
    const lines = Array.from({ length: 1 + Number(below(12)) }, () => {
      const price = pick(labels);
      const stake = 2500n + 500n * below(900);
      return { label: price.label, id: price.price_id, stake, prize: prizeOf(stake, BigInt(price.odds)) };
    });
    const [{ most }] = await rows("select hippo.ticket_max_prize($1, $2, $3)::text as most", [round, lines.map((l) => l.id), lines.map((l) => String(l.prize))]);
    let worst = 0n;
    for (const order of permutations(numbers)) {
      const won = lines.filter((l) => wins(l.label, order)).reduce((s, l) => s + l.prize, 0n);
      if (won > worst) worst = won;
      orders++;
      if (below(6) !== 0n) continue;
      // What the house takes for the winning selections of this order, and what they pay.
      const [{ paid }] = await rows(`select coalesce(sum(prize) filter (where price_id = any (hippo.round_winning(r))), 0)::text as paid
        from (select (jsonb_populate_record(r0, jsonb_build_object('runner_order', $2::integer[]))).* from hippo.round r0 where round_id = $1) r, unnest($3::integer[], $4::bigint[]) l (price_id, prize)`,
        [round, order, lines.map((l) => l.id), lines.map((l) => String(l.prize))]);
      assert.equal(BigInt(paid), won, `${lines.map((l) => l.label)} on ${order}`);
    }
    const model = new Exposure(numbers).sums(lines).reduce((a, b) => (b > a ? b : a));
    assert.equal(BigInt(most), model, `${lines.map((l) => l.label)} of ${numbers}`);
    const duels = lines.filter((l) => l.label.startsWith("duel"));
    if (duels.length < 2) assert.equal(BigInt(most), worst, `without duels that contradict each other it is exact: ${lines.map((l) => l.label)}`);
    else assert.ok(BigInt(most) >= worst, "never too little");
  }
  await db.query("rollback");
  t.diagnostic(`${orders} orders tried`);
});

function* permutations(list) {
  if (list.length < 2) yield list;
  for (let i = 0; i < list.length; i++) for (const rest of permutations(list.filter((_, k) => k !== i))) yield [list[i], ...rest];
}
