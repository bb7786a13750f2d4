// SPDX-License-Identifier: MIT
// The page /licences: whose work is in the bundles, and on what terms.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/**
 * @param {string} web the folder web/
 * @param {string[]} inputs every file that is in some bundle
 * @returns {string} html
 */
export function licences(web, inputs) {
  const names = new Set(inputs.map((input) => input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
  const parts = [...names].sort().map((name) => {
    const folder = join(web, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
    if (!file) throw new Error(`${name} comes without the text of its licence`);
    return `<h2>${escaped(`${name} ${version} (${license})`)}</h2>\n<pre>${escaped(readFileSync(join(folder, file), "utf8"))}</pre>`;
  });
  const own = `<h2>Hippodrome (MIT)</h2>\n<pre>${escaped(readFileSync(join(web, "../LICENSE"), "utf8"))}</pre>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Licences · Hippodrome</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml" />
<h1>Licences</h1>
${[own, ...parts].join("\n")}
</html>
`;
}
