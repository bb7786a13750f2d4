// SPDX-License-Identifier: MIT
// What stands around every page of the counter: the head with till and user, the pages and their keys, the menu.

import { html, nothing } from "lit";
import { countdownView, cutView, lineBadge, menuView } from "../lib/head.js";
import { sessionView, signOut } from "./session.js";

/**
 * @param {import('./state.js').State} state
 * @param {any} context
 * @param {readonly any[]} pages
 * @param {readonly any[]} strips
 */
export function shellView(state, context, pages, strips) {
  const isWorking = state.session.step === "working";
  const page = pages.find(({ name }) => name === state.page);
  return html`
    <header class="head">
      ${isWorking ? tabsView(state, context, pages) : html`<p class="brand">${state.session.config?.name ?? nothing}</p>`}
      ${countdownView(state, context)} ${sideView(state, context, isWorking ? strips : null)}
    </header>
    ${cutView(state, (line) => context.t(`cut.${line}`))}
    ${strips.filter(({ isForAll }) => isWorking || (isForAll && state.session.step === "choosing")).map(({ name, view }) => view(state.pages[name], context))}
    <main class="page" data-page=${isWorking ? page.name : "session"}>
      ${isWorking ? page.view(state.pages[page.name], context) : sessionView(context)}
    </main>
  `;
}

function tabsView(state, { t, go }, pages) {
  return html`<nav class="tabs" aria-label=${t("shell.pages")}>
    ${pages.map(
      ({ name, shortcut }) => html`<button
        aria-current=${name === state.page ? "page" : nothing}
        aria-keyshortcuts=${shortcut}
        @click=${() => go(name)}
      >
        ${t(`page.${name}`)}<kbd>${shortcut}</kbd>
      </button>`,
    )}
  </nav>`;
}

function sideView(state, context, strips) {
  const { t } = context;
  const { till, user } = state.session;
  return html`<div class="side">
    ${lineBadge(state, context)}
    ${
      strips
        ? html`<span class="who">
            <b>${till ? t("shell.till", { number: till.number, name: till.name }) : t("shell.no_till")}</b>
            <span>${user.displayName}</span>
          </span>
          <button aria-label=${t("shell.help")} aria-keyshortcuts="?" @click=${() => context.dispatch({ type: "help", isOpen: true })}>
            <kbd>?</kbd>
          </button>`
        : nothing
    }
    ${menuView(state, context, strips ? menuItems(context, strips) : nothing)}
  </div>`;
}

/** Strips have items of their own. */
const menuItems = (context, strips) =>
  html`${strips.map(({ menu }) => menu?.(context))} <button @click=${() => signOut(context)}>${context.t("session.sign_out")}</button>`;
