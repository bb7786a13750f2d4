// SPDX-License-Identifier: MIT
// Money while the house runs: sales across the lock, payments that race, a whole round in every market, voids, a pause,
// and what the private channels are told. What each route answers is api_money.test.mjs; the rules are tests/sql.
import assert from "node:assert/strict";
import { Agent } from "node:https";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { ask, assertProblem, coverage, People } from "../lib/people.mjs";
import { MARKETS, prizeOf, wins } from "../lib/rules.mjs";
import { patience, SANITIZE } from "../lib/setting.mjs";
import { slack } from "../lib/slack.mjs";
import { waitFor } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: SANITIZE ? 6000 : 2500, LOCK_MS: 400, FILM_MS: SANITIZE ? 3000 : 1000, FINISH_MS: 300 };
const WIN = [{ market: "win", selection: "6", stake: 2500 }];
const LATE = ["betting_closed", "no_round", "round_changed"];

const sum = (list) => list.reduce((total, value) => total + value, 0);
const until = (time) => new Promise((resolve) => setTimeout(resolve, Math.max(0, time - Date.now())));
const numbers = (values) => values.map((value) => JSON.stringify(value)).sort();

/** People whose connections stay open: hundreds of requests at once, without a handshake each. */
async function arrive(house, sockets = 50) {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets, ca: house.ca });
  const people = await People.arrive(house, { agent });
  await Promise.all(Array.from({ length: sockets }, () => ask(house, null, "GET", "/config", undefined, { agent })));
  return people;
}

/** Cashiers, each at an open till, in `shops` shops. */
async function cashiers(people, count, shops = 1) {
  const places = await Promise.all(Array.from({ length: shops }, () => people.shop()));
  const staff = [];
  for (let i = 0; i < count; i++) staff.push(await people.cashier({ shop: places[i % shops] })); // each takes two hashes
  return staff;
}

/** An amount in notes and coins. */
const pieces = (amount) => ({ 100000: Math.floor(amount / 100000), 5: Math.floor((amount % 100000) / 5), 1: amount % 5 });

