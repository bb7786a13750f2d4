// SPDX-License-Identifier: MIT
// What stands around every page of the counter: the countdown and the lock, the line, till and user, the pages and their keys,
// the language, the help.

import { html, nothing } from "lit";
import { LANGUAGES } from "../lib/i18n.js";
import { countdown } from "../lib/race.js";
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
    ${lineView(state, context)}
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

function countdownView({ race }, { t, clock }) {
  const { kind, seconds } = countdown(race, clock.now());
  const state = race.degraded ? "degraded" : race.paused && kind !== "open" ? "paused" : kind;
  const isOpen = ["open", "soon", "last"].includes(state);
  return html`<div class="countdown" data-kind=${state} role="timer" aria-live="off">
    <span class="countdown-round">${race.roundId === null ? nothing : t("shell.round", { round: race.roundId })}</span>
    <span class="countdown-state">${t(`phase.${isOpen ? "betting" : state}`)}</span>
    <span class="countdown-seconds">${seconds === null ? nothing : seconds}</span>
    ${race.order ? html`<span class="countdown-order">${race.order.slice(0, 3).join(" - ")}</span>` : nothing}
  </div>`;
}

function sideView(state, context, strips) {
  const { t } = context;
  const { till, user } = state.session;
  const line = lineName(state);
  return html`<div class="side">
    <span class="line" data-line=${line}><span class="dot"></span><span class="line-text">${t(`line.${line}`)}</span></span>
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
    ${menuView(state, context, strips)}
  </div>`;
}

/** What is seldom wanted. `strips` have items of their own; null before anybody works. */
function menuView(state, context, strips) {
  const { t } = context;
  return html`<details class="menu" @click=${closeAfter}>
    <summary aria-label=${t("shell.menu")}>${"\u2261"}</summary>
    <div class="menu-items">
      <div class="languages" role="group" aria-label=${t("language.choose")}>
        ${LANGUAGES.map(
          (lang) => html`<button lang=${lang} aria-pressed=${String(lang === state.lang)} @click=${() => context.speak(lang)}>
            ${lang.toUpperCase()}
          </button>`,
        )}
      </div>
      ${strips ? html`${strips.map(({ menu }) => menu?.(context))} <button @click=${() => signOut(context)}>${t("session.sign_out")}</button>` : nothing}
    </div>
  </details>`;
}

/** A choice closes the menu. */
function closeAfter(event) {
  if (event.target.closest("button")) event.currentTarget.open = false;
}

/** The line as a person should hear of it. */
export const lineName = ({ line, race, isOnline = navigator.onLine }) =>
  line.state === "connected" ? (race.degraded ? "degraded" : "connected") : isOnline ? line.state : "offline";

/** Nothing is sold over a line that is cut: the page says so before anybody tries. */
function lineView(state, { t }) {
  const name = lineName(state);
  if (["connected", "connecting"].includes(name)) return nothing;
  return html`<p class="alert" role="alert">${t(`cut.${name}`)}</p>`;
}
