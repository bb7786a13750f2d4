// SPDX-License-Identifier: MIT
// The house's rules: three catalogues that say the same, examples that are right, and what people type.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import en from "../../web/rules/i18n/en.js";
import fr from "../../web/rules/i18n/fr.js";
import ht from "../../web/rules/i18n/ht.js";
import { translate } from "../../web/lib/i18n.js";
import * as ticket from "../../web/rules/ticket.js";
import { MARKETS, wins } from "../lib/rules.mjs";

const TEXTS = { fr, en, ht };
const read = (path) => readFileSync(new URL(`../../web/rules/${path}`, import.meta.url), "utf8");
const page = read("index.html");
const scripts = ["rules.js", "ticket.js"].map(read);
const holes = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

test("the three catalogues have the same keys, in the same order, with the same holes, and no empty text", () => {
  for (const [lang, texts] of Object.entries(TEXTS)) {
    assert.deepEqual(Object.keys(texts), Object.keys(fr), lang);
    for (const [key, text] of Object.entries(texts)) {
      assert.ok(text.trim(), `${lang} ${key}`);
      assert.deepEqual(holes(text), holes(fr[key]), `${lang} ${key}`);
    }
  }
});

test("the translations are translations", () => {
  const isSame = (key) => new Set(Object.values(TEXTS).map((texts) => texts[key])).size < 3;
  const words = Object.keys(fr).filter((key) => isSame(key) && /\p{L}{5}/u.test(fr[key].replace(/\{\w+\}/g, "")));
  assert.deepEqual(words, []);
});

test("every key that the page names exists, and every key is used", () => {
  const used = new Set([...page.matchAll(/data-i18n="([^"]+)"/g)].map(([, key]) => key));
  for (const key of used) assert.ok(Object.hasOwn(fr, key), `index.html names ${key}`);
  for (const [, text] of scripts.join("\n").matchAll(/"([\w.]+)"/g)) if (Object.hasOwn(fr, text)) used.add(text);
  for (const [, text] of scripts.join("\n").matchAll(/"((?:check|fair)\.[\w.]+)"/g)) assert.ok(Object.hasOwn(fr, text), text);
  const families = ["market.", "state.", "selection.", "check.column.", "fair."];
  assert.deepEqual(Object.keys(fr).filter((key) => !used.has(key) && !families.some((family) => key.startsWith(family))), []);
});

test("no text for people is written in the page or its scripts; nothing inline, nothing from elsewhere", () => {
  const bare = page.replace(/<!--[\s\S]*?-->/g, "").replace(/<noscript>[\s\S]*?<\/noscript>/, "");
  const texts = [...bare.matchAll(/>([^<]+)</g)].map(([, text]) => text.trim()).filter((text) => /\p{L}{2}/u.test(text));
  assert.deepEqual(texts.filter((text) => !["Hippodrome", "FR", "EN", "HT", "/api/v1/rounds/{id}/proof"].includes(text)), []);
  assert.ok(!/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/.test(page));
  for (const [, url] of page.matchAll(/\s(?:src|href)="([^"]*)"/g)) assert.match(url, /^(\/(?!\/)|#)/);
  for (const source of scripts) {
    const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
    assert.ok(!/\b(?:https?|wss?):\/\/|[À-ÿ]|localhost/.test(code));
  }
});

test("every link within the page leads somewhere", () => {
  for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) assert.ok(page.includes(` id="${id}"`), id);
});

test("nothing that an admin can change is written in a text", () => {
  for (const [lang, texts] of Object.entries(TEXTS))
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
  assert.equal(ticket.prizeOf(ticket.PRIZE_EXAMPLE), 27500);
  assert.equal(ticket.prizeOf(ticket.ROUNDING_EXAMPLE), 4568);
  assert.notEqual((ticket.ROUNDING_EXAMPLE.stake * ticket.ROUNDING_EXAMPLE.odds) % 100, 0);
});

test("selections are said in words", () => {
  const t = (key, values) => translate("fr", key, values, TEXTS);
  assert.equal(ticket.sayBet("duel", "6-9", t), "6 devant 9");
  assert.equal(ticket.sayBet("odd_even", "odd", t), "Impair");
  assert.equal(ticket.sayBet("trifecta", "9-6-54", t), "9–6–54");
  assert.equal(ticket.sayBet("win", "54", t), "54");
});

test("numbers and codes are read as people type them", () => {
  assert.equal(ticket.readNumber(" 01-010002-x "), "01-010002-X");
  assert.equal(ticket.readNumber("01 – 010002 – 2"), "01-010002-2");
  for (const wrong of ["", "01-010002", "1-010002-2", "01-01000-2", "01-010002-A", "01_010002-2"]) assert.equal(ticket.readNumber(wrong), null, wrong);
  assert.equal(ticket.readCode("7k3q w9zt"), "7K3QW9ZT");
  assert.equal(ticket.readCode("OIL0-1234"), "01101234");
  for (const wrong of ["", "7K3QW9Z", "7K3QW9ZTT", "7K3QW9ZU", "7K3QW9Z!"]) assert.equal(ticket.readCode(wrong), null, wrong);
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
