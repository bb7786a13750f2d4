// SPDX-License-Identifier: MIT
// What `make web` has made: small first loads, names that carry a hash, nothing of one application in another's bundle, the
// licences of all that is inside.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import vm from "node:vm";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import * as fr from "../../web/i18n/fr.js";
import { BUILT, firstLoad, pageOf, reach, read, sizeOf, sumOf, untilShown } from "../lib/first_load.mjs";
import { ROOT } from "../lib/setting.mjs";
import { APPS } from "../lib/web_sources.mjs";

const files = readdirSync(BUILT, { recursive: true }).map(String);
const assets = files.filter((name) => name.startsWith("assets/"));
/** kB of what a browser must have before it shows the page, as it goes over the line. */
const LIMITS = { screen: 80, cashier: 60, display: 60, rules: 60, verify: 90, admin: 90 };

for (const app of APPS) {
  test(`the first load of ${app} is at most ${LIMITS[app]} kB`, () => {
    const paths = untilShown(app);
    console.log(`# ${app}: ${(sumOf(paths) / 1000).toFixed(1)} kB`);
    assert.ok(sumOf(paths) <= LIMITS[app] * 1000, paths.map((path) => `${path} ${sizeOf(path)}`).join(", "));
  });
}

test("a screen that runs has no more than that with its line to the house", () => {
  const all = [...reach(firstLoad("screen").filter((path) => path.endsWith(".js"))), ...firstLoad("screen").filter((path) => !path.endsWith(".js"))];
  console.log(`# screen, everything: ${(sumOf(all) / 1000).toFixed(1)} kB`);
  assert.ok(sumOf(all) <= LIMITS.screen * 1000);
});

test("every script and style sheet that a page names is there, under a name with a hash", () => {
  for (const page of files.filter((name) => name.endsWith(".html")))
    for (const [, path] of read(page).toString().matchAll(/(?:src|href)="([^"#]+\.(?:js|css))"/g)) {
      assert.match(path, /^\/assets\/[\w.]+-[A-Z0-9]{8}\.(js|css)$/, page);
      assert.ok(existsSync(join(BUILT, path)), `${page} names ${path}`);
    }
  for (const name of assets) assert.match(name, /-[A-Z0-9]{8}\.\w+(\.br|\.gz)?$/);
});

test("what a script imports is named by the page ahead, so that it is not found out one after the other", () => {
  for (const app of APPS) {
    const named = firstLoad(app);
    for (const path of named.filter((each) => each.endsWith(".js")))
      for (const [, other] of read(path).toString().matchAll(/(?:^|[;}])import[^"';(]*["']\.\/([^"']+)["']/g)) assert.ok(named.includes(`assets/${other}`), `${path} imports ${other}`);
  }
});

for (const app of APPS.filter((name) => existsSync(join(ROOT, "web", name, "sw.js"))))
  test(`the service worker of ${app} keeps its address, and knows all files of its version`, () => {
    const worker = read(`${app}/sw.js`).toString();
    const known = worker.match(/\/assets\/[\w.]+-[A-Z0-9]{8}\.\w+/g).map((path) => path.slice(1));
    const [, version] = /name="build" content="(\w+)"/.exec(read(pageOf(app)).toString());
    assert.ok(worker.includes(version), "the page's version");
    for (const path of reach(firstLoad(app).filter((each) => each.startsWith("assets/")))) assert.ok(known.includes(path), path);
    assert.ok(worker.includes(`"/${app}/"`), "the page itself");
  });

test("what is compressed ahead says the same", () => {
  for (const name of files.filter((each) => each.endsWith(".br"))) {
    const plain = read(name.slice(0, -3));
    assert.ok(brotliDecompressSync(read(name)).equals(plain), name);
    assert.ok(gunzipSync(read(name.replace(/br$/, "gz"))).equals(plain), name);
  }
  for (const name of assets.filter((each) => /\.(js|css)$/.test(each) && read(each).length > 1000)) assert.ok(files.includes(`${name}.br`), name);
});

test("a bundle has the sections of the catalogue that its application imports, and no others", () => {
  const sentence = { screen: fr.screen["alert.offline"], rules: fr.rules["check.intro"], verify: fr.verify["verify.verdict.ok.text"] };
  for (const app of APPS)
    for (const [section, text] of Object.entries(sentence)) {
      const has = firstLoad(app).some((path) => read(path).includes(text));
      assert.equal(has, section === app, `${section} in ${app}`);
    }
});

test("the verifier's file has everything inside, under a policy that lets in nothing else", () => {
  const page = read("verify.html").toString();
  const [, policy] = page.match(/<meta http-equiv="Content-Security-Policy" content="([^"]+)"/);
  assert.match(policy, /^default-src 'none'; /);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  for (const [directive, tag] of [["script-src", "script"], ["style-src", "style"]]) {
    const parts = [...page.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, "g"))].map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
    assert.ok(parts.length > 0, tag);
    assert.equal(policy.match(new RegExp(`${directive} ([^;]*);`))[1], parts.join(" "));
  }
  assert.doesNotMatch(page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, ""), /\s(?:src|href)=/);
});

