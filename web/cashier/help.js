// SPDX-License-Identifier: MIT
// The help: the grammar of the typed line by examples, and the keys of the pages. Opened and closed by `?`.

import { html } from "lit";
import { ref } from "lit/directives/ref.js";
import { buildVersion } from "../lib/release.js";
import { BOX, FIELD } from "../lib/markets.js";
import { lettersOf } from "./grammar.js";
import { EVERYWHERE, PAGE_KEYS } from "./key_table.js";

/** Each with the words that say what it means. */
const EXAMPLES = [
  ["6*100", "help.stake"],
  ["6/3", "help.quick"],
  ["6 100", "help.blank"],
  ["6P*50", "help.letter"],
  ["6GP*50", "help.letters"],
  ["6.7*50", "help.choice"],
  ["6-7/1", "help.couple"],
  [`6-7O${BOX}/1`, "help.both"],
  ["6.7.8C/1", "help.box"],
  [`6-${FIELD}C/1`, "help.wheel"],
  [`${FIELD}-6O/1`, "help.wheel_second"],
  ["6-7-8T/1", "help.trio"],
  ["I/2", "help.parity"],
];
const ALL = ["win", "place", "top3", "exacta", "quinella", "couple_place", "trifecta", "trio", "duel", "odd_even"];

function view(_slice, context) {
  const { t, state, pages } = context;
  const close = () => context.dispatch({ type: "help", isOpen: false });
  const show = (dialog) => {
    if (!dialog || dialog.open === state.isHelpOpen) return;
    if (state.isHelpOpen) dialog.showModal();
    else dialog.close();
  };
  const row = (key, words) => html`<tr><th scope="row"><kbd>${key}</kbd></th><td>${t(words)}</td></tr>`;
  const named = ({ key, label = key }) => (label.includes(".") ? t(label) : label);
  const rows = (keys) => keys.map((each) => row(named(each), each.words));
  const tableOf = (name) => html`<table>
    <caption>${t(`page.${name}`)}</caption>
    <tbody>${rows(PAGE_KEYS[name])}</tbody>
  </table>`;
  return html`<dialog class="help" aria-labelledby="help-heading" ${ref(show)} @close=${close}>
    <div class="help-head">
      <h1 id="help-heading">${t("help.heading")}</h1>
      <button class="main" @click=${close} autofocus>${t("help.close")}</button>
    </div>
    <div class="help-columns">
      <table>
        <caption>${t("help.line")}</caption>
        <tbody>${EXAMPLES.map(([text, words]) => row(text, words))}</tbody>
      </table>
      <table>
        <caption>${t("help.letters_heading")}</caption>
        <tbody>
          ${lettersOf(ALL).map(({ market, letter }) => row(letter, market === "odd" || market === "even" ? `selection.${market}` : `market.${market}`))}
        </tbody>
      </table>
      <table>
        <caption>${t("help.keys")}</caption>
        <tbody>${pages.map(({ name, shortcut }) => row(shortcut, `page.${name}`))} ${rows(EVERYWHERE)}</tbody>
      </table>
      ${Object.keys(PAGE_KEYS).map(tableOf)}
    </div>
  </dialog>`;
}

/** Which build this is: whoever asks for help on the telephone is asked for it. */
const menu = ({ t }) => html`<p class="version">${t("shell.version", { version: buildVersion() })}</p>`;

export const help = { name: "help", initial: null, reduce: (slice) => slice, view, menu };
