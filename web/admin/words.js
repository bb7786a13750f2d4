// SPDX-License-Identifier: MIT
// The sections of the catalogues that this application has, a language at a time.

const LOAD = {
  fr: () => import("./words/fr.js"),
  en: () => import("./words/en.js"),
  ht: () => import("./words/ht.js"),
};

/** @param {string} lang @returns {Promise<import('../lib/i18n.js').Catalogue>} */
export const loadWords = async (lang) => (await LOAD[lang]()).words;
