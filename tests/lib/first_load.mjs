// SPDX-License-Identifier: MIT
// What a browser must have before it shows a page of build/web, as it goes over the line.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fr from "../../web/i18n/fr.js";
import { ROOT } from "./setting.mjs";

export const BUILT = join(ROOT, "build/web");
export const read = (path) => readFileSync(join(BUILT, path));
export const pageOf = (app) => (app === "screen" ? "index.html" : `${app}/index.html`);

/** All that the page names, and what those scripts import at once. */
export function firstLoad(app) {
  const html = read(pageOf(app)).toString();
  return [pageOf(app), ...[...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path)];
}

/** All scripts that these may ever import, themselves among them. */
export function reach(paths, found = new Set()) {
  for (const path of paths.filter((each) => !found.has(each))) {
    found.add(path);
    if (path.endsWith(".js")) reach([...read(path).toString().matchAll(/["']\.\/([\w.]+-[A-Z0-9]{8}\.js)["']/g)].map(([, name]) => `assets/${name}`), found);
  }
  return found;
}

/** And the words in which it speaks, where they are files of their own. */
export function untilShown(app) {
  const paths = firstLoad(app);
  const speaks = (path) => path.endsWith(".js") && read(path).includes(fr.common["line.offline"]);
  const words = paths.some(speaks) ? [] : [...reach(paths.filter((each) => each.endsWith(".js")))].filter(speaks);
  return [...paths, ...words];
}

export const sizeOf = (path) => read(existsSync(join(BUILT, `${path}.br`)) ? `${path}.br` : path).length;
export const sumOf = (paths) => paths.reduce((total, path) => total + sizeOf(path), 0);
