// SPDX-License-Identifier: MIT
// Reports and proofs over HTTP: every name in both forms, and long questions that nobody at a counter notices.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { ask, assertProblem, coverage, People } from "../lib/people.mjs";
import { waitFor } from "../lib/wait.mjs";

const house = useHouse({ settings: { BETTING_MS: 1500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 200 } });
const NAMES = ["rounds", "days", "runners", "tickets", "tills", "cashiers", "markets", "liability", "unclaimed", "voids", "payouts", "audit", "movements", "proofs", "shops", "till_sessions", "ledger"];
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

/** RFC 4180, as a spreadsheet reads it; it begins with a byte-order mark. */
function readCsv(text) {
  assert.equal(text[0], "\ufeff");
  const rows = [[""]];
  let isQuoted = false;
  for (let i = 1; i < text.length; i++) {
    const c = text[i];
    const row = rows.at(-1);
    if (isQuoted && c === '"' && text[i + 1] === '"') row[row.length - 1] += text[++i];
    else if (c === '"') isQuoted = !isQuoted;
    else if (!isQuoted && c === ",") row.push("");
    else if (!isQuoted && c === "\r" && text[i + 1] === "\n") rows.push([""]), i++;
    else row[row.length - 1] += c;
  }
  return rows.slice(0, -1);
}

describe("every report, as JSON and as CSV", () => {
  for (const name of NAMES) {
    test(name, async () => {
      const { json } = await auditor.ask("GET", `/reports/${name}`);
      assert.ok(json.columns.length > 2, JSON.stringify(json));
      const csv = await auditor.ask("GET", `/reports/${name}?format=csv`);
      assert.equal(csv.headers["content-type"], "text/csv; charset=utf-8; header=present");
      const rows = readCsv(csv.text);
      assert.deepEqual(rows[0], json.columns);
      assert.ok(rows.length >= json.rows.length + 1); // a round may have ended in between
      assert.ok(rows.every((row) => row.length === json.columns.length));
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

  test("JSON says that there is more; a file is whole, or there is none", async () => {
    const add = (from, to) => house.query(`insert into hippo.journal (scope, seq, at, action, subject, hash)
      select 0, 1000000 + n, now(), 'scan_failed', repeat('x', 40), sha256(int8send(n)) from generate_series($1::integer, $2) n`, [from, to]);
    await add(1, 12_000);
    const { rows, truncated } = await auditor.do("GET", "/reports/audit?limit=10000");
    assert.deepEqual([rows.length, truncated], [10_000, true]);
    const file = await auditor.ask("GET", "/reports/audit?format=csv");
    assert.equal(file.status, 200, file.text.slice(0, 300));
    assert.equal(Number(file.headers["content-length"]), Buffer.byteLength(file.text));
    assert.ok(readCsv(file.text).length > 12_000);
    assertProblem(await auditor.ask("GET", "/reports/audit?format=csv&limit=100"), 400, "bad_parameter");
    await add(12_001, 101_000);
    const answer = await auditor.ask("GET", "/reports/audit?format=csv", undefined, { timeout: 20_000 });
    assertProblem(answer, 413, "report_too_long");
    assert.equal(answer.json.max, 100_000);
    await house.query("delete from hippo.journal where seq >= 1000000").catch(() => house.query("set session_replication_role = replica; delete from hippo.journal where seq >= 1000000; set session_replication_role = origin"));
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
