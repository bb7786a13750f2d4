// SPDX-License-Identifier: MIT
// Every word on every page comes from a catalogue, and the three catalogues say the same things.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as en from "../../web/i18n/en.js";
import * as fr from "../../web/i18n/fr.js";
import * as ht from "../../web/i18n/ht.js";
import { chooseLanguage, createTranslator } from "../../web/lib/i18n.js";
import { APPS, filesOf, read, textsOf, wordsOf } from "../lib/web_sources.mjs";

const CATALOGUES = { fr, en, ht };
const SECTIONS = Object.keys(fr);
/** Names, signs and addresses: the same in every language. */
const SAME_EVERYWHERE = ["Hippodrome", "FR", "EN", "HT", "/api/v1/rounds/{id}/proof"];
/** Words for developers, as it runs outside of pages, too; a table of letters. */
const NOT_READ = ["lib/hr1.js", "lib/paper/cp850.js"];

const forms = (entry) => (typeof entry === "string" ? [entry] : Object.values(entry));
const holes = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const all = (catalogue) => Object.assign({}, ...SECTIONS.map((section) => catalogue[section]));

describe("the catalogues", () => {
  test("have the same sections with the same keys, in the same order, and no key twice", () => {
    for (const [lang, catalogue] of Object.entries(CATALOGUES)) {
      assert.deepEqual(Object.keys(catalogue), SECTIONS, lang);
      for (const section of SECTIONS) assert.deepEqual(Object.keys(catalogue[section]), Object.keys(fr[section]), `${lang} ${section}`);
    }
    const keys = SECTIONS.flatMap((section) => Object.keys(fr[section]));
    assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), []);
  });

  test("have no empty text, and the same holes in every language", () => {
    for (const [lang, catalogue] of Object.entries(CATALOGUES))
      for (const [key, entry] of Object.entries(all(catalogue))) {
        const wanted = holes(forms(all(fr)[key]).join());
        for (const text of forms(entry)) assert.ok(text.trim(), `${lang} ${key}`);
        assert.deepEqual(holes(forms(entry).join()), wanted, `${lang} ${key}`);
        if (typeof entry !== "string") {
          assert.ok(entry.other, `${lang} ${key} has no form "other"`);
          assert.ok(wanted.includes("{count}"), `${key} has plural forms and no {count}`);
        }
      }
  });

  test("are translations", () => {
    const isWord = (text) => /\p{L}{5}/u.test(text.replace(/\{\w+\}/g, "").replaceAll("Hippodrome", ""));
    const [first, second] = [all(fr), all(en)];
    assert.deepEqual(Object.keys(first).filter((key) => forms(first[key]).join() === forms(second[key]).join() && isWord(forms(first[key]).join())), []);
  });
});

