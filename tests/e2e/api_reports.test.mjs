// SPDX-License-Identifier: MIT
// Reports and proofs over HTTP: every name in both forms, and long questions that nobody at a counter notices.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { readCsv, readReport } from "../lib/csv.mjs";
import { useHouse } from "../lib/house.mjs";
import { ask, assertProblem, coverage, People } from "../lib/people.mjs";
import { SANITIZE } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const house = useHouse({ settings: { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 } });
const NAMES = ["daily_by_till", "deficit_profit", "days", "shop_days", "shops", "tills", "cashier_days", "cashiers", "till_sessions", "commissions", "safes", "taxes", "movements", "rounds", "markets", "round_markets", "fairness", "runners", "tickets", "voids", "payouts", "payouts_large", "reprints", "unclaimed", "liability", "ledger", "audit", "proofs", "seals"];
let people, auditor, cashier;

before(async () => {
  people = await People.arrive(house);
  auditor = await people.person("auditor");
  cashier = await people.cashier();
  const tickets = [await cashier.sell(coverage()), await cashier.sell(coverage())];
  await cashier.void(await cashier.sell(), '=cmd|"x", 1');
  await people.over(tickets[1].roundId);
  await cashier.pay(tickets[0]);
});

describe("every report, as JSON and as CSV", () => {
  test("which there are", async () => {
    const { items } = await auditor.do("GET", "/reports");
    assert.deepEqual(items.map(({ report }) => report), NAMES);
  });

  for (const name of NAMES) {
    test(name, async () => {
      const { json } = await auditor.ask("GET", `/reports/${name}`);
      assert.ok(json.columns.length > 2, JSON.stringify(json));
      const csv = await auditor.ask("GET", `/reports/${name}?format=csv`);
      assert.equal(csv.headers["content-type"], "text/csv; charset=utf-8; header=present");
      const { columns, rows } = readReport(csv.text, name);
      assert.deepEqual(columns, json.columns);
      assert.ok(rows.length >= json.rows.length); // a round may have ended in between
      assert.equal(csv.headers["content-disposition"], `attachment; filename="${name}.csv"`);
      if (["rounds", "tickets", "days", "cashiers", "payouts", "voids", "movements"].includes(name)) assert.ok(json.rows.length > 0);
    });
  }

  test("nothing that people write is a formula in a spreadsheet", async () => {
    const { text } = await auditor.ask("GET", "/reports/voids?format=csv");
    assert.ok(readCsv(text).flat().includes(`'=cmd|"x", 1`), text);
  });

  test("of other days, and no more than asked for", async () => {
    assert.deepEqual((await auditor.do("GET", "/reports/days?from=2020-01-01&to=2020-01-31")).rows, []);
    const { rows, truncated } = await auditor.do("GET", "/reports/tickets?limit=1");
    assert.deepEqual([rows.length, truncated], [1, true]);
    assertProblem(await auditor.ask("GET", "/reports/days?from=2020-02-01&to=2020-01-31"), 400, "bad_parameter");
    assertProblem(await auditor.ask("GET", "/reports/secrets"), 404, "not_found");
  });

  test("an order is no date", async () => {
    const rows = readCsv((await auditor.ask("GET", "/reports/rounds?format=csv")).text);
    const orders = rows.slice(1).map((row) => row[rows[0].indexOf("finish_order")]).filter(Boolean);
    assert.ok(orders.length > 0);
    for (const order of orders) assert.match(order, /^\d+( > \d+){5}$/);
  });

  test("no text becomes a day in a spreadsheet", async () => {
    await cashier.do("POST", "/till/movements", { kind: "deposit", amount: 500, reference: "3-4" });
    assert.ok(readCsv((await auditor.ask("GET", "/reports/movements?format=csv")).text).flat().includes("'3-4"));
  });

  test("JSON says that there is more; a file is whole, or there is none", async () => {
    await house.query(`insert into hippo.journal (scope, seq, at, action, subject, hash)
      select 0, 1000000 + n, now(), 'scan_failed', repeat('x', 40), sha256(int8send(n)) from generate_series(1, 12000) n`);
    await house.query("update hippo.house_book set seq = 1012000");
    const { rows, totals, truncated } = await auditor.do("GET", "/reports/audit?limit=10000");
    assert.deepEqual([rows.length, totals, truncated], [10_000, null, true]);
    const file = await auditor.ask("GET", "/reports/audit?format=csv");
    assert.equal(file.status, 200, file.text.slice(0, 300));
    assert.equal(Number(file.headers["content-length"]), Buffer.byteLength(file.text));
    assert.ok(readCsv(file.text).length > 12_000);
    assertProblem(await auditor.ask("GET", "/reports/audit?format=csv&limit=100"), 400, "bad_parameter");
    await house.query("create or replace function hippo.report_rows_max() returns integer language sql immutable as 'select 12000'");
    const answer = await auditor.ask("GET", "/reports/audit?format=csv");
    assertProblem(answer, 413, "report_too_long");
    assert.equal(answer.json.max, 12_000);
    await house.query("create or replace function hippo.report_rows_max() returns integer language sql immutable as 'select 1000000'");
  });

  test("a long file takes no more memory than a short one", { skip: SANITIZE && "a sanitizer's own memory would be measured" }, async () => {
    const rows = 60_000;
    const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${house.program("api").pid}/status`, "utf8"))[1]) * 1024;
    await house.query(`insert into hippo.journal (scope, seq, at, action, subject, hash)
      select 0, 2000000 + n, now() - interval '40 days', 'scan_failed', repeat('x', 200), sha256(int8send(n)) from generate_series(1, ${rows}) n`);
    await house.query(`update hippo.house_book set seq = ${2_000_000 + rows}`);
    const [{ day }] = await house.query("select (hippo.house_day(now() - interval '40 days'))::text as day");
    await auditor.ask("GET", "/reports/audit?format=csv");
    const before = peak();
    const { text } = await auditor.ask("GET", `/reports/audit?format=csv&from=${day}&to=${day}`, undefined, { timeout: 20_000 });
    assert.equal(text.split("\r\n").length, rows + 4);
    assert.ok(Buffer.byteLength(text) > 20_000_000, text.length);
    assert.ok(peak() - before < 4_000_000, `${peak() - before} bytes more for a file of ${text.length}`);
  });

  test("commissions and the safe: over the api into the reports", async () => {
    const [{ day }] = await house.query("select (hippo.house_day(hippo.clock()) + 1)::text as day");
    const rate = await people.admin.do("POST", "/admin/commissions", { kind: "agent", shopId: cashier.shop.shopId, rate: 1250, basis: "sales", from: day });
    assert.equal(rate.rate, 1250);
    assert.deepEqual((await auditor.do("GET", "/admin/commissions")).items[0], rate);
    assertProblem(await people.admin.ask("POST", "/admin/commissions", { kind: "agent", shopId: cashier.shop.shopId, rate: 1250, basis: "sales", from: "2026-01-01" }), 400, "bad_parameter");
    const supervisor = await people.supervisor(cashier.shop);
    await supervisor.do("POST", "/safe/movements", { kind: "from_bank", amount: 123_400, reference: "B-9" });
    const { columns, rows } = await supervisor.do("GET", "/reports/safes");
    assert.equal(rows[0][columns.indexOf("from_bank")], 1234);
    assertProblem(await supervisor.ask("GET", "/reports/days"), 403, "forbidden");
    assertProblem(await auditor.ask("GET", "/reports/days?shop=1"), 400, "bad_parameter");
  });
});

describe("long questions", () => {
  const slow = (seconds) => house.query(`create or replace function api.proof(p_token_hash bytea) returns json language plpgsql stable security definer as $$
    begin perform pg_sleep(${seconds}); return json_build_object('holds', true); end $$`);

  test("two at a time; the others are told to come back, and a sale does not notice", async () => {
    await slow(2);
    const asked = Promise.all(Array.from({ length: 5 }, () => auditor.ask("GET", "/reports/proof")));
    const { roundId } = await people.betting(500);
    const began = performance.now();
    assert.equal((await cashier.ask("POST", "/tickets", { roundId, lines: [{ market: "win", selection: "6", stake: 2500 }] })).status, 200);
    assert.ok(performance.now() - began < 1500);
    const answers = await asked;
    assert.equal(answers.filter(({ status }) => status === 200).length, 2);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      assertProblem(answer, 503, "busy");
      assert.ok(Number(answer.headers["retry-after"]) >= 1);
    }
    assert.equal((await auditor.ask("GET", "/reports/proof")).status, 200, "their places are free again");
  });

  test("one that takes too long is given up, and the database gives it up, too", async () => {
    await slow(120);
    const answer = await auditor.ask("GET", "/reports/proof", undefined, { timeout: 20_000 });
    assertProblem(answer, 503, "too_slow");
    await waitFor("nobody sleeps in the database", async () =>
      (await house.value("select count(*) from pg_stat_activity where state = 'active' and query like '%api.proof%' and pid <> pg_backend_pid()")) === 0, 5000, 100);
    assert.equal((await ask(house, null, "GET", "/health")).status, 200);
  });
});
