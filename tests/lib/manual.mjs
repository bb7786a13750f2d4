// SPDX-License-Identifier: MIT
// The commands that the manual tells its readers to type, so that a test types the very same ones. A block of commands
// has a name behind its language: ```sh install.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./setting.mjs";

export const PAGES = ["deploy/README.md", "deploy/render.md"];

/** All blocks of shell commands on a page, in order; `name` is undefined where a block has none. */
export function blocks(page) {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```sh(?: ([\w-]+))?\n([^]*?)^```$/gm)].map(([, name, commands]) => ({ name, commands }));
}

/**
 * The commands of one block. A reader puts in his own values: so does a test, and each of them must be there.
 * @param {Record<string, string>} [replacements] what stands on the page → what the test types instead
 */
export function commands(page, name, replacements = {}) {
  const found = blocks(page).filter((block) => block.name === name);
  if (found.length !== 1) throw new Error(`${page} has ${found.length} blocks named ${name}`);
  let text = found[0].commands;
  for (const [written, typed] of Object.entries(replacements)) {
    if (!text.includes(written)) throw new Error(`${page}, ${name}: nothing says ${written}`);
    text = text.replaceAll(written, typed);
  }
  return text;
}
