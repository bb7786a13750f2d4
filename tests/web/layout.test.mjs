// SPDX-License-Identifier: MIT
// The shape of web/: what an application may import, and which files are small.
import assert from "node:assert/strict";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { APPS, filesOf, read } from "../lib/web_sources.mjs";

const LINES = 450;
/** Pictures: the film and a horse. */
const LONG = ["screen/track.js", "screen/sprite.js"];
const PACKAGES = Object.keys(JSON.parse(read("package.json")).dependencies);

const code = (name) => read(name).replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*/g, "");
const importsOf = (name) => [...code(name).matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)"([^"]+)"/g)].map(([, target]) => target);
const roomOf = (path) => path.split("/")[0];

test("an application takes from its own folder, from lib/, from the catalogues and from the packages that are named", () => {
  for (const name of filesOf(".js"))
    for (const target of importsOf(name)) {
      if (!target.startsWith(".")) {
        const isKnown = PACKAGES.some((each) => target === each || target.startsWith(`${each}/`));
        assert.ok(isKnown, `${name} imports ${target}`);
        continue;
      }
      const room = roomOf(normalize(join(dirname(name), target)));
      const below = APPS.includes(roomOf(name)) ? [roomOf(name), "lib", "i18n"] : ["lib", "i18n"];
      assert.ok(below.includes(room), `${name} imports ${target}`);
    }
});

test("a file is not too long to be read", () => {
  for (const name of filesOf(".js").filter((each) => !LONG.includes(each))) {
    const lines = read(name).split("\n").length;
    assert.ok(lines <= LINES, `${name} has ${lines} lines`);
  }
});

test("the house's state and what is shown of it need no browser", () => {
  for (const name of ["screen/store.js", "screen/present.js", "lib/film.js", "lib/format.js", "lib/i18n.js", "lib/hr1.js"])
    assert.ok(!/\bdocument\b/.test(code(name)), name);
});
