// SPDX-License-Identifier: MIT
// Reports in the back office: what is asked for, whose answer counts, which days, how values are written, what a chart has.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as en from "../../web/i18n/en.js";
import * as fr from "../../web/i18n/fr.js";
import * as ht from "../../web/i18n/ht.js";
import { bodyOf, dayAfter } from "../../web/admin/commissions.js";
import { chartColumns, chartOf, fairnessTogether, groupsOf, INITIAL, pathOf, periodsOf, reduce, reportsOf, writingOf } from "../../web/admin/reports/state.js";

const kind = (report, ofShop = true, columns = []) => ({ report, ofShop, columns });
const KINDS = ["daily_by_till", "days", "shop_days", "tills", "rounds", "ledger", "new_one"].map((name) => kind(name));

test("an answer counts only for what is asked for now", () => {
  let slice = reduce(INITIAL, { type: "reports.ask", asked: "#/reports/tills" });
  slice = reduce(slice, { type: "reports.answers", asked: "#/reports/days", answers: [1] });
  assert.equal(slice.answers, null);
  slice = reduce(slice, { type: "reports.failed", asked: "#/reports/days", problem: { code: "busy" } });
  assert.equal(slice.problem, null);
  slice = reduce(slice, { type: "reports.answers", asked: "#/reports/tills", answers: [2] });
  assert.deepEqual(slice.answers, [2]);
  assert.equal(reduce(slice, { type: "reports.ask", asked: "#/reports/days" }).answers, null, "nothing old under a new name");
  assert.equal(reduce(slice, { type: "something" }), slice);
});

test("everything that may be read is in a group, and nothing else", () => {
  const groups = Object.fromEntries(groupsOf(KINDS));
  assert.deepEqual(groups.day, ["daily", "daily_by_till", "shop_days"]);
  assert.deepEqual(groups.game, ["days", "rounds"]);
  assert.deepEqual(groups.trace, ["ledger", "new_one"]);
  assert.deepEqual(reportsOf(KINDS, "daily"), ["days", "shop_days", "daily_by_till"]);
  assert.deepEqual(reportsOf(KINDS, "tills"), ["tills"]);
  assert.deepEqual(reportsOf(KINDS, "secrets"), []);
});

test("days around a day", () => {
  assert.deepEqual(periodsOf("2026-03-01"), {
    today: { from: "2026-03-01", to: "2026-03-01" },
    yesterday: { from: "2026-02-28", to: "2026-02-28" },
    week: { from: "2026-02-23", to: "2026-03-01" },
    month: { from: "2026-03-01", to: "2026-03-01" },
    last_month: { from: "2026-02-01", to: "2026-02-28" },
  });
  assert.deepEqual(periodsOf("2026-01-05").week, { from: "2026-01-05", to: "2026-01-05" });
  assert.deepEqual(periodsOf("2026-01-05").last_month, { from: "2025-12-01", to: "2025-12-31" });
  assert.equal(dayAfter("2026-12-31"), "2027-01-01");
});

test("the path that is asked for has only what is filled in", () => {
  assert.equal(pathOf("tills", {}, { limit: 1000 }), "/reports/tills?limit=1000");
  assert.equal(pathOf("tills", { from: "2026-01-01", to: "2026-01-02", shop: "7" }, { format: "csv" }), "/reports/tills?from=2026-01-01&to=2026-01-02&shop=7&format=csv");
  assert.equal(pathOf("a/b", {}), "/reports/a%2Fb?");
});

test("how a column is written", () => {
  const write = (name, type, adds = false) => writingOf({ name, type, adds });
  assert.deepEqual([write("sales", "decimal", true), write("prizes", "decimal"), write("rate", "decimal"), write("return_observed", "decimal"), write("z", "decimal")], ["amount", "amount", "decimal", "part", "decimal"]);
  assert.deepEqual([write("tickets", "integer", true), write("round_id", "integer"), write("day", "day"), write("is_large", "flag")], ["count", "plain", "day", "flag"]);
});

test("a chart adds up the rows of a day, to the last coin, the oldest first", () => {
  const report = { columns: ["day", "shop", "sales"], rows: [["2026-01-02", 1, 0.1], ["2026-01-02", 2, 0.2], ["2026-01-01", 1, -5], ["2026-01-01", 1, null]] };
  assert.deepEqual(chartOf(report, "sales"), [[Date.UTC(2026, 0, 1) / 1000, Date.UTC(2026, 0, 2) / 1000], [-5, 0.3]]);
  assert.deepEqual(chartColumns(kind("x", true, [{ name: "day", type: "day", adds: false }, { name: "sales", type: "decimal", adds: true }])), ["sales"]);
  assert.deepEqual(chartColumns(kind("x", true, [{ name: "sales", type: "decimal", adds: true }])), []);
});

test("a rate as the house takes it", () => {
  const typed = { kind: "agent", rate: 125_000, basis: "sales", from: "2026-12-01" };
  assert.deepEqual(bodyOf({ ...typed, whose: "shop-7" }), { kind: "agent", shopId: 7, rate: 1250, basis: "sales", from: "2026-12-01" });
  assert.deepEqual(bodyOf({ ...typed, whose: "user-3", rate: null }), { kind: "agent", userId: 3, rate: null, basis: "sales", from: "2026-12-01" });
  assert.deepEqual(bodyOf({ ...typed, whose: "house" }), { kind: "agent", rate: 1250, basis: "sales", from: "2026-12-01" });
});

test("the three languages have words for the same columns and values", () => {
  for (const words of [en, ht]) assert.deepEqual(Object.keys(words.adminReportColumns), Object.keys(fr.adminReportColumns));
});

test("fairness of several days is told of all of them together", () => {
  const columns = ["day", "kind", "name", "rounds", "stakes", "prizes", "prizes_expected", "return_observed", "return_expected", "z",
    "variance", "chi_square", "degrees"];
  const rows = [
    ["2026-03-02", "card", "A", 10, 100, 90, 80, 0.9, 0.8, 1, 64, 4, 5],
    ["2026-03-02", "shop", "1", 10, 100, 90, 80, 0.9, 0.8, 1, 64, null, null],
    ["2026-03-01", "card", "A", 5, 300, 210, 200, 0.7, 0.67, 1, 36, 3.5, 5],
  ];
  const report = { columns, rows, truncated: false };
  assert.deepEqual(fairnessTogether(report), [
    [null, "card", "A", 15, 400, 300, 280, 0.75, 0.7, 2, 100, 7.5, 10],
    [null, "shop", "1", 10, 100, 90, 80, 0.9, 0.8, 1.25, 64, null, null],
  ]);
  assert.deepEqual(fairnessTogether({ ...report, rows: rows.slice(0, 2) }), [], "one day stands for itself");
  assert.deepEqual(fairnessTogether({ ...report, truncated: true }), [], "and a part of the days for nothing");
  const still = fairnessTogether({ ...report, rows: rows.map((row) => [...row.slice(0, 10), 0, ...row.slice(11)]) });
  assert.equal(still[0][9], null, "without a spread there is no z");
});