describe("money", { concurrency: true }, () => {
  describe("many at once", inOrder, () => {
    const house = useHouse({ settings: SETTINGS, env: { LOG_LEVEL: "info" } });
    let people, staff, listener;
    before(async () => {
      people = await arrive(house, 200);
      staff = await cashiers(people, 10, 3);
      listener = await house.client();
    }, { timeout: patience(120_000) });

    test("200 sales across the lock: none after it, none answered and lost", async (t) => {
      for (let i = 0; ; i++) {
        const { sold, refused } = await sellAcrossTheLock(t, 120 * (i + 1)); // earlier when this machine is too slow
        if (sold > 0 && refused > 0) break;
        assert.ok(i < 5, `all 200 were ${sold ? "sold" : "refused"}`);
      }
    });

    async function sellAcrossTheLock(t, before) {
      const round = await people.betting(1000);
      const closed = listener.frame("betting_closed", ({ roundId }) => roundId === round.roundId);
      const onRecord = closed.then(() => house.value("select count(*) from hippo.ticket where round_id = $1", [round.roundId]));
      const shots = Array.from({ length: 200 }, async (_, i) => {
        const lines = [{ market: "win", selection: "6", stake: 2500 + 500 * i }];
        await until(round.lockTime - before + i);
        const at = performance.now();
        return { at, lines, answer: await staff[i % 10].ask("POST", "/tickets", { roundId: round.roundId, lines }) };
      });
      const done = await Promise.all(shots);
      const sold = done.filter(({ answer }) => answer.status === 200);
      // On a slow machine an answer may come when the round is over.
      for (const { answer } of done) if (answer.status !== 200) assertProblem(answer, 409, LATE.includes(answer.json.code) ? answer.json.code : "betting_closed");

      const { json: event, at: heard } = await closed;
      for (const { answer, at } of sold) {
        assert.ok(Date.parse(answer.json.soldAt) < round.lockTime, `sold at ${answer.json.soldAt}, after the lock`);
        assert.ok(Date.parse(answer.json.soldAt) <= event.serverTime);
        assert.ok(at < heard, "a sale that was asked for after betting_closed went through");
      }
      const tickets = await house.query(`select hippo.ticket_number(ticket_id) as number, stake, sold_at from hippo.ticket where round_id = $1`, [round.roundId]);
      assert.deepEqual(numbers(tickets.map(({ number, stake }) => [number, stake])), numbers(sold.map(({ answer, lines }) => [answer.json.number, lines[0].stake])));
      assert.ok(tickets.every(({ sold_at: at }) => at.getTime() < round.lockTime));
      assert.equal(await onRecord, tickets.length, "a ticket was committed after betting_closed was told");
      t.diagnostic(`${sold.length} of 200 sold; the last ${round.lockTime - Math.max(...sold.map(({ answer }) => Date.parse(answer.json.soldAt)))} ms before the lock`);
      return { sold: sold.length, refused: done.length - sold.length };
    }

    test("100 payments of one ticket at 10 tills: one wins, 99 learn when, where and by whom", async (t) => {
      const ticket = await staff[0].sell(coverage());
      const round = await people.over(ticket.roundId);
      const cash = await Promise.all(staff.map((person) => people.expectedCash(person)));
      const start = performance.now();
      const answers = await Promise.all(Array.from({ length: 100 }, async (_, i) => {
        const key = `pay-${ticket.number}-${i}`;
        return { person: staff[i % 10], key, answer: await staff[i % 10].ask("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code }, { key }) };
      }));
      t.diagnostic(`${Math.round(performance.now() - start)} ms`);
      const [winner, ...others] = [...answers].sort((a, b) => a.answer.status - b.answer.status);
      assert.equal(winner.answer.status, 200, winner.answer.text);
      const { paid } = winner.answer.json;
      assert.equal(paid.amount, prizeOf(ticket, round.result.order));
      for (const { answer } of others) {
        assertProblem(answer, 409, "already_paid");
        const { at, amount, till, by } = answer.json;
        assert.deepEqual({ at, amount, till, by }, { at: paid.at, amount: paid.amount, till: paid.till, by: paid.by });
      }
      assert.equal(paid.by.userId, winner.person.me.userId);
      for (const [i, person] of staff.entries())
        assert.equal(await people.expectedCash(person), cash[i] - (person === winner.person ? paid.amount : 0));
      const again = await winner.person.ask("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code }, { key: winner.key });
      assert.equal(again.text, winner.answer.text, "the winner's own request, sent again");
      assert.equal(await house.value("select count(*) from hippo.payment where ticket_id = hippo.ticket_id($1)", [ticket.number]), 1);
    });

    test("tills sell, void and pay without a pause over three rounds: each round's books are the clients' own", async (t) => {
      const first = (await people.betting()).roundId;
      const [sold, voided, toPay, other] = [[], [], [], []];
      const done = () => house.value("select count(*) >= 3 from hippo.round where phase = 'settled' and round_id >= $1", [first]);
      let isOver = false;
      const work = staff.map(async (person, i) => {
        const mine = [];
        let voids = 0; // a cashier has 50 a day
        for (let n = 0; !isOver; n++) {
          const { json: round } = await ask(house, null, "GET", "/rounds/current", undefined, people.options);
          const answer = await person.ask("POST", "/tickets", { roundId: round.roundId, lines: coverage(2500 + 500 * (n % 7))(round) });
          if (answer.status === 200) (sold.push(answer.json), mine.push(answer.json));
          else if (!LATE.includes(answer.json?.code)) other.push(answer.text);
          else await until(Date.now() + 20);
          if (n % 10 === i && answer.status === 200 && voids++ < 40) {
            const back = await person.ask("POST", `/tickets/${answer.json.number}/void`, { code: answer.json.code, reason: "a mistake" });
            if (back.status === 200) voided.push(mine.pop().number);
            else if (back.json?.code !== "betting_closed") other.push(back.text);
          }
          const old = mine[0]?.roundId < round.roundId && mine.shift();
          if (old) toPay.push({ old, answer: await person.ask("POST", `/tickets/${old.number}/pay`, { code: old.code }) });
        }
      });
      await waitFor("three rounds are settled", done, 60_000, 100);
      isOver = true;
      await Promise.all(work);
      assert.deepEqual(other, []);
      t.diagnostic(`${sold.length} sold, ${voided.length} voided, ${toPay.length} paid`);
      assert.ok(sold.length > (SANITIZE ? 10 : 100) && voided.length > 0 && toPay.length > 0);
      assert.deepEqual(toPay.filter(({ answer }) => answer.status !== 200).map(({ answer }) => answer.text), []);
      const rounds = await house.query("select round_id, runner_order, t.tickets, t.stakes, t.prizes from hippo.round join hippo.round_totals t using (round_id) where round_id >= $1 and phase = 'settled'", [first]);
      for (const { round_id: id, runner_order: order, ...totals } of rounds) {
        const tickets = sold.filter(({ roundId, number }) => roundId === id && !voided.includes(number));
        assert.deepEqual(totals, { tickets: tickets.length, stakes: sum(tickets.map(({ stake }) => stake)), prizes: sum(tickets.map((ticket) => prizeOf(ticket, order))) });
        const { json: event } = await listener.frame("race_results", ({ roundId }) => roundId === id);
        assert.deepEqual([event.totals.tickets, event.totals.stakes, event.totals.prizes], [totals.tickets, totals.stakes, totals.prizes]);
      }
      for (const { old, answer } of toPay) assert.equal(answer.json.paid.amount, prizeOf(old, rounds.find(({ round_id: id }) => id === old.roundId).runner_order));
    });

    test("each till's channel was told of each ticket within a second of its sale", async (t) => {
      const told = () => house.query(`
        select s.number, s.seq, e.up_to, extract(epoch from s.at) * 1000 as sold, e.at as told, e.entries, e.tickets::text like '%"' || s.number || '"%' as named
        from (select scope, seq, at, hippo.ticket_number(ticket_id) as number from hippo.journal where action = 'sale') s
        left join (select substr(channel, 6)::integer as till, (data ->> 'serverTime')::bigint as at, (data ->> 'entries')::bigint as entries, data::jsonb -> 'tickets' as tickets,
                     sum((data ->> 'entries')::bigint) over (partition by channel order by "offset") as up_to
                   from hippo.stream_event where channel like 'till:%' and event = 'till_update') e
          on e.till = s.scope and s.seq between e.up_to - e.entries + 1 and e.up_to`);
      await waitFor("all are told", async () => (await told()).every(({ told: at }) => at), 3000);
      const tickets = await told();
      // An update names the newest 50 of its entries: a till that sold more since the last one (the scheduler stood still) reads the rest.
      assert.deepEqual(tickets.filter(({ named, seq, up_to: top }) => !named && top - seq < 50), []);
      const late = tickets.map(({ sold, told: at }) => at - sold);
      t.diagnostic(`${late.length} tickets, the last word ${Math.round(Math.max(...late))} ms after the sale`);
      assert.ok(Math.max(...late) < slack(1000));
      const house_ = await house.query("select data from hippo.stream_event where channel = 'admin' and event = 'house_update' order by \"offset\" desc limit 1");
      assert.equal(house_[0].data.tillsOpen, staff.length);
    });

    test("afterwards the books are right", () => assertBooks(house));
  });

  describe("a round in all ten markets", inOrder, () => {
    const house = useHouse({ settings: SETTINGS, env: { LOG_LEVEL: "info" } });
    let people, cashier, supervisor, round, prices, results;
    const tickets = [];
    before(async () => {
      people = await arrive(house, 10);
      for (const market of MARKETS) await people.admin.do("PATCH", `/admin/settings/market_${market}`, { value: 1 });
      cashier = await people.cashier({ float: 50_000_000 });
      supervisor = await people.supervisor(cashier.shop);
      const { roundId } = await people.betting();
      round = await people.betting(1500).then((now) => (now.roundId === roundId ? people.over(roundId).then(() => people.betting(1500)) : now));
    }, { timeout: patience(120_000) });

    test("every selection of every market is sold at its published odds", async () => {
      ({ json: prices } = await ask(house, null, "GET", `/rounds/${round.roundId}/prices`, undefined, people.options));
      const count = Object.fromEntries(prices.markets.map(({ market, selections }) => [market, selections.length]));
      assert.deepEqual(count, { win: 6, place: 6, top3: 6, exacta: 30, quinella: 15, couple_place: 15, trifecta: 120, trio: 20, duel: 30, odd_even: 2 });
      const asked = prices.markets.flatMap(({ market, selections }, i) => selections.map(({ selection, odds }) => ({ market, selection, odds, stake: 2500 + 500 * i })));
      for (let i = 0; i < asked.length; i += 20) {
        const lines = asked.slice(i, i + 20);
        const answer = await cashier.ask("POST", "/tickets", { roundId: round.roundId, cardHash: round.cardHash, lines: lines.map(({ odds, ...line }) => line) });
        assert.equal(answer.status, 200, answer.text);
        const { json: ticket } = answer;
        assert.deepEqual(ticket.lines, lines.map((line, n) => ({ line: n + 1, ...line, prize: Math.floor((line.stake * line.odds) / 100) })).map(({ line, market, selection, odds, stake, prize }) => ({ line, market, selection, odds, stake, prize })));
        assert.equal(ticket.stake, sum(lines.map(({ stake }) => stake)));
        assert.equal(ticket.commitment, round.commitment);
        tickets.push(ticket);
      }
    });

    test("it is settled by the rules as a player reads them", async () => {
      results = (await people.over(round.roundId)).result.order;
      for (const ticket of tickets) {
        const { json: shown } = await ask(house, null, "GET", `/tickets/${ticket.number}?code=${ticket.code}`, undefined, people.options);
        assert.deepEqual(shown.lines.map(({ won }) => won), ticket.lines.map((line) => wins(line, results)), ticket.number);
        assert.equal(shown.prize, prizeOf(ticket, results));
        assert.equal(shown.state, shown.prize > 0 ? "won" : "lost");
      }
      const won = tickets.flatMap(({ lines }) => lines).filter((line) => wins(line, results)).map(({ market }) => market);
      assert.deepEqual(Object.fromEntries(won.map((market) => [market, won.filter((other) => other === market).length])),
        { win: 1, place: 2, top3: 3, exacta: 1, quinella: 1, couple_place: 3, trifecta: 1, trio: 1, duel: 15, odd_even: 1 });
    });

    test("each is paid what was printed, and lost ones are not", async () => {
      for (const ticket of tickets) {
        const prize = prizeOf(ticket, results);
        const person = prize >= 10_000_000 ? supervisor : cashier;
        const answer = await person.ask("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code, ...(person === supervisor ? { tillId: cashier.till.tillId, note: "a large one" } : {}) });
        if (prize === 0) assertProblem(answer, 409, "not_payable");
        else assert.deepEqual([answer.status, answer.json.paid?.amount, answer.json.state], [200, prize, "paid"], answer.text);
      }
    });

    test("X, a blind count that is short, the supervisor's word, Z", async () => {
      const stakes = sum(tickets.map(({ stake }) => stake));
      const prizes = tickets.map((ticket) => prizeOf(ticket, results)).filter(Boolean);
      const expected = 50_000_000 + stakes - sum(prizes);
      const own = await cashier.do("GET", "/till/report");
      assert.deepEqual(own.totals, { float: 50_000_000, sales: { count: tickets.length }, voids: { count: 0 }, payments: { count: prizes.length }, refunds: { count: 0 } });
      const x = await supervisor.do("GET", `/till/report?tillId=${cashier.till.tillId}`);
      assert.deepEqual([x.report, x.state, x.totals.sales, x.totals.payments, x.totals.refunds, x.totals.expectedCash],
        ["X", "open", { count: tickets.length, amount: stakes }, { count: prizes.length, amount: sum(prizes) }, { count: 0, amount: 0 }, expected]);
      const short = 50_000;
      const counted = await cashier.do("POST", "/till/close", { counts: pieces(expected - short) });
      assert.deepEqual([counted.state, counted.count.expected, counted.count.variance], ["counted", expected, -short]);
      const verify = { sessionId: counted.sessionId, reason: "looked everywhere" };
      assertProblem(await cashier.ask("POST", "/till/verify", verify), 403, "needs_supervisor");
      const stranger = await people.supervisor();
      assertProblem(await stranger.ask("POST", "/till/verify", verify), 403, "forbidden");
      const z = await supervisor.do("POST", "/till/verify", verify);
      assert.deepEqual([z.report, z.state, z.count.variance, z.closedBy.userId, z.totals.expectedCash], ["Z", "closed", -short, supervisor.me.userId, expected]);
      assertProblem(await supervisor.ask("POST", "/till/verify", verify), 409, "conflict");
      const auditor = await people.person("auditor");
      const proof = await auditor.do("GET", "/reports/proof");
      assert.deepEqual([proof.holds, proof.violations], [true, []]);
    });

    test("afterwards the books are right", () => assertBooks(house));
  });

  describe("the administration", inOrder, () => {
    const house = useHouse({ settings: SETTINGS, env: { LOG_LEVEL: "info" } });
    let people, cashier, second, listener;
    before(async () => {
      people = await arrive(house, 10);
      cashier = await people.cashier();
      second = await people.person("admin");
      listener = await house.client();
    }, { timeout: patience(120_000) });

    async function assertVoid(id, reason, ticket) {
      const { json: event } = await listener.frame("round_void", ({ roundId }) => roundId === id);
      assert.deepEqual([event.phase, event.reason, event.wouldBeOrder.length], ["void", reason, 6]);
      assert.ok(!listener.frames.some(({ json }) => json.roundId === id && ["race_end", "race_results"].includes(json.event)));
      const before = [(await cashier.do("GET", "/till")).session.totals.refunds.count, await people.expectedCash(cashier)];
      const late = await cashier.ask("POST", "/tickets", { roundId: id, lines: WIN });
      assertProblem(late, 409, late.json.code === "round_changed" ? "round_changed" : "no_round"); // the next one may have opened
      const answer = await cashier.pay(ticket);
      assert.deepEqual([answer.state, answer.paid.kind, answer.paid.amount], ["refunded", "refund", ticket.stake]);
      const { totals } = await cashier.do("GET", "/till/report");
      assert.deepEqual([totals.refunds.count, await people.expectedCash(cashier)], [before[0] + 1, before[1] - ticket.stake]);
      assertProblem(await cashier.ask("POST", `/tickets/${ticket.number}/pay`, { code: ticket.code }), 409, "already_paid");
    }

    test("before the lock one admin voids a round: at once, with its secret and would-be order, and stakes are refunded", async () => {
      const { roundId } = await people.betting(SETTINGS.BETTING_MS - SETTINGS.LOCK_MS - 500);
      const ticket = await cashier.sell();
      assert.equal(ticket.roundId, roundId);
      assertProblem(await cashier.ask("POST", `/admin/rounds/${roundId}/void`, { reason: "mine" }), 403, "forbidden");
      const answer = await people.admin.do("POST", `/admin/rounds/${roundId}/void`, { reason: "a wrong card" });
      assert.deepEqual(answer, { roundId, phase: "betting", votes: 1, requested: true });
      const late = await cashier.ask("POST", "/tickets", { roundId, lines: WIN });
      assertProblem(late, 409, late.json.code === "no_round" ? "no_round" : "betting_closed"); // the scheduler may have done it
      await assertVoid(roundId, "a wrong card", ticket);
      await assertBooks(house);
    });

    test("after the lock it takes a second admin", async () => {
      const ticket = await cashier.sell();
      const { roundId } = ticket;
      await listener.frame("betting_closed", (event) => event.roundId === roundId);
      const path = `/admin/rounds/${roundId}/void`;
      for (let i = 0; i < 2; i++) {
        const { votes, requested } = await people.admin.do("POST", path, { reason: "the power went" });
        assert.deepEqual([votes, requested], [1, false], "one admin alone, however often");
      }
      assert.equal((await ask(house, null, "GET", `/rounds/${roundId}`)).json.phase === "void", false);
      const { votes, requested } = await second.do("POST", path, { reason: "I saw it too" });
      assert.deepEqual([votes, requested], [2, true]);
      await assertVoid(roundId, "I saw it too", ticket);
    });

    test("a settled round is not void any more", async () => {
      const ticket = await cashier.sell();
      await people.over(ticket.roundId);
      const path = `/admin/rounds/${ticket.roundId}/void`;
      assertProblem(await people.admin.ask("POST", path, { reason: "we lost" }), 409, "conflict");
      assertProblem(await second.ask("POST", path, { reason: "we lost" }), 409, "conflict");
    });

    test("a pause lets the round finish and opens no other; everybody sees it; a resume goes on", async () => {
      const ticket = await cashier.sell();
      assert.deepEqual(await people.admin.do("POST", "/admin/game/pause", { reason: "a storm" }), { paused: true, changed: true });
      const paused = await listener.frame("game_paused");
      assert.equal(paused.json.reason, "a storm");
      assert.deepEqual(await second.do("POST", "/admin/game/pause", { reason: "again" }), { paused: true, changed: false });
      const late = await house.client();
      assert.equal(late.hello.paused, true);
      await listener.frame("race_results", ({ roundId }) => roundId === ticket.roundId);
      await until(Date.now() + SETTINGS.FINISH_MS + 500);
      assert.equal(await house.value("select max(round_id) from hippo.round"), ticket.roundId);
      assertProblem(await cashier.ask("POST", "/tickets", { roundId: ticket.roundId, lines: WIN }), 409, "no_round");
      assert.deepEqual(await second.do("POST", "/admin/game/resume", { reason: "it is over" }), { paused: false, changed: true });
      const next = await listener.frame("new_round", ({ roundId }) => roundId > ticket.roundId);
      assert.equal(next.json.roundId, ticket.roundId + 1);
      // From event to event: what was published before the pause may well come after the answer to the sale.
      const { frames } = listener;
      const order = frames.slice(frames.indexOf(paused), frames.indexOf(next) + 1)
        .map(({ json }) => json.event).filter((event) => ["game_paused", "race_results", "game_resumed", "new_round"].includes(event));
      assert.deepEqual(order, ["game_paused", "race_results", "game_resumed", "new_round"]);
      assert.equal((await cashier.sell()).state, "sold");
    });

    test("afterwards the books are right, and each act is in the house's journal", async () => {
      await assertBooks(house);
      const { items } = await people.admin.do("GET", "/admin/audit?limit=100");
      const acts = items.map(({ action, by, reason }) => `${action} ${by?.username} ${reason}`).reverse().filter((act) => /^(game|round_void)/.test(act));
      const [asked, done] = [acts.filter((act) => !/^round_void /.test(act)), acts.filter((act) => /^round_void /.test(act))];
      assert.deepEqual(done, ["round_void undefined a wrong card", "round_void undefined I saw it too"], "the scheduler's part");
      assert.deepEqual(asked, ["round_void_request admin a wrong card", "round_void_request admin the power went", "round_void_request admin the power went",
        `round_void_request ${second.me.username} I saw it too`, "game_pause admin a storm", `game_pause ${second.me.username} again`, `game_resume ${second.me.username} it is over`]);
    });
  });
});
