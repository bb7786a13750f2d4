// SPDX-License-Identifier: MIT
// Every word a person reads comes from a catalogue in i18n/; this picks the language and fills in values.

export const LANGUAGES = ["fr", "en", "ht"];
export const DEFAULT_LANGUAGE = "fr";
const STORAGE_KEY = "hippodrome.lang";
/** Browsers carry no plural rules for Haitian Creole, whose nouns do not change: any rules do. */
const RULES = { fr: "fr", en: "en", ht: "fr" };

/**
 * A text, or one for each plural form: {one: "{count} ligne", other: "{count} lignes"}.
 * @typedef {Record<string, string|{one?: string, many?: string, other: string}>} Catalogue
 * @typedef {((key: string, values?: Record<string, any>) => string) & {has: (key: string) => boolean}} Translator
 */

/** @param {string|null|undefined} lang */
const isSpoken = (lang) => LANGUAGES.includes(lang ?? "");

/**
 * The language to start with: the address first (a shop's bookmark), then the last choice made here. Of the
 * browser's own wishes only Creole counts: the screens of a French-speaking house often run on an English system.
 * @param {{query: string, stored: string|null, preferred: readonly string[]}} wishes
 */
export function chooseLanguage({ query, stored, preferred }) {
  const asked = new URLSearchParams(query).get("lang");
  const first = preferred[0]?.slice(0, 2).toLowerCase() === "ht" ? "ht" : DEFAULT_LANGUAGE;
  return [asked, stored].find(isSpoken) ?? first;
}

/**
 * The text of a key, its {names} replaced; of a text with plural forms the one for `count`. A missing key shows itself: it
 * must be seen, not hidden.
 * @param {Catalogue} catalogue of one language
 * @param {string} lang
 * @returns {Translator}
 */
export function createTranslator(catalogue, lang) {
  const plural = new Intl.PluralRules(RULES[lang] ?? RULES[DEFAULT_LANGUAGE]);
  const has = (key) => Object.hasOwn(catalogue, key);
  const translate = (key, values = {}) => {
    const entry = has(key) ? catalogue[key] : key;
    const text = typeof entry === "string" ? entry : (entry[plural.select(values.count)] ?? entry.other);
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
  return Object.assign(translate, { has });
}

/** French sets blanks before some signs: no line may begin with them. @param {string} text */
export const typeset = (text) => text.replace(/ (?=[;:?!\u00bb\u00d7=])/g, "\u00a0").replace(/\u00ab /g, "\u00ab\u00a0");

/** The language of this page's visitor. */
export function visitorLanguage() {
  return chooseLanguage({
    query: window.location.search,
    stored: storedLanguage(),
    preferred: navigator.languages ?? [navigator.language ?? ""],
  });
}

/** Storage may be forbidden (private windows, kiosk policies): then a choice lasts as long as the page. */
export function storedLanguage() {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** @param {string} lang */
export function storeLanguage(lang) {
  try {
    localStorage.setItem(STORAGE_KEY, lang);
  } catch {
    // Kept for this page only.
  }
}
