// SPDX-License-Identifier: MIT
// Every paper in every language, as HTML and as a printer of 32 and of 48 columns gets it, against golden ones. Renew them with
// GOLDEN=renew, and look at every one that `git diff` shows: the comparison only finds changes.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe as suite, test } from "node:test";
import jsqr from "jsqr";

import * as en from "../../web/i18n/en.js";
import * as fr from "../../web/i18n/fr.js";
import * as ht from "../../web/i18n/ht.js";
import { toCp850 } from "../../web/lib/paper/cp850.js";
import { draw } from "../../web/lib/paper/drawing.js";
import { encodeDrawer, encodePaper, layOut, readPaper, wrap } from "../../web/lib/paper/escpos.js";
import { renderPaper } from "../../web/lib/paper/html.js";
import { bytesOf, dotsOf, fit, pictureOf } from "../../web/lib/paper/picture.js";
import { CHOICES, loadProfile, profileOf, saveProfile } from "../../web/lib/paper/profile.js";
import { PaperError } from "../../web/lib/paper/text.js";
import { parse } from "../../web/lib/ticket_code.js";
import { decode, pixels } from "./paper/decode.mjs";
import { fakeDocument } from "./paper/document.mjs";

const FOLDER = new URL("./paper/", import.meta.url);
const LANGUAGES = ["fr", "en", "ht"];
const readCode = jsqr.default ?? jsqr;
const facts = (name, changes = {}) => ({ ...JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")), ...changes });

const { paper: HOUSE, till: TILL } = facts("report");
const REFUND = { state: "refunded", result: null, prize: null, paid: { kind: "refund", amount: 10000, cash: 10000, till: { number: 2, shop: { number: "01", name: "Delmas" } }, by: { username: "anna" }, note: null } };
const COUNTING = { report: "X", state: "open", count: null, closedBy: null, reason: null, paper: { ...HOUSE, closedAtLocal: null, nowLocal: "2026-11-23 15:00:00" } };
/** As it is shown to who has to count it: no sums. */
const BLIND = { ...COUNTING, totals: { float: 10000, sales: { count: 12 }, voids: { count: 1 }, payments: { count: 3 }, refunds: { count: 0 } } };
const CORRECTED = {
  totals: { float: 10000, sales: { count: 1, amount: 2500 }, voids: { count: 0, amount: 0 }, payments: { count: 0, amount: 0 }, refunds: { count: 0, amount: 0 }, supplies: 50000, reversals: { count: 1, amount: -5000 }, expectedCash: 57500 },
  correction: { entry: 9, counted: 58000, variance: 500, counts: { 1000: 58 }, at: "2026-11-24T09:00:00.000Z", by: { username: "sue" }, reason: "trouvé dans le sac" },
};
const MOVEMENT = { movement: 41, kind: "drop", amount: 1500000, reference: "B-17", description: "trop dans le tiroir", at: "2026-11-23T21:40:05.000Z", by: { username: "anna", displayName: "Anna Pierre" }, till: TILL, paper: HOUSE };
const HANDOVER = { at: "2026-11-23T19:00:00.000Z", from: { username: "anna", displayName: "Anna Pierre" }, to: { username: "bert", displayName: "Bert Louis" }, counted: 832900, counts: { 100000: 8, 25000: 1, 5000: 1, 500: 5, 100: 4 }, till: TILL, paper: HOUSE };

/** [name, kind, facts] */
const PAPERS = [
  ["ticket", "ticket", facts("ticket")],
  ["ticket-twenty", "ticket", facts("twenty")],
  ["ticket-hostile", "ticket", facts("hostile")],
  ["ticket-duplicate", "ticket", facts("ticket", { copy: 2 })],
  ["ticket-voided", "ticket", facts("ticket", { state: "voided" })],
  ["ticket-won", "ticket", facts("paid", { state: "won", paid: null, copy: 1 })],
  ["ticket-paid", "ticket", facts("paid", { copy: 1 })],
  ["slip-paid", "slip", facts("paid")],
  ["slip-refund", "slip", facts("paid", REFUND)],
  ["slip-voided", "slip", facts("ticket", { state: "voided", closedAtLocal: "2026-11-23 13:21:55" })],
  ["report-z", "report", facts("report")],
  ["report-x", "report", facts("report", COUNTING)],
  ["report-blind", "report", facts("report", BLIND)],
  ["report-corrected", "report", facts("report", CORRECTED)],
  ["movement", "movement", MOVEMENT],
  ["handover", "handover", HANDOVER],
  ["test", "test", { till: TILL, paper: HOUSE }],
];

const make = (kind, given, lang) => draw(kind, given, lang, "paris.example");
const html = (paper, lang) => renderPaper(paper, { lang, roll: 58, document: fakeDocument });
const bytes = (paper, how) => encodePaper(paper, profileOf({ qr: "printer", cut: "full", ...how }));

function sayPart(part) {
  if (part.is === "row") return part.text ? `${part.form.padEnd(22)}|${part.text}` : "";
  if (part.is === "code") return `[code ${part.text}]`;
  return part.is === "cut" ? `[cut ${part.kind}]` : `[${part.is}]`;
}

const golden = (paper, lang) =>
  [html(paper, lang).markup(), ...[32, 48].map((columns) => `${columns} columns\n${decode(bytes(paper, { columns })).parts.map(sayPart).join("\n")}\n`)].join("\n");

/** Words alone: how they are spread over rows is each rendering's own, and so are frames of signs. */
const words = (text) => toCp850(text).toUpperCase().replace(/[\s\u00a0=_-]|\. /g, "");

for (const [name, kind, given] of PAPERS) suite(`${name}`, () => {
  for (const lang of LANGUAGES) test(`in ${lang}: as it was, and both say the same`, () => {
    const paper = make(kind, given, lang);
    const now = golden(paper, lang);
    const file = new URL(`golden/${name}.${lang}.txt`, FOLDER);
    mkdirSync(new URL("golden/", FOLDER), { recursive: true });
    if (process.env.GOLDEN === "renew") writeFileSync(file, now);
    assert.equal(now, readFileSync(file, "utf8"));
    const shown = words(html(paper, lang).text);
    for (const columns of [32, 42, 48]) {
      const { parts, codePage } = decode(bytes(paper, { columns }));
      const rows = parts.filter(({ is }) => is === "row");
      assert.equal(codePage, 2);
      assert.equal(words(rows.map(({ text }) => text).join(" ")), shown, `${columns} columns`);
      for (const { text, form } of rows) assert.ok(text.length * (/2x/.test(form) ? 2 : 1) <= columns, `${text} is too long for ${columns}`);
      assert.deepEqual(parts.filter(({ is, text }) => is !== "row" || text).at(-1), { is: "cut", kind: 0 });
    }
  });
});

/** A triangle, eight dots wide and high. */
const LOGO = { width: 8, height: 8, bits: Buffer.from([0x80, 0xc0, 0xe0, 0xf0, 0xf8, 0xfc, 0xfe, 0xff]).toString("base64") };

test("a picture stands at the head of every paper, the same dots on both", () => {
  for (const [name, kind, given] of PAPERS) {
    const paper = draw(kind, given, "fr", "paris.example", LOGO);
    assert.deepEqual(paper.blocks[0], { is: "picture", ...LOGO }, name);
    assert.deepEqual(paper.blocks.slice(1), make(kind, given, "fr").blocks, name);
  }
  const paper = draw("test", { till: TILL, paper: HOUSE }, "fr", "paris.example", LOGO);
  const [picture] = decode(bytes(paper, { columns: 32 })).parts.filter(({ is }) => is === "picture");
  assert.deepEqual([picture.width, picture.height, Buffer.from(picture.bits).toString("base64")], [8, 8, LOGO.bits]);
  const markup = html(paper, "fr").markup();
  assert.match(markup, /<svg class="picture" width="1mm" viewBox="0 0 8 8"/);
  assert.deepEqual(dotsOf(LOGO).map((dots) => dots.filter(Boolean).length), [1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a picture of colours becomes dots that fit the narrowest roll", () => {
  assert.deepEqual([fit(4000, 1000), fit(100, 50), fit(300, 900), fit(3, 2)], [{ width: 384, height: 96 }, { width: 96, height: 50 }, { width: 64, height: 192 }, { width: 8, height: 8 }]);
  const row = (...dots) => dots.flatMap((dot) => dot);
  const [black, white, clear, yellow, navy] = [[0, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 0], [255, 220, 0, 255], [20, 20, 90, 255]];
  const picture = pictureOf(row(black, white, clear, yellow, navy, black, white, white), 8, 1);
  assert.deepEqual([...bytesOf(picture)], [0b10001100]);
  assert.deepEqual(dotsOf(picture), [[true, false, false, false, true, true, false, false]]);
});

suite("codes", () => {
  test("the printer's own and the drawn one are the same, and another library reads what is drawn", () => {
    for (const name of ["ticket", "twenty"]) {
      const given = facts(name);
      const paper = make("ticket", given, "fr");
      const { parts } = decode(bytes(paper, {}));
      const own = parts.find(({ is }) => is === "code").text;
      assert.deepEqual(parse(own), { number: given.number, code: given.code });
      const drawn = decode(bytes(paper, { qr: "raster" })).parts.find(({ is }) => is === "picture");
      assert.ok(drawn.width <= 384, "it fits the smallest head");
      assert.equal(readCode(pixels(drawn), drawn.width, drawn.height)?.data, own);
      assert.match(html(paper, "fr").markup(), new RegExp(`aria-label="${own}"`));
    }
  });

  test("a receipt has none, nor the ticket's code", () => {
    for (const given of [facts("paid"), facts("paid", REFUND), facts("ticket", { state: "voided" })]) {
      const paper = make("slip", given, "fr");
      assert.ok(!html(paper, "fr").markup().includes("7K3Q"));
      assert.ok(!decode(bytes(paper, {})).parts.some(({ is }) => is === "code" || is === "picture"));
    }
  });
});

suite("words", () => {
  test("every text of the catalogues is in the printers' letters", () => {
    for (const [lang, { paper: texts }] of Object.entries({ fr, en, ht }))
      for (const [key, text] of Object.entries(texts))
        for (const form of Object.values(typeof text === "string" ? [text] : text)) assert.ok(!toCp850(form).includes("?"), `${lang} ${key}: ${form}`);
    for (const lang of LANGUAGES)
      for (const [name, kind, given] of PAPERS.filter(([name]) => !name.includes("hostile")))
        for (const line of layOut(make(kind, given, lang), 48)) assert.ok(!line.text?.includes("?"), `${name} ${lang}: ${line.text}`);
  });

  test("letters that a printer has not are written with those that it has", () => {
    assert.equal(toCp850("L’œuf d’Ÿ – 5 € … “oui”"), "L'oeuf d'Y - 5 EUR ... \"oui\"");
    assert.equal(toCp850("1\u202f250\u00a0HTG"), "1\u00a0250\u00a0HTG");
    assert.equal(toCp850("àâçèéêëîïòôùû ÀÂÇÈÉÊËÎÏÒÔÙÛ ·×°º«»"), "àâçèéêëîïòôùû ÀÂÇÈÉÊËÎÏÒÔÙÛ ·×°º«»");
    assert.equal(toCp850("Ș 馬 🐎 e\u0301"), "S ? ? é");
  });

  test("amounts hold together, long words are broken, nothing is lost", () => {
    assert.deepEqual(wrap("Mise totale 1\u00a0250,00\u00a0HTG", 20), ["Mise totale", "1\u00a0250,00\u00a0HTG"]);
    assert.deepEqual(wrap("ab abcdefgh i", 4), ["ab", "abcd", "efgh", "i"]);
    assert.deepEqual(wrap("", 4), [""]);
  });

  test("a word that a catalogue lacks is an error, not a gap", () => {
    assert.throws(() => make("movement", { ...MOVEMENT, kind: "gift" }, "fr"));
  });
});

suite("content", () => {
  const textOf = (given, kind = "ticket", lang = "fr") => html(make(kind, given, lang), lang).text;

  test("amounts are whole to the last centime, and none is better than a wrong one", () => {
    const rows = [[0, 2, "0,00", "0.00"], [5, 2, "0,05", "0.05"], [100, 2, "1,00", "1.00"], [125000, 2, "1\u00a0250,00", "1,250.00"], [123456789, 2, "1\u00a0234\u00a0567,89", "1,234,567.89"],
      [9007199254740991, 2, "90\u00a0071\u00a0992\u00a0547\u00a0409,91", "90,071,992,547,409.91"], [1234, 3, "1,234", "1.234"], [1234567, 0, "1\u00a0234\u00a0567", "1,234,567"], [-5000, 2, "-50,00", "-50.00"]];
    for (const [stake, currencyDigits, french, english] of rows) {
      assert.ok(textOf(facts("ticket", { stake, currencyDigits })).includes(`Mise totale ${french}\u00a0HTG`), french);
      assert.ok(textOf(facts("ticket", { stake, currencyDigits }), "ticket", "en").includes(`Total stake ${english}\u00a0HTG`), english);
    }
    for (const stake of [9007199254740993, 1.5, "2500", null, undefined, NaN]) assert.throws(() => textOf(facts("ticket", { stake })), PaperError, String(stake));
  });

  test("a state is on it, in a frame, and a duplicate its number", () => {
    const boxes = (given) => make("ticket", given, "fr").blocks.filter(({ is }) => is === "box");
    assert.deepEqual(boxes(facts("ticket")), []);
    for (const [state, title, rows] of [["voided", "Annulé", ["Sans valeur"]], ["lost", "Perdant", ["Sans valeur"]], ["expired", "Expiré", ["Sans valeur"]], ["won", "Gagnant · à payer 932,50\u00a0HTG", []], ["refundable", "À rembourser 100,00\u00a0HTG", []],
      ["refunded", "Remboursé 100,00\u00a0HTG", ["Sans valeur"]]])
      assert.deepEqual(boxes(facts("paid", { state, paid: null })), [{ is: "box", title, rows }]);
    assert.deepEqual(boxes(facts("paid", { copy: 12 })), [
      { is: "box", title: "Duplicata n° 12", rows: [] },
      { is: "box", title: "Payé 932,50\u00a0HTG", rows: ["23/11/2026 13:25:10", "Agence 02 Pétion-Ville · Caisse\u00a01"] },
    ]);
  });

  test("who has to count a till reads no sum on its report", () => {
    const text = textOf(facts("report", BLIND), "report");
    assert.match(text, /Ventes \(12\)\n/);
    assert.doesNotMatch(text, /Attendu|Dépôts|96.325/);
  });

  test("facts of something else make no paper", () => {
    for (const kind of ["ticket", "slip", "report", "movement", "handover"])
      for (const bad of [null, 7, [], {}, { number: "1" }, { number: "01-020007-4", code: "A", lines: [] }]) assert.throws(() => make(kind, bad, "fr"), PaperError, kind);
    assert.throws(() => make("slip", facts("ticket"), "fr"), PaperError, "nothing was paid");
    assert.throws(() => make("slip", facts("ticket", { state: "won" }), "fr"), PaperError);
    assert.throws(() => make("toString", facts("ticket"), "fr"), PaperError);
    assert.throws(() => make("ticket", facts("ticket", { number: "01-020007-5" }), "fr"), RangeError, "a wrong number is not printed");
  });
});

suite("printers", () => {
  const paper = make("ticket", facts("ticket"), "fr");
  const kinds = (how) => decode(bytes(paper, how)).parts.map(({ is, kind }) => (is === "cut" ? `cut ${kind}` : is)).filter((part) => part !== "row");

  test("are told the character set, how to cut, and to draw the code or not", () => {
    assert.deepEqual(kinds({ cut: "partial" }), ["code", "cut 1"]);
    assert.deepEqual(kinds({ cut: "none", qr: "raster" }), ["picture"]);
    assert.equal(decode(bytes(paper, { codePage: 1 })).codePage, 1);
    assert.deepEqual([...bytes(paper, {}).slice(0, 4)], [0x1b, 0x40, 0x1c, 0x2e], "reset, and no Chinese letters");
    const rows = decode(bytes(paper, { cut: "none" })).parts;
    assert.ok(rows.slice(-4).every(({ is, text }) => is === "row" && text === ""), "room to tear off");
  });

  test("open the drawer with one command", () => assert.deepEqual(decode(encodeDrawer()).parts, [{ is: "pulse", argument: [0, 50, 250] }]));

  test("say whether they have paper; silence and noise are unknown", () => {
    for (const [byte, meaning] of [[0x12, "ok"], [0x1e, "low"], [0x72, "out"], [0x7e, "out"], [undefined, "unknown"], [0x00, "unknown"], [0xff, "unknown"]]) assert.equal(readPaper(byte), meaning, String(byte));
  });
});

suite("the profile", () => {
  test("prints whatever was stored", () => {
    const plain = profileOf(null);
    assert.deepEqual(Object.keys(plain), Object.keys(CHOICES));
    assert.deepEqual([plain.way, plain.roll, plain.columns], ["browser", 58, 32]);
    assert.equal(profileOf({ roll: 80 }).columns, 48);
    assert.equal(profileOf({ roll: 80, columns: 42 }).columns, 42);
    for (const damaged of ["", 7, [], { way: "pigeon", roll: 57 }]) assert.deepEqual(profileOf(damaged), plain);
  });

  test("is kept", () => {
    assert.deepEqual(loadProfile(), profileOf(null));
    saveProfile({ ...profileOf({}), way: "usb", drawer: true });
    assert.deepEqual(loadProfile(), profileOf({ way: "usb", drawer: true }));
  });
});
