// SPDX-License-Identifier: MIT
// The back office's lists without a browser: filters and addresses, pages, files, kept views, films, what a search is for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { PAGES } from "../../web/admin/pages.js";
import { findIn } from "../../web/admin/pages.js";
import { csvOf } from "../../web/admin/find/csv.js";
import { filmOf, isRunning, moved, placesOverTime, pointsOf, ran, run, shownMs } from "../../web/admin/find/film.js";
import { askedBy, minorOf, pathWith } from "../../web/admin/find/filters.js";
import { emptyList, readViews, reduceList, withoutView, withView } from "../../web/admin/find/list_state.js";
import { addedExport, emptyProof, reduceProof, sentenceKey } from "../../web/admin/find/proof_state.js";
import { findAny, findRound, findTicket } from "../../web/admin/find/search.js";
import * as en from "../../web/i18n/en.js";
import * as fr from "../../web/i18n/fr.js";
import * as ht from "../../web/i18n/ht.js";
import { print } from "../../web/lib/ticket_code.js";

describe("filters", () => {
  const FILTERS = [
    { name: "day", kind: "day" }, { name: "roundId", kind: "number" }, { name: "stakeFrom", kind: "amount" }, { name: "code", kind: "text" },
    { name: "tillId", kind: "till" }, { name: "state", kind: "choice", choices: ["won", "lost"], words: "ticket" },
  ];

  test("are asked as the address has them, amounts in the smallest units of the currency", () => {
    const query = { day: "2026-11-30", roundId: "10000012", stakeFrom: "25,5", code: "T96QYKP2", tillId: "3", state: "won", other: "x" };
    assert.deepEqual(askedBy(FILTERS, query), { asked: { day: "2026-11-30", roundId: "10000012", stakeFrom: "2550", code: "T96QYKP2", tillId: "3", state: "won" }, bad: [] });
    assert.equal(askedBy(FILTERS, { stakeFrom: "25" }, 0).asked.stakeFrom, "25");
  });

  test("that say nothing are named, and nothing is asked for them", () => {
    const query = { day: "30/11/2026", roundId: "0", stakeFrom: "1.234", code: "a\u0000", tillId: "-1", state: "sold" };
    assert.deepEqual(askedBy(FILTERS, query), { asked: {}, bad: ["day", "roundId", "stakeFrom", "code", "tillId", "state"] });
  });

  test("amounts are read without a float", () => {
    for (const [text, digits, minor] of [["0,10", 2, 10], ["1 250,00", 2, 125000], ["999999999999.99", 2, 99999999999999], ["7", 2, 700], ["7.5", 0, null], ["-1", 2, null], ["", 2, null], ["1e3", 2, null]])
      assert.equal(minorOf(text, digits), minor, text);
  });

  test("make a path of the api", () => {
    assert.equal(pathWith("/tickets", { a: "1 2", b: null, c: "", d: "&" }), "/tickets?a=1+2&d=%26");
    assert.equal(pathWith("/tickets", {}), "/tickets");
  });
});

