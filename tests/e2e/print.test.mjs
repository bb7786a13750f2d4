// SPDX-License-Identifier: MIT
// Paper through the one public port: who is told what stands on it, when, and that it is on record. What becomes of it on a
// printer is tested in tests/web/paper.test.mjs and counter_paper.test.mjs.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { useHouse } from "../lib/house.mjs";
import { assertProblem, coverage, People } from "../lib/people.mjs";
import { patience } from "../lib/setting.mjs";

const house = useHouse({ settings: { BETTING_MS: 2500, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 } });
let people, cashier, supervisor;

before(async () => {
  people = await People.arrive(house);
  cashier = await people.cashier({ shop: await people.admin.do("POST", "/admin/shops", { number: 7, name: "Delmas", header: ["Hippodrome Delmas", "Route de Delmas 33"] }) });
  supervisor = await people.supervisor(cashier.shop);
}, { timeout: patience(120_000) });

test("the original has all that a ticket says, and nothing but JSON", async () => {
  const ticket = await cashier.sell();
  const answer = await cashier.ask("GET", `/tickets/${ticket.number}/print`, undefined, { headers: { accept: "text/html" } });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers["content-type"], "application/json");
  assert.equal(answer.headers["cache-control"], "no-store");
  const { json } = answer;
  assert.deepEqual([json.number, json.code, json.copy, json.validDays, json.header, json.till.number, json.cashier.username],
    [ticket.number, ticket.code, 0, 90, ["Hippodrome Delmas", "Route de Delmas 33"], 1, "cashier-1"]);
  assert.match(json.soldAtLocal, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  assert.equal(json.qr, undefined, "the page makes the code of number and code");
  for (const query of ["format=html", "format=json", "width=58", "lang=fr"]) assertProblem(await cashier.ask("GET", `/tickets/${ticket.number}/print?${query}`), 400, "unknown_parameter");
});

test("who may print: those who may see it, at a till", async () => {
  const ticket = await cashier.sell();
  const path = `/tickets/${ticket.number}`;
  const [stranger, auditor] = [await people.cashier(), await people.person("auditor")];
  for (const part of ["print", "slip"]) {
    assertProblem(await stranger.ask("GET", `${path}/${part}`), 404, "not_found");
    assertProblem(await auditor.ask("GET", `${path}/${part}`), 403, "forbidden");
    assertProblem(await house.get(`/api/v1${path}/${part}`), 401, "not_signed_in");
  }
  assertProblem(await stranger.ask("POST", `${path}/copy`, {}), 404, "not_found");
  assertProblem(await auditor.ask("POST", `${path}/copy`, {}), 403, "forbidden");
  assertProblem(await supervisor.ask("GET", `${path}/print`), 409, "no_original");
  assertProblem(await cashier.ask("GET", "/tickets/07-010099-0/print"), 404, "not_found");
});

test("a duplicate has a number, is on record, and is the same for the same key", async () => {
  const ticket = await cashier.sell();
  const path = `/tickets/${ticket.number}/copy`;
  assertProblem(await cashier.ask("POST", path, {}, { headers: { "idempotency-key": "" } }), 400, "idempotency_key_missing");
  const copies = [];
  for (const key of ["copy-0001", "copy-0001", "copy-0002"]) copies.push((await cashier.do("POST", path, {}, { key })).copy);
  assert.deepEqual(copies, [1, 1, 2]);
  assert.equal(await house.value("select count(*) from hippo.journal where action = 'copy'"), 2);
  assertProblem(await cashier.ask("GET", `/tickets/${ticket.number}/print`), 409, "no_original");
});

describe("money that goes back has a receipt", () => {
  test("a payment: what won, what was paid, by whom; the ticket says that it is paid", { timeout: patience(90_000) }, async () => {
    const sure = await cashier.sell(coverage(5000));
    assertProblem(await cashier.ask("GET", `/tickets/${sure.number}/slip`), 409, "no_receipt");
    const round = await people.over(sure.roundId);
    assertProblem(await cashier.ask("GET", `/tickets/${sure.number}/print`), 409, "no_original"); // money is due on it
    assertProblem(await cashier.ask("POST", `/tickets/${sure.number}/copy`, {}), 403, "needs_supervisor");
    assert.equal((await supervisor.do("POST", `/tickets/${sure.number}/copy`, {})).state, "won");
    assertProblem(await supervisor.ask("POST", `/tickets/${sure.number}/pay`, { code: sure.code, tillId: cashier.till.tillId }), 403, "own_copy");
    assertProblem(await cashier.ask("GET", `/tickets/${sure.number}/slip`), 409, "no_receipt");
    const { prize } = await cashier.pay(sure);
    const { json, text } = await cashier.ask("GET", `/tickets/${sure.number}/slip`);
    assert.deepEqual([json.number, json.paid.cash, json.result.winner.number, json.result.order, json.paid.by.username], [sure.number, prize, round.result.winner.number, round.result.order, cashier.me.username]);
    assert.ok(!text.includes(sure.code), "its code is not in it");
    assert.equal((await cashier.do("POST", `/tickets/${sure.number}/copy`, {})).state, "paid");
  });

  test("an annulment", async () => {
    const wrong = await cashier.sell();
    await cashier.void(wrong);
    const { json, text } = await cashier.ask("GET", `/tickets/${wrong.number}/slip`);
    assert.deepEqual([json.state, json.stake, json.paid], ["voided", 2500, null]);
    assert.ok(json.closedAtLocal && !text.includes(wrong.code));
  });

  test("a refund of a void round", { timeout: patience(60_000) }, async () => {
    const ticket = await cashier.sell();
    await people.admin.do("POST", `/admin/rounds/${ticket.roundId}/void`, { reason: "a test of refunds" });
    await people.over(ticket.roundId);
    assertProblem(await cashier.ask("POST", `/tickets/${ticket.number}/copy`, {}), 403, "needs_supervisor");
    await cashier.pay(ticket);
    const { json } = await cashier.ask("GET", `/tickets/${ticket.number}/slip`);
    assert.deepEqual([json.paid.kind, json.paid.cash, json.result], ["refund", 2500, null]);
  });
});

test("the till's report has what its paper says; to who counts it no sums", async () => {
  const report = await cashier.do("GET", "/till/report");
  assert.deepEqual([report.report, report.totals.expectedCash, report.totals.sales.amount, report.paper.house], ["X", undefined, undefined, "Hippodrome"]);
  assert.ok(report.totals.sales.count > 3);
  assertProblem(await cashier.ask("GET", "/till/report?format=html"), 400, "unknown_parameter");
});

test("papers that nobody confirmed are told until somebody does", async () => {
  const person = await people.cashier();
  const [one, two] = [await person.sell(), await person.sell()];
  const items = async () => (await person.do("GET", "/till/papers")).items.map(({ number, kind }) => [number, kind]);
  assert.deepEqual(await items(), [[two.number, "ticket"], [one.number, "ticket"]]);
  assert.deepEqual(await person.do("POST", "/till/papers/confirm", { papers: [{ number: two.number, kind: "ticket" }] }), { confirmed: 1 });
  assert.deepEqual(await items(), [[one.number, "ticket"]]);
  assertProblem(await cashier.ask("GET", `/till/papers?tillId=${person.till.tillId}`), 403, "forbidden");
  assertProblem(await person.ask("POST", "/till/papers/confirm", {}), 400, "bad_parameter");
});