test("nothing of the sources but what is served: no maps, no modules of npm", () => {
  assert.deepEqual(files.filter((name) => /node_modules|\.map$|\.mjs$|package/.test(name)), []);
  for (const name of ["favicon.svg", "preview.png", "robots.txt", "404.html", "img/check.svg", "index.html", "rules/index.html"]) assert.ok(files.includes(name), name);
});

test("whoever's work is inside is named, with the text of the licence", () => {
  const page = read("licences/index.html").toString();
  for (const name of ["centrifuge 5.8.0 (MIT)", "Hippodrome (MIT)"]) assert.ok(page.includes(`<h2>${name}</h2>`), name);
  assert.ok(page.includes("Copyright (c) 2023 Centrifugal Labs LTD"), "Centrifuge's own words");
});

describe("a browser of 2018", () => {
  test("is told in words what cannot be had, on every page", () => {
    for (const app of APPS) {
      const html = read(pageOf(app)).toString();
      assert.ok(html.indexOf("/assets/older-") > 0 && html.indexOf("/assets/older-") < html.indexOf('type="module"'), `${app}: older.js comes first`);
      const words = /<noscript>([\s\S]*?)<\/noscript>/.exec(html)?.[1] ?? "";
      for (const lang of ["fr", "en", "ht"]) assert.ok(words.includes(`lang="${lang}"`), `${app} says nothing in ${lang}`);
    }
  });

  test("gets a size of text although it knows no max()", () => {
    const css = read(assets.find((name) => /screen-\w+\.css$/.test(name))).toString();
    assert.match(css, /font-size:1\.07vw;font-size:max\(/);
    assert.match(css, /font-size:11rem;font-size:min\(/);
  });

  /** A realm without what such browsers lack, in which the first script has run. */
  function realm({ noModule = true, noscript = "" } = {}) {
    const body = { children: [], insertBefore: (node) => body.children.push(node) };
    const listeners = [];
    const window = vm.createContext({
      document: {
        body,
        querySelector: () => ({ textContent: noscript }),
        createElement: (name) => (name === "script" && noModule ? { noModule: false } : {}),
        addEventListener: (event, listener) => listeners.push(listener),
      },
      Element: class {},
    });
    vm.runInContext(`var window = globalThis;
      delete Object.hasOwn; delete Object.fromEntries; delete Array.prototype.at; delete Array.prototype.flat; delete Array.prototype.flatMap;
      delete String.prototype.replaceAll; delete globalThis.globalThis;`, window);
    assert.equal(vm.runInContext("typeof globalThis", window), "undefined", "the realm is as old as it should be");
    vm.runInContext(read(assets.find((name) => /older-\w+\.js$/.test(name))).toString(), window);
    for (const listener of listeners) listener();
    return { run: (code) => vm.runInContext(code, window), body };
  }

  test("gets what libraries and pages take for granted", () => {
    const { run, body } = realm();
    const same = (code, value) => assert.equal(run(`JSON.stringify(${code})`), JSON.stringify(value), code);
    same("globalThis === window", true);
    same("[Object.hasOwn({ a: 1 }, 'a'), Object.hasOwn({}, 'toString')]", [true, false]);
    same("Object.fromEntries(new Map([['a', 1], ['b', 2]]))", { a: 1, b: 2 });
    same("[[1, 2, 3].at(-1), [1, 2, 3].at(0)]", [3, 1]);
    same("[[1], [2, 3], 4].flat()", [1, 2, 3, 4]);
    same("[1, 2].flatMap((x) => [x, x])", [1, 1, 2, 2]);
    same("'a-b-c'.replaceAll('-', '+')", "a+b+c");
    same("typeof Element.prototype.replaceChildren", "function");
    same("Object.keys([1])", ["0"]);
    assert.equal(body.children.length, 0, "it is not told that it is too old");
  });

  test("that has no modules is told so, in the words of the page", () => {
    const { body } = realm({ noModule: false, noscript: "<p>trop ancien</p>" });
    assert.equal(body.children[0].innerHTML, "<p>trop ancien</p>");
  });

  test("reads the bundles' syntax: nothing newer than what it knows", () => {
    for (const name of assets.filter((each) => each.endsWith(".js") && !/\/hr1-/.test(each))) {
      const code = read(name).toString();
      assert.ok(!/\?\?=|\?\.\[|\?\.\(|[\w)\]]\?\.[a-zA-Z_$]|\bstatic\{|\b\d+n\b/.test(code.replace(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, '""')), name);
    }
  });
});