describe("a file for a spreadsheet", () => {
  test("is RFC 4180 with a byte-order mark", () => {
    assert.equal(csvOf(["a", "b"], [["x", 1], ['say "hi", you', null], ["two\nlines", true]]), '\ufeffa,b\r\nx,1\r\n"say ""hi"", you",\r\n"two\nlines",true\r\n');
  });

  test("has no formula in it, whichever separator is expected", () => {
    for (const text of ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", " =1", ";=1", 'x;"=1', "x\n=1", "＝1"]) {
      const [, row] = csvOf(["a"], [[text]]).split(/\r\n/);
      const cells = row.replace(/^"|"$/g, "").split(/[;|\t\n]/);
      assert.ok(cells.every((cell) => !/^[\s"]*[=+\-@＝]/.test(cell)), `${text}: ${row}`);
    }
    assert.equal(csvOf(["a"], [["-12.50"]]), "\ufeffa\r\n-12.50\r\n", "an amount stays a number");
  });
});

describe("a list", () => {
  const reduce = reduceList("tickets");
  const tell = (list, step, more = {}) => reduce(list, { type: "list", name: "tickets", step, ...more });
  const page = (items, next, stats) => ({ items, next, stats });

  test("grows page by page; what comes for the filters of before is not its", () => {
    let list = tell(emptyList(), "asked", { path: "/tickets" });
    list = tell(list, "page", { path: "/tickets", page: page([1], "a", { tickets: 3 }), isFull: false });
    assert.deepEqual([list.items, list.next, list.isLoading, list.stats.tickets], [[1], "a", true, 3]);
    list = tell(list, "page", { path: "/tickets", page: page([2], null), isFull: true });
    assert.deepEqual([list.items, list.next, list.isLoading], [[1, 2], null, false]);
    list = tell(list, "asked", { path: "/tickets?state=won" });
    assert.deepEqual(tell(list, "page", { path: "/tickets", page: page([3], null), isFull: true }), list);
    assert.deepEqual(tell(list, "refused", { path: "/tickets", problem: { code: "x" } }), list);
    assert.equal(tell(list, "refused", { path: list.path, problem: { code: "x" } }).problem.code, "x");
    assert.ok(tell(list, "stopped").isStopped);
  });

  test("hears its own messages only, and keeps what is open apart", () => {
    const list = tell(tell(emptyList(), "opened", { id: "7" }), "detail", { id: "7", change: { a: 1 } });
    assert.deepEqual(tell(list, "detail", { id: "7", change: { b: 2 } }).detail.value, { a: 1, b: 2 });
    assert.equal(tell(list, "detail", { id: "8", change: { b: 2 } }), list);
    assert.equal(tell(list, "detail_refused", { id: "8", problem: {} }), list);
    assert.equal(tell(list, "closed").detail, null);
    assert.equal(reduce(list, { type: "list", name: "rounds", step: "closed" }), list);
    assert.equal(reduce(list, { type: "list", name: "tickets", step: "constructor" }), list);
  });

  test("keeps views by their names, not more than anybody finds again, and none that are damaged", () => {
    let views = withView([], { name: "payés", query: { state: "paid" } });
    views = withView(views, { name: "payés", query: { state: "won" } });
    assert.deepEqual(views, [{ name: "payés", query: { state: "won" } }]);
    for (let i = 0; i < 30; i++) views = withView(views, { name: String(i), query: {} });
    assert.equal(views.length, 20);
    assert.equal(withoutView(views, "29").length, 19);
    for (const bad of [null, 3, "x", {}, [null, 3, { name: 1, query: {} }, { name: "a", query: null }]]) assert.deepEqual(readViews(bad), []);
  });
});

describe("what is typed into the search", () => {
  const number = "01-010042-9";
  test("is a ticket by its number or its code, a round by its number, else looked up by name", () => {
    assert.deepEqual(findTicket(" 01‑010042‑9 ".trim()), { page: "tickets", id: number, query: {} });
    const scanned = findTicket(print("01-010002-2", "T96QYKP2"));
    assert.deepEqual(scanned, { page: "tickets", id: "01-010002-2", query: {} }, "the code is not in the address");
    assert.deepEqual(findRound("10000012"), { page: "rounds", id: "10000012", query: {} });
    assert.equal(findRound("12"), null);
    assert.deepEqual(findAny("anna"), { page: "search", id: null, query: { q: "anna" } });
    assert.equal(findAny(""), null);
  });

  test("is found by whoever may see it", () => {
    assert.equal(findIn(number, "auditor").page, "tickets");
    assert.equal(findIn("10000012", "supervisor").page, "rounds");
    assert.equal(findIn("caisse 1", "supervisor").page, "search");
    assert.equal(findIn("caisse 1", "cashier"), null);
  });

  test("pages have paths and keys of their own", () => {
    for (const what of ["name", "path", "key"]) assert.equal(new Set(PAGES.map((page) => page[what])).size, PAGES.length, what);
  });
});

describe("a film", () => {
  const told = { runners: [6, 7], distance: 1000, step: 100, duration: 400, playoutDelay: 0, from: 1, positions: [[100, 300, 700, 1000], [200, 500, 600, 900]] };

  test("tells the places over time, and ends with the finish", () => {
    const [six, seven] = placesOverTime(filmOf(told));
    assert.deepEqual([six.number, six.places[5], six.places.at(-1)], [6, 2, 1]);
    assert.deepEqual([seven.places[5], seven.places.at(-1)], [1, 2]);
    assert.equal(pointsOf([1, 2], { width: 100, height: 40, runners: 2 }), "0.0,10.0 100.0,30.0");
  });

  test("stands at its end, runs from the gate, stands where it is moved to", () => {
    assert.equal(shownMs(undefined, 400, 5), 400);
    const play = run(400, 400, 1000);
    assert.deepEqual([shownMs(play, 400, 1100), isRunning(play)], [100, true]);
    assert.deepEqual(ran(play, 400, 1100), { at: 100, since: 1100 });
    assert.deepEqual(ran(play, 400, 2000), moved(400));
    assert.equal(isRunning(moved(50)), false);
  });
});

describe("the proof", () => {
  test("each rule that the house names has its sentence in every language", () => {
    const sql = readFileSync(new URL("../../sql/functions/hippo/invariant_list.sql", import.meta.url), "utf8");
    const names = [...sql.split("unnest(array[")[1].matchAll(/'((?:[^']|'')+)'/g)].map(([, name]) => name.replaceAll("''", "'"));
    assert.ok(names.length > 40);
    for (const { adminProof } of [fr, en, ht]) for (const name of names) assert.ok(adminProof[`proof.is.${sentenceKey(name)}`], name);
  });

  test("keeps what was told while it is asked again", () => {
    const told = reduceProof(reduceProof(emptyProof(), { type: "proof_asked" }), { type: "proof_told", proof: { holds: true } });
    assert.deepEqual(reduceProof(told, { type: "proof_asked" }), { ...told, isProving: true });
    assert.equal(reduceProof(told, { type: "proof_refused", problem: { code: "busy" } }).problem.code, "busy");
    assert.equal(reduceProof(told, { type: "toString" }), told);
    assert.deepEqual(addedExport([{ exportId: 1 }], { exportId: 2 }).map(({ exportId }) => exportId), [2, 1]);
    assert.deepEqual(addedExport(null, { exportId: 2 }).length, 1);
  });
});
