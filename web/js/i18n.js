// SPDX-License-Identifier: MIT
// Every word a person reads comes from a catalogue in i18n/; this picks the language and fills in values.

import en from "../i18n/en.js";
import fr from "../i18n/fr.js";
import ht from "../i18n/ht.js";

export const CATALOGUES = { fr, en, ht };
export const DEFAULT_LANGUAGE = "fr";
const STORAGE_KEY = "hippodrome.lang";

const supported = (lang) => Object.hasOwn(CATALOGUES, lang ?? "");

/**
 * The language to start with: the address first (a shop's bookmark), then the last choice made here. Of the
 * browser's own wishes only Creole counts: the screens of a French-speaking house often run on an English system.
 * @param {{query: string, stored: string|null, preferred: readonly string[]}} wishes
 */
export function chooseLanguage({ query, stored, preferred }) {
  const asked = new URLSearchParams(query).get("lang");
  const first = preferred[0]?.slice(0, 2).toLowerCase() === "ht" ? "ht" : DEFAULT_LANGUAGE;
  return [asked, stored].find(supported) ?? first;
}

/** The text of a key, its {names} replaced. A missing key shows itself: it must be seen, not hidden. */
export function translate(lang, key, values = {}, catalogues = CATALOGUES) {
  const text = catalogues[lang]?.[key] ?? catalogues[DEFAULT_LANGUAGE][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function hasText(key) {
  return Object.hasOwn(CATALOGUES[DEFAULT_LANGUAGE], key);
}

/** Storage may be forbidden (private windows, kiosk policies): then a choice lasts as long as the page. */
export function storedLanguage() {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

export function storeLanguage(lang) {
  try {
    localStorage.setItem(STORAGE_KEY, lang);
  } catch {
    // Kept for this page only.
  }
}
