// SPDX-License-Identifier: MIT
// What stands in the head of every page of people at work: the countdown and the lock, the line, the languages.

import { html, nothing } from "lit";
import { LANGUAGES } from "./i18n.js";
import { countdown } from "./race.js";

export function countdownView({ race }, { t, clock }) {
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

/** The line as a person should hear of it. */
export const lineName = ({ line, race, isOnline = navigator.onLine }) =>
  line.state === "connected" ? (race.degraded ? "degraded" : "connected") : isOnline ? line.state : "offline";

export function lineBadge(state, { t }) {
  const line = lineName(state);
  return html`<span class="line" data-line=${line}><span class="dot"></span><span class="line-text">${t(`line.${line}`)}</span></span>`;
}

/** What is cut is said before anybody tries. @param {(line: string) => string} textOf what it means on this page */
export function cutView(state, textOf) {
  const name = lineName(state);
  if (["connected", "connecting"].includes(name)) return nothing;
  return html`<p class="alert" role="alert">${textOf(name)}</p>`;
}

/** What is seldom wanted. @param {any} items after the languages */
export function menuView(state, { t, speak }, items) {
  return html`<details class="menu" @click=${closeAfter}>
    <summary aria-label=${t("shell.menu")}>${"\u2261"}</summary>
    <div class="menu-items">
      <div class="languages" role="group" aria-label=${t("language.choose")}>
        ${LANGUAGES.map(
          (lang) => html`<button lang=${lang} aria-pressed=${String(lang === state.lang)} @click=${() => speak(lang)}>
            ${lang.toUpperCase()}
          </button>`,
        )}
      </div>
      ${items}
    </div>
  </details>`;
}

/** A choice closes the menu. */
function closeAfter(event) {
  if (event.target.closest("button")) event.currentTarget.open = false;
}
