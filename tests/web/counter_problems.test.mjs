// SPDX-License-Identifier: MIT
// Refusals in the cashier's words: no name of a field of the api, and nothing said to be sold or not where nothing is.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createProblemText } from "../../web/lib/problems.js";
import { words as en } from "../../web/cashier/words/en.js";
import { words as fr } from "../../web/cashier/words/fr.js";
import { words as ht } from "../../web/cashier/words/ht.js";
import { createTranslator } from "../../web/lib/i18n.js";

const textIn = (words, lang) => {
  const t = createTranslator(words, lang);
  return createProblemText({ t, has: t.has, money: (minor) => `${minor / 100} HTG` });
};
const LANGUAGES = { fr, en, ht };

test("an amount out of the api's bounds is said in words, and not by its name in the api", () => {
  for (const [lang, words] of Object.entries(LANGUAGES)) {
    for (const parameter of ["amount", "float"]) {
      const text = textIn(words, lang)({ code: "bad_parameter", facts: { parameter, detail: `${parameter} is not acceptable` } });
      assert.equal(text, words["problem.amount_range"], lang);
    }
    const other = textIn(words, lang)({ code: "bad_parameter", facts: { parameter: "reason", detail: "reason must be text" } });
    assert.equal(other, words["problem.bad_parameter"], lang);
  }
});

test("a cut is not about sales: it is said of approvals, movements and lists, too", () => {
  assert.doesNotMatch(textIn(fr, "fr")({ code: "offline" }), /vend/);
  assert.doesNotMatch(textIn(en, "en")({ code: "offline" }), /sold/);
  assert.doesNotMatch(textIn(ht, "ht")({ code: "offline" }), /vann/);
});
