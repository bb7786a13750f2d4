// SPDX-License-Identifier: MIT
// The house's rules: examples that are right, and what people type. (Of the catalogue: i18n.test.mjs.)
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { createTranslator } from "../../web/lib/i18n.js";
import { CATALOGUES } from "../../web/rules/words.js";
import * as typed from "../../web/lib/ticket_text.js";
import * as ticket from "../../web/rules/ticket.js";
import { MARKETS, wins } from "../lib/rules.mjs";

const { fr } = CATALOGUES;
const page = readFileSync(new URL("../../web/rules/index.html", import.meta.url), "utf8");

test("every link within the page leads somewhere", () => {
  for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) assert.ok(page.includes(` id="${id}"`), id);
});

test("nothing that an admin can change is written in a text", () => {
  for (const [lang, texts] of Object.entries(CATALOGUES))
    for (const [key, text] of Object.entries(texts))
      assert.ok(!/\b(?:25|90|5[  .,]?000|20|60) ?(?:HTG|G|gourdes?|jours|days|jou|lignes|lines|liy|s)\b/.test(text), `${lang} ${key}: ${text}`);
});

test("each market has its rule and an example, which is right", () => {
  assert.deepEqual(Object.keys(ticket.EXAMPLES), MARKETS);
  for (const [market, [winner, loser]] of Object.entries(ticket.EXAMPLES)) {
    assert.ok(fr[`market.${market}`] && fr[`market.${market}.wins`], market);
    assert.equal(wins({ market, selection: winner }, ticket.EXAMPLE_ORDER), true, `${market} ${winner}`);
    assert.equal(wins({ market, selection: loser }, ticket.EXAMPLE_ORDER), false, `${market} ${loser}`);
  }
});

test("prizes are rounded down", () => {
  assert.equal(ticket.prizeOf(ticket.exampleOf(null)), 27500);
  assert.equal(ticket.prizeOf(ticket.ROUNDING_EXAMPLE), 4568);
  assert.notEqual((ticket.ROUNDING_EXAMPLE.stake * ticket.ROUNDING_EXAMPLE.odds) % 100, 0);
});

test("the example and the odds are the house's own, where it tells them", () => {
  const selections = [550, 470, 810].map((odds, i) => ({ selection: String(i), odds }));
  const prices = { stakes: { min: 2500 }, markets: [{ market: "win", selections }] };
  assert.deepEqual(ticket.exampleOf(prices), { stake: 2500, odds: 550 });
  assert.deepEqual(ticket.oddsRange(prices, "win"), [470, 810]);
  assert.equal(ticket.oddsRange(prices, "place"), null);
  assert.equal(ticket.oddsRange(null, "win"), null);
  assert.equal(ticket.exampleOf({ ...prices, markets: [] }).odds, 550);
});

test("selections are said in words", () => {
  const t = createTranslator(fr, "fr");
  assert.equal(typed.sayBet("duel", "6-9", t), "6 devant 9");
  assert.equal(typed.sayBet("odd_even", "odd", t), "Impair");
  assert.equal(typed.sayBet("trifecta", "9-6-54", t), "9–6–54");
  assert.equal(typed.sayBet("win", "54", t), "54");
});

test("numbers and codes are read as people type them", () => {
  assert.equal(typed.readNumber(" 01-010002-x "), "01-010002-X");
  assert.equal(typed.readNumber("01 – 010002 – 2"), "01-010002-2");
  for (const wrong of ["", "01-010002", "1-010002-2", "01-01000-2", "01-010002-A", "01_010002-2"]) assert.equal(typed.readNumber(wrong), null, wrong);
  assert.equal(typed.readCode("7k3q w9zt"), "7K3QW9ZT");
  assert.equal(typed.readCode("OIL0-1234"), "01101234");
  for (const wrong of ["", "7K3QW9Z", "7K3QW9ZTT", "7K3QW9ZU", "7K3QW9Z!"]) assert.equal(typed.readCode(wrong), null, wrong);
});

test("what went wrong is said in words", () => {
  for (const status of [null, 400, 404, 405, 429, 500, 502, 503]) assert.ok(fr[ticket.errorKey(status)], String(status));
  assert.equal(ticket.errorKey(404), "check.error.unknown");
  assert.equal(ticket.errorKey(429), "check.error.often");
  assert.equal(ticket.errorKey(null), "check.error.offline");
});

test("a ticket's sentence names what it won, or what is given back", () => {
  for (const state of ["sold", "voided", "lost", "won", "refundable", "paid", "refunded", "expired"]) assert.ok(fr[`state.${state}`], state);
  assert.equal(ticket.amountOf({ state: "won", prize: 20250, stake: 15000 }), 20250);
  assert.equal(ticket.amountOf({ state: "paid", prize: 20250, stake: 15000 }), 20250);
  assert.equal(ticket.amountOf({ state: "refundable", prize: null, stake: 15000 }), 15000);
  assert.equal(ticket.amountOf({ state: "refunded", prize: null, stake: 15000 }), 15000);
  assert.equal(ticket.lineResult({ state: "sold" }, { won: null }), "check.line.open");
  assert.equal(ticket.lineResult({ state: "refundable" }, { won: null }), "check.line.none");
  assert.equal(ticket.lineResult({ state: "paid" }, { won: true }), "check.line.won");
});

test("a race is right, too early, or wrong", () => {
  const good = { name: "card", ok: true, reason: null };
  const early = { name: "secret", ok: false, reason: "not_revealed" };
  const bad = { name: "order", ok: false, reason: "differs" };
  assert.equal(ticket.judge(7, { roundId: 7 }, [good]).verdict, "ok");
  assert.equal(ticket.judge(7, { roundId: 7 }, [good, early]).verdict, "early");
  assert.deepEqual(ticket.judge(7, { roundId: 7 }, [early, bad]), { verdict: "bad", failed: ["secret", "order"] });
  assert.deepEqual(ticket.judge(8, { roundId: 7 }, [good]), { verdict: "bad", failed: ["roundId"] });
});
