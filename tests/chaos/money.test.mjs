// SPDX-License-Identifier: MIT
// Cashiers sell, void and pay through the public port while programs are killed and frozen at random. Each page asks again
// with its key until it is answered. Afterwards the house's books say what the pages were told, to the last coin.
// CHAOS_SEED=… repeats the choices of a run (not its timing); MONEY_CHAOS_SECONDS=… sets how long, MONEY_CHAOS_CASHIERS=…
// how many.
import assert from "node:assert/strict";
import { Agent } from "node:https";
import { before, describe, test } from "node:test";
import { Accidents } from "../lib/accidents.mjs";
import { assertBooks } from "../lib/books.mjs";
import { useHouse } from "../lib/house.mjs";
import { disagreements, Page } from "../lib/pages.mjs";
import { ask, People } from "../lib/people.mjs";
import { MARKETS, prizeOf } from "../lib/rules.mjs";
import { patience } from "../lib/setting.mjs";
import { pass, waitFor, within } from "../lib/wait.mjs";

const SECONDS = Number(process.env.MONEY_CHAOS_SECONDS ?? 150);
const CASHIERS = Number(process.env.MONEY_CHAOS_CASHIERS ?? 24);
const SHOPS = 4;
const SETTINGS = { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 };

const accidents = new Accidents();

