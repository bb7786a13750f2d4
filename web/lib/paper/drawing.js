// SPDX-License-Identifier: MIT
// Everything that a paper is made of, in one piece that is loaded apart from the pages.

import { paper as en } from "../../i18n/en.js";
import { paper as fr } from "../../i18n/fr.js";
import { paper as ht } from "../../i18n/ht.js";
import { describe } from "./papers.js";

export { printInBrowser } from "./browser.js";
export { renderPaper } from "./html.js";

const WORDS = { fr, en, ht };

/** @returns {import("./papers.js").Paper} */
export function draw(kind, facts, lang, host) {
  const words = WORDS[lang] ?? fr;
  const t = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  return describe(kind, facts, { t, lang, host });
}
