// SPDX-License-Identifier: MIT
// The help: the keys that open pages, those of every page, and those of the page that is seen.

import { html, nothing } from "lit";
import { openModal } from "../lib/modal.js";
import { buildVersion } from "../lib/release.js";
import { pagesOf } from "./pages.js";

/** @typedef {{key: string, words: string, label?: string}} Key label: the words for what is written on it */

/** @type {readonly Key[]} */
const EVERYWHERE = [
  { key: "/", words: "admin.key.search" },
  { key: "?", words: "help.heading" },
];

/** @param {any} context @param {{name: string, keyTable?: readonly Key[]}|undefined} page */
export function helpView(context, page) {
  const { t, session } = context;
  const close = () => context.dispatch({ type: "help", isOpen: false });
  const row = (key, words) => html`<tr><th scope="row"><kbd>${key}</kbd></th><td>${t(words)}</td></tr>`;
  const rows = (keys) => keys.map(({ key, label, words }) => row(label ? t(label) : key, words));
  return html`<dialog class="help" aria-labelledby="help-heading" ${openModal()} @close=${close}>
    <div class="help-head">
      <h1 id="help-heading">${t("help.heading")}</h1>
      <button class="main" @click=${close} autofocus>${t("help.close")}</button>
    </div>
    <div class="help-columns">
      <table>
        <caption>${t("help.keys")}</caption>
        <tbody>${pagesOf(session.user.role).map(({ name, key }) => row(`g ${key}`, `page.${name}`))} ${rows(EVERYWHERE)}</tbody>
      </table>
      ${
        page?.keyTable
          ? html`<table><caption>${t(`page.${page.name}`)}</caption><tbody>${rows(page.keyTable)}</tbody></table>`
          : nothing
      }
    </div>
  </dialog>`;
}

/** Which build this is: whoever asks for help on the telephone is asked for it. */
export const versionView = ({ t }) => html`<p class="version">${t("shell.version", { version: buildVersion() })}</p>`;