describe(`money in ${SECONDS} s of havoc (CHAOS_SEED=${accidents.seed})`, () => {
  const house = useHouse({ settings: SETTINGS, env: { LOG_LEVEL: "info" } });
  const record = [];
  const rounds = new Map(); // id → finish order, null for a void round
  let people, pages, labels, isClosing = false;
  const unpaid = []; // what players hold in their hands

  /** What any client can learn of rounds that are over. */
  async function watchRounds() {
    while (!isClosing) {
      const answer = await ask(house, null, "GET", "/rounds?limit=30", undefined, { timeout: 3000 }).catch(() => null);
      if (answer?.status === 200)
        for (const { roundId, phase, result } of answer.json.rounds)
          if (["settled", "void"].includes(phase)) rounds.set(roundId, phase === "void" ? null : result.order);
      await pass(300);
    }
  }

  const stake = () => 2500 + 500 * accidents.below(20);
  const line = () => ({ ...accidents.pick(labels), stake: stake() });

  async function work(page) {
    while (!isClosing) {
      const round = await page.read("/rounds/current");
      const dice = accidents.below(100);
      const twice = accidents.below(10) === 0;
      if (dice < 70 && round?.phase === "betting") {
        const { status, json } = await page.sell(round.roundId, Array.from({ length: 1 + accidents.below(3) }, line), { twice });
        if (status === 200) unpaid.push(json);
      } else if (dice === 70 || (dice < 80 && round?.phase === "betting" && page.sold.at(-1)?.roundId === round.roundId)) {
        if (page.sold.length > 0) await page.void(page.sold.pop(), { twice });
      } else {
        await payOne(page, twice);
      }
      await pass(20 + accidents.below(100));
    }
  }

  /** A player whose round is over comes to this till; one in five has a friend with a copy at another one, at once. */
  async function payOne(page, twice) {
    const place = unpaid.findIndex(({ roundId }) => rounds.has(roundId));
    if (place < 0) return;
    const [ticket] = unpaid.splice(place, 1);
    const others = accidents.below(5) === 0 ? [accidents.pick(pages)] : [];
    await Promise.all([page.pay(ticket, { twice }), ...others.map((other) => other.pay(ticket))]);
  }

  before(async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 2 * CASHIERS, ca: house.ca });
    people = await People.arrive(house, { agent });
    for (const market of MARKETS) await people.admin.do("PATCH", `/admin/settings/market_${market}`, { value: 1 });
    await people.admin.do("PATCH", "/admin/settings/void_limit", { value: 100_000 });
    const shops = [];
    for (let i = 0; i < SHOPS; i++) shops.push(await people.shop());
    pages = [];
    for (let i = 0; i < CASHIERS; i++) pages.push(new Page(await people.cashier({ shop: shops[i % SHOPS], float: 500_000_000 }), record, accidents));
    const { roundId } = await people.betting();
    await people.over(roundId);
    const { json: prices } = await ask(house, null, "GET", `/rounds/${(await people.betting()).roundId}/prices`);
    labels = prices.markets.flatMap(({ market, selections }) => selections.map(({ selection }) => ({ market, selection })));
    house.start("scheduler", { as: "scheduler-2" });

    const working = [watchRounds(), voidRounds(), ...pages.map(work)];
    await accidents.happen(house, SECONDS * 1000, 3000);
    isClosing = true;
    await within("every request is answered", Promise.all(working), 60_000);
  }, { timeout: patience((SECONDS + 150) * 1000) });

  /** Now and then a round is void: its tickets are to be refunded. */
  async function voidRounds() {
    while (!isClosing) {
      await pass(4000 + accidents.below(4000));
      const round = await people.betting(400, 5000).catch(() => null);
      if (round) await people.admin.ask("POST", `/admin/rounds/${round.roundId}/void`, { reason: "chaos" }, { timeout: 4000 }).catch(() => {});
    }
  }

  test("the house gets well by itself, and rounds went on through it all", async (t) => {
    const now = await waitFor("the database answers", () => house.value("select max(round_id) from hippo.round"));
    await waitFor(() => `rounds go on after ${accidents.history.slice(-3).join(", ")}\n${house.tail()}`, async () =>
      (await house.value("select count(*) from hippo.round where phase = 'settled' and round_id > $1", [now])) >= 2, 30_000, 100);
    const [{ settled, voids }] = await house.query("select count(*) filter (where phase = 'settled') as settled, count(*) filter (where phase = 'void') as voids from hippo.round");
    t.diagnostic(`${accidents.history.length} accidents; ${settled} rounds settled, ${voids} void`);
    assert.ok(settled > SECONDS / 15, `only ${settled} rounds`);
    assert.ok(voids > 0, "no round was void");
    for (const { round_id: id, runner_order: order, phase } of await house.query("select round_id, runner_order, phase from hippo.round where phase in ('settled', 'void')"))
      rounds.set(id, phase === "void" ? null : order);
  });

  test("every answer is true, nothing was done that was not answered, and the tills have the cash", async (t) => {
    const of = (kind, status) => record.filter((act) => act.kind === kind && (act.status === 200) === (status === 200)).length;
    t.diagnostic(`${of("sell", 200)} sold and ${of("sell")} refused, ${of("void", 200)} voided and ${of("void")} refused, ${of("pay", 200)} paid and ${of("pay")} refused; ` +
      `${record.filter(({ tries }) => tries > 2).length} asked again, ${Math.max(...record.map(({ tries }) => tries))} times at most`);
    assert.deepEqual(await disagreements(house, pages, record, rounds, prizeOf), []);
    for (const kind of ["sell", "void", "pay"]) assert.ok(of(kind, 200) > SECONDS / 10, `hardly any ${kind}`);
    assert.ok(record.some(({ tries }) => tries > 2), "nobody had to ask again");
  });

  test("a request that is sent again long after is answered with the same words", async () => {
    const good = record.filter(({ status }) => status === 200);
    for (let i = 0; i < 100; i++) {
      const act = accidents.pick(good);
      const page = pages.find(({ person }) => person.till.tillId === act.tillId);
      const answer = await page.repeat(act);
      assert.deepEqual([answer.status, answer.text], [200, act.text]);
    }
  });

  test("the proof holds, the journal's chains are whole, the rounds are those of HR1", async () => {
    await assertBooks(house);
    assert.deepEqual(await house.query("select * from report.audit_verify()"), []);
  });

  test("each till's channel was told of every entry once", async () => {
    const wrong = () => house.query(`select b.till_id, b.seq, e.told from hippo.till_book b, lateral (
      select coalesce(sum((data ->> 'entries')::bigint), 0)::bigint as told from hippo.stream_event
      where channel = 'till:' || b.till_id and event = 'till_update') e where e.told <> b.seq and b.seq > 0`);
    await waitFor("all is told", async () => (await wrong()).length === 0, 5000).catch(() => {});
    assert.deepEqual(await wrong(), []);
  });

  // What would the checks say if…: each tampers with a copy of the record, or with the books in a transaction that is rolled back.
  describe("and each of these checks can fail", () => {
    const goods = (kind) => record.filter((act) => act.kind === kind && act.status === 200);
    const without = (act) => record.filter((other) => other !== act);
    const changed = (act, change) => [...without(act), { ...act, ...change(structuredClone(act)) }];
    /** A sale whose ticket nobody touched again. */
    const plain = () => {
      const touched = new Set(record.filter(({ kind }) => kind !== "sell").map(({ path }) => path.split("/")[2]));
      return goods("sell").find(({ json }) => !touched.has(json.number));
    };
    const refused = () => record.find(({ status, kind }) => kind === "sell" && status === 409);
    const cases = {
      "a ticket that nobody was told of": [() => without(plain()), /a ticket exists that nobody was told of/],
      "a ticket that is gone": [() => changed(plain(), ({ json }) => ({ json: { ...json, number: "01-999999-9" } })), /answered and does not exist/],
      "a sale that was done twice": [() => [...record, { ...plain(), key: "another-key" }], /two sales were answered with one ticket/],
      "other odds": [() => changed(plain(), ({ json }) => (json.lines[0].odds++, { json })), /a ticket is not what was answered/],
      "another stake than asked for": [() => changed(plain(), ({ body }) => (body.lines[0].stake += 500, { body })), /not what was asked for/],
      "a refusal that was none": [() => changed(refused(), () => ({ key: goods("sell")[0].key, userId: goods("sell")[0].userId })), /refused and done all the same/],
      "an answer that is not on record": [() => changed(goods("void")[0], () => ({ key: "never-came" })), /answered and not on record/],
      "a payment that was made twice": [() => [...record, { ...goods("pay")[0], key: "another-key" }], /paid twice/],
      "a payment of another amount": [() => changed(goods("pay")[0], ({ json }) => (json.paid.amount++, { json })), /a payment is not what was answered/],
      "a payment that nobody was told of": [() => without(goods("pay")[0]), /a payment exists that nobody was told of/],
      "a word of another payment": [() => [...record, { kind: "pay", path: goods("pay")[0].path, key: "k", userId: 0, tillId: 0, status: 409, json: { code: "already_paid", ...goods("pay")[0].json.paid, at: "2020-01-01T00:00:00.000Z" } }], /already_paid tells of another payment/],
      "cash that is missing": [() => changed(goods("pay")[0], ({ json }) => (json.paid.cash++, { json })), /cash: till/],
      "a ticket in another state": [() => without(goods("void")[0]), /a ticket's state/],
      "two answers to one request": [() => changed(plain(), () => ({ isOdd: true })), /answered in two ways/],
      "an odd answer": [() => [...record, { kind: "sell", key: "k", userId: 0, tillId: 0, status: 500, text: "?" }], /an odd answer/],
      "no answer": [() => [...record, { kind: "sell", key: "k", userId: 0, tillId: 0 }], /never answered/],
    };
    for (const [what, [tamper, complaint]] of Object.entries(cases))
      test(what, async () => assert.match((await disagreements(house, pages, tamper(), rounds, prizeOf)).join("\n"), complaint));

    const damages = {
      "a stake in the books": ["update hippo.ticket set stakes[1] = stakes[1] + 500 where ticket_id = (select min(ticket_id) from hippo.ticket)", true, true],
      "a posting": ["update hippo.journal set amount = amount + 1 where (scope, seq) = (select scope, seq from hippo.journal where action = 'pay' limit 1)", true, true],
      "a row of the journal that is gone": ["delete from hippo.journal where (scope, seq) = (select scope, seq - 1 from hippo.journal where action = 'sale' and seq > 5 limit 1)", true, true],
      "a payment without its journal": ["insert into hippo.payment select ticket_id, till_session_id, 1, now(), 100, 100 from hippo.ticket where state = 'lost' limit 1", true, false],
      "another result": ["update hippo.round set runner_order = runner_order[2:6] || runner_order[1] where round_id = (select min(round_id) from hippo.round where phase = 'settled')", true, false],
    };
    for (const [what, [statement, isProof, isAudit]] of Object.entries(damages))
      test(what, async () => {
        const session = await house.db.connect();
        await session.query("begin; set local session_replication_role = replica");
        await session.query(statement);
        const count = async (text) => (await session.query(`select count(*) as n from ${text}`)).rows[0].n;
        if (isProof) assert.ok((await count("report.proof()")) > 0, "the proof still holds");
        if (isAudit) assert.ok((await count("report.audit_verify()")) > 0, "the journal is still whole");
        await session.query("rollback");
        await session.end();
      });
  });
});
