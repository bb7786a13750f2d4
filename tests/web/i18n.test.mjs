// SPDX-License-Identifier: MIT
// Every word on the screen comes from a catalogue, and the three catalogues say the same things.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { CATALOGUES, chooseLanguage, hasText, translate } from "../../web/lib/i18n.js";

const web = new URL("../../web/", import.meta.url);
const read = (path) => readFileSync(new URL(path, web), "utf8");
const scripts = readdirSync(new URL("js/", web)).filter((name) => name.endsWith(".js") && name !== "hr1.js");
const keys = (lang) => Object.keys(CATALOGUES[lang]).sort();
const holes = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

/** Source without comments, so that prose about the code is not taken for prose on the screen. */
const code = (name) =>
  read(`js/${name}`)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "$1");
const literals = (source) =>
  [...source.matchAll(/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(
    (m) => m[1] ?? m[2] ?? m[3],
  );

test("the catalogues have the same keys, in the same order, and no empty text", () => {
  for (const lang of ["en", "ht"]) assert.deepEqual(Object.keys(CATALOGUES[lang]), Object.keys(CATALOGUES.fr), lang);
  for (const lang of Object.keys(CATALOGUES))
    for (const key of keys(lang)) assert.ok(CATALOGUES[lang][key].trim(), `${lang} ${key}`);
});

test("a text has the same holes in every language", () => {
  for (const key of keys("fr"))
    for (const lang of ["en", "ht"])
      assert.deepEqual(holes(CATALOGUES[lang][key]), holes(CATALOGUES.fr[key]), `${lang} ${key}`);
});

test("the translations are translations", () => {
  const same = keys("fr").filter(
    (key) =>
      CATALOGUES.fr[key] === CATALOGUES.en[key] &&
      /\p{L}{5}/u.test(CATALOGUES.fr[key].replace(/\{\w+\}|Hippodrome/g, "")),
  );
  assert.deepEqual(same, []);
});

test("every key that a page or a script names exists, and every key is used", () => {
  const used = new Set();
  for (const name of scripts) for (const text of literals(code(name))) if (hasText(text)) used.add(text);
  for (const [, key] of read("index.html").matchAll(/data-i18n(?:-[a-z]+)?="([^"]+)"/g)) {
    assert.ok(hasText(key), `index.html names ${key}`);
    used.add(key);
  }
  for (const name of scripts) {
    for (const [, key] of code(name).matchAll(/\b(?:t|text|log)\(\s*["']([\w.]+)["']/g)) {
      assert.ok(hasText(key), `${name} names ${key}`);
      used.add(key);
    }
  }
  const families = ["void.", "countdown.", "notice.", "line.", "alert.", "live."];
  assert.deepEqual(
    keys("fr").filter((key) => !used.has(key) && !families.some((family) => key.startsWith(family))),
    [],
  );
});

test("no text for people is written in the page", () => {
  const page = read("index.html")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<title>Hippodrome<\/title>/, "");
  const texts = [...page.matchAll(/>([^<]+)</g)].map((m) => m[1].trim()).filter((text) => /\p{L}{2}/u.test(text));
  assert.deepEqual(
    texts.filter((text) => !["Hippodrome", "FR", "EN", "HT"].includes(text)),
    [],
  );
  for (const [, attribute, value] of page.matchAll(/\s(title|alt|placeholder|aria-label)="([^"]*)"/g))
    assert.equal(value, "", attribute);
});

test("no text for people is written in the scripts", () => {
  for (const name of scripts) {
    for (const text of literals(code(name))) {
      const bare = text.replace(/\$\{[^}]*\}/g, "");
      if (/px |sans-serif|^[a-z#.[\]="' -]+$|^\[data-/.test(bare)) continue;
      assert.ok(!/[À-ÿ]/.test(bare), `${name}: ${text}`);
      assert.ok(!/\p{Lu}?\p{Ll}+ \p{Ll}{2,}/u.test(bare), `${name}: ${text}`);
    }
  }
});

test("no page or script names a host, a port or a scheme", () => {
  for (const [name, source] of [
    ...scripts.map((name) => [name, code(name)]),
    ["index.html", read("index.html")],
    ["404.html", read("404.html")],
  ]) {
    for (const text of source.match(/\b(?:https?|wss?):\/\/\S*/g) ?? [])
      assert.equal(text.split(/["'`]/)[0], "http://www.w3.org/2000/svg", name);
    assert.ok(!/localhost|127\.0\.0\.1/.test(source), name);
  }
});

test("pages keep to the strict policy: nothing inline, nothing from elsewhere", () => {
  for (const name of ["index.html", "404.html"]) {
    const page = read(name);
    assert.ok(!/<script(?![^>]*\bsrc=)/.test(page), `${name}: inline script`);
    assert.ok(!/<style|\sstyle=|\son[a-z]+=/.test(page), `${name}: inline style or handler`);
    for (const [, url] of page.matchAll(/\s(?:src|href)="([^"]*)"/g)) assert.match(url, /^(\/(?!\/)|#)/, name);
  }
});

test("the language comes from the address, then the last choice; else French, or Creole if the browser wants it first", () => {
  const choose = (query, stored, ...preferred) => chooseLanguage({ query, stored, preferred });
  assert.equal(choose("?lang=ht", "en", "fr-FR"), "ht");
  assert.equal(choose("?lang=xx", "en", "fr-FR"), "en");
  assert.equal(choose("", null, "en-US", "en"), "fr");
  assert.equal(choose("", null, "ht-HT", "en"), "ht");
  assert.equal(choose("", null, "en-US", "ht"), "fr");
  assert.equal(choose("", null), "fr");
  assert.equal(choose("", null, "de"), "fr");
  assert.equal(choose("?lang=__proto__", "toString"), "fr");
});

test("holes are filled, and only with what was given", () => {
  assert.equal(translate("fr", "line.reconnectingIn", { seconds: 4 }), "Reconnexion dans 4 s");
  assert.equal(translate("fr", "line.reconnectingIn"), "Reconnexion dans {seconds} s");
  assert.equal(translate("xx", "brand.tagline"), CATALOGUES.fr["brand.tagline"]);
  assert.equal(translate("fr", "no.such.key"), "no.such.key");
});