describe("the keys", () => {
  const scripts = filesOf(".js");
  const literals = new Map(scripts.map((name) => [name, textsOf(read(name))]));
  const pages = filesOf(".html").map((name) => [name, [...read(name).matchAll(/data-i18n(?:-[a-z]+)?="([^"]+)"/g)].map(([, key]) => key)]);
  const sectionsOf = (app) => new Set([...literals].filter(([name]) => name.startsWith(`${app}/`)).flatMap(([name]) => sectionsIn(read(name))));
  const sectionsIn = (source) => [...source.matchAll(/\bfr\.(\w+)/g), ...source.matchAll(/import \{([^}]*)\} from "[./]*i18n\/fr\.js"/g)].flatMap(([, names]) => names.split(",").map((name) => name.trim().split(" ")[0]));
  const known = (app) => Object.assign({}, ...[...(APPS.includes(app) ? sectionsOf(app) : SECTIONS)].map((section) => fr[section]));
  const appOf = (name) => name.split("/")[0];

  test("that a page or a script names are in a section that it imports", () => {
    for (const [name, keys] of pages) for (const key of keys) assert.ok(Object.hasOwn(known(appOf(name)), key), `${name} names ${key}`);
    const families = new Set(Object.keys(all(fr)).map((key) => key.split(".")[0]));
    for (const [name, texts] of literals) {
      const keys = known(appOf(name));
      for (const { value, isTemplate } of texts) {
        const looksLikeOne = !isTemplate && /^[a-z]\w*(\.\w+)+$/.test(value) && families.has(value.split(".")[0]) && !/\.(js|css|html|svg)$/.test(value);
        if (looksLikeOne) assert.ok(Object.hasOwn(keys, value), `${name} names ${value}`);
      }
    }
  });

  test("are all used", () => {
    const used = new Set(pages.flatMap(([, keys]) => keys));
    const beginnings = [];
    for (const { value, isTemplate } of [...literals.values()].flat()) {
      if (!isTemplate) used.add(value);
      else if (/^[a-z]\w*\.[\w.]*\0/.test(value)) beginnings.push(value.split("\0")[0]);
    }
    assert.deepEqual(Object.keys(all(fr)).filter((key) => !used.has(key) && !beginnings.some((text) => key.startsWith(text))), []);
  });
});

describe("no text for people is written", () => {
  const isAllowed = (text) => SAME_EVERYWHERE.includes(text);

  test("in a page", () => {
    // That page has no script, so it speaks all three languages at once.
    for (const name of filesOf(".html").filter((each) => each !== "404.html"))
      assert.deepEqual(wordsOf(read(name).replace(/<title>Hippodrome<\/title>/, "")).filter((text) => !isAllowed(text)), [], name);
  });

  test("in a template", () => {
    for (const name of filesOf(".js"))
      for (const { value, kind } of textsOf(read(name))) if (kind === "html") assert.deepEqual(wordsOf(value).filter((text) => !isAllowed(text)), [], name);
    assert.deepEqual(wordsOf('<p class="a b" title="Ouvrir">\0 <b>Bonjour</b></p>'), ["Ouvrir", "Bonjour"]);
  });

  test("in a script", () => {
    for (const name of filesOf(".js").filter((each) => !NOT_READ.includes(each)))
      for (const { value, kind } of textsOf(read(name))) {
        if (kind !== "text" || /px |sans-serif|^[a-z#.[\]="' -]+$|^\[data-/.test(value)) continue;
        assert.ok(!/[À-ÿ]/.test(value) || value.length === 1, `${name}: ${value}`);
        assert.ok(!/\p{Lu}?\p{Ll}+ \p{Ll}{2,}/u.test(value), `${name}: ${value}`);
      }
  });
});

describe("the pages", () => {
  test("name no host, no port and no scheme", () => {
    const code = (name) => (name.endsWith(".js") ? textsOf(read(name)).map(({ value }) => value).join("\n") : read(name));
    for (const name of [...filesOf(".js"), ...filesOf(".html")]) {
      for (const text of code(name).match(/\b(?:https?|wss?):\/\/\S*/g) ?? []) assert.equal(text, "http://www.w3.org/2000/svg", name);
      assert.ok(!/localhost|127\.0\.0\.1/.test(code(name)), name);
    }
  });

  test("keep to the strict policy: nothing inline, nothing from elsewhere, no markup as text", () => {
    for (const name of filesOf(".html")) {
      const page = read(name);
      assert.ok(!/<script(?![^>]*\bsrc=)/.test(page), `${name}: inline script`);
      assert.ok(!/<style|\sstyle=|\son[a-z]+=/.test(page), `${name}: inline style or handler`);
      for (const [, url] of page.matchAll(/\s(?:src|href)="([^"]*)"/g)) assert.match(url, /^(\/(?!\/)|#|[\w./]+\.(js|css)$)/, name);
    }
    for (const name of filesOf(".js").filter((each) => each !== "lib/older.js")) {
      assert.ok(!/\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|styleMap|unsafeHTML/.test(read(name)), name);
      for (const { value, kind } of textsOf(read(name))) if (kind === "html") assert.ok(!/\sstyle=|<style|\son[a-z]+=/.test(value), `${name}: ${value}`);
    }
  });
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
  const t = createTranslator({ "line.wait": "Encore {seconds} s" }, "fr");
  assert.equal(t("line.wait", { seconds: 4 }), "Encore 4 s");
  assert.equal(t("line.wait"), "Encore {seconds} s");
  assert.equal(t("no.such.key"), "no.such.key");
  assert.equal(t("toString"), "toString");
  assert.equal(t.has("line.wait"), true);
  assert.equal(t.has("toString"), false);
});

test("a count picks its plural form, as each language has them", () => {
  const entry = { one: "{count} ticket", other: "{count} tickets" };
  const say = (lang, count) => createTranslator({ tickets: entry }, lang)("tickets", { count });
  assert.deepEqual([0, 1, 2].map((count) => say("fr", count)), ["0 ticket", "1 ticket", "2 tickets"]);
  assert.deepEqual([0, 1, 2].map((count) => say("en", count)), ["0 tickets", "1 ticket", "2 tickets"]);
  assert.equal(say("fr", 1_000_000), "1000000 tickets", "a form that is not there is the other one");
  assert.equal(say("ht", 2), "2 tickets");
});
