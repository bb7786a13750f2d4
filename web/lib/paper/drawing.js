// SPDX-License-Identifier: MIT
// Everything that a paper is made of, in one piece that is loaded apart from the pages.

import { paper as en } from "../../i18n/en.js";
import { paper as fr } from "../../i18n/fr.js";
import { paper as ht } from "../../i18n/ht.js";
import { createTranslator } from "../i18n.js";
import { describe } from "./papers.js";
import { PaperError } from "./text.js";

export { printInBrowser } from "./browser.js";
export { renderPaper } from "./html.js";

const WORDS = { fr, en, ht };

/** @returns {import("./papers.js").Paper} */
export function draw(kind, facts, lang, host, logo = null) {
  const t = createTranslator(WORDS[lang] ?? fr, lang);
  const say = (key, values) => {
    if (!t.has(key)) throw new PaperError(`no words for ${key}`);
    return t(key, values);
  };
  return describe(kind, facts, { t: say, lang, host, logo });
}
