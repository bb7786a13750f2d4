// SPDX-License-Identifier: MIT
// What customers see: the countdown, and what is typed or was sold.

import { html, nothing } from "lit";
import { runnersOf } from "../lib/markets.js";
import { qrView } from "../lib/qr_view.js";
import { linesShown } from "./ticket.js";

/** Signs of an amount that do not fit in the large letters. */
const LONG_AMOUNT = 11;

/**
 * @typedef {object} Scene
 * @property {ReturnType<typeof import('./ticket.js').shown>} seen
 * @property {any} till
 * @property {import('../lib/race.js').Race} race
 * @property {{kind: string, seconds: number|null}} countdown
 * @property {boolean} isConnected
 * @property {boolean[][]|null} qr its modules, when they are there
 * @property {(key: string, values?: object) => string} t
 * @property {ReturnType<typeof import('../lib/format.js').createFormat>} format
 * @property {(minor: number) => string} money
 * @property {string} lang
 * @property {readonly string[]} languages
 * @property {(lang: string) => void} speak
 * @property {{isBusy: boolean, problem: {key: string, seconds?: number}|null}} claim how it goes with the code that was typed
 * @property {(code: string) => void} connect
 */

/** @param {Scene} scene */
export function view(scene) {
  const { show } = scene.seen;
  const bodies = { draft: ticketView, sold: soldView, idle: idleView };
  return html`${headView(scene)}
    <main class="stage">${(bodies[show] ?? noticeView)(scene)}</main>
    ${footView(scene)}`;
}

function headView({ till, race, countdown, t }) {
  return html`<header class="head">
    <p class="place">${till ? till.shop.name : t("title.plain")}</p>
    <div class="count" data-step=${countdown.kind}>
      <p class="count-text">
        ${race.roundId ? html`<span class="count-round">${t("customer.round", { round: race.roundId })}</span>` : nothing}
        <span class="count-label">${t(`customer.count.${countdown.kind}`)}</span>
      </p>
      ${
        countdown.seconds === null
          ? nothing
          : html`<p class="count-digits" role="timer">
              <span id="seconds">${countdown.seconds}</span><span class="count-unit">${t("customer.seconds")}</span>
            </p>`
      }
    </div>
  </header>`;
}

function idleView({ countdown, t }) {
  const isOpen = ["open", "soon", "last"].includes(countdown.kind);
  return html`<section class="idle">
    <img src="/favicon.svg" alt="" width="160" height="160" />
    <h1>${t("customer.welcome")}</h1>
    <p>${t(isOpen ? "customer.bet" : "customer.soon")}</p>
  </section>`;
}

function noticeView(scene) {
  const { seen, t } = scene;
  return html`<section class="idle" role="status">
    <img src="/favicon.svg" alt="" width="160" height="160" />
    <h1>${t(`customer.${seen.show}`)}</h1>
    ${
      seen.show === "joining"
        ? nothing
        : html`<p>${t("customer.ask")}</p>
          ${claimView(scene)}`
    }
  </section>`;
}

/** For a screen that can read no QR code. */
function claimView({ claim, connect, t }) {
  const submit = (event) => {
    event.preventDefault();
    connect(event.target.elements.code.value);
  };
  return html`<form class="claim" autocomplete="off" @submit=${submit}>
    <label for="code">${t("customer.code")}</label>
    <input id="code" name="code" inputmode="numeric" maxlength="16" required />
    <button ?disabled=${claim.isBusy}>${t("customer.connect")}</button>
    ${claim.problem ? html`<p class="claim-problem" role="alert">${t(claim.problem.key, claim.problem)}</p>` : nothing}
  </form>`;
}

function ticketView(scene) {
  const { picture } = scene.seen;
  const { lines, more } = linesShown(picture);
  return html`<section class="ticket">
    <h1 class="ticket-heading">${scene.t("customer.draft")}</h1>
    <ol class="lines" data-size=${lines.length > 4 ? "many" : "few"}>
      ${more > 0 ? html`<li class="lines-more">${scene.t("customer.more", { count: more })}</li>` : nothing}
      ${lines.map((line) => lineView(scene, line))}
    </ol>
    ${sumsView(scene)}
  </section>`;
}

function soldView(scene) {
  const { t, qr, seen } = scene;
  const { number } = seen.picture;
  return html`<section class="sold">
    <div class="sold-ticket">
      <h1 class="sold-heading">${t("customer.sold")}</h1>
      ${
        number
          ? html`<p class="sold-label">${t("customer.number")}</p>
              <p class="sold-number" id="number">${number}</p>`
          : nothing
      }
      ${sumsView(scene)}
    </div>
    ${
      qr
        ? html`<figure class="sold-qr">
            ${qrView(qr, t("customer.qr"))}
            <figcaption>${t("customer.scan")}</figcaption>
          </figure>`
        : nothing
    }
  </section>`;
}

function sumsView({ seen, t, money }) {
  const { kind, total, possibleGain } = seen.picture;
  const sums = [
    { name: kind === "sold" ? "paid" : "total", value: total },
    { name: "gain", value: possibleGain },
  ].filter(({ value }) => Number.isInteger(value));
  const amounts = sums.map(({ value }) => money(value));
  const isLong = amounts.some((amount) => amount.length > LONG_AMOUNT);
  return html`<dl class="sums" data-size=${isLong ? "long" : "short"}>
    ${sums.map(
      ({ name }, i) => html`<div class="sum" data-sum=${name}>
        <dt>${t(`customer.${name}`)}</dt>
        <dd>${amounts[i]}</dd>
      </div>`,
    )}
  </dl>`;
}

/** @param {Scene} scene @param {import("./ticket.js").Picture["lines"][number]} line */
function lineView({ race, t, format, money }, { market, selection, stake, odds }) {
  const numbers = runnersOf(selection);
  const runner = numbers.length === 1 && race.runners.find(({ number }) => number === numbers[0]);
  return html`<li class="line">
    <span class="line-market">${t(`market.${market}`)}</span>
    <span class="line-runners">
      ${numbers.map((number) => html`<b class="line-number">${number}</b>`)}
      ${numbers.length === 0 ? t(`selection.${selection}`) : runner ? runner.name : nothing}
    </span>
    <span class="line-odds">${Number.isInteger(odds) ? format.odds(odds) : nothing}</span>
    <span class="line-stake">${Number.isInteger(stake) ? money(stake) : nothing}</span>
  </li>`;
}

function footView({ isConnected, lang, languages, speak, t }) {
  return html`<footer class="foot">
    <div class="languages" role="group" aria-label=${t("language.choose")}>
      ${languages.map(
        (code) =>
          html`<button type="button" data-lang=${code} lang=${code} aria-pressed=${code === lang} @click=${() => speak(code)}>
            ${code.toUpperCase()}
          </button>`,
      )}
    </div>
    ${isConnected ? nothing : html`<p class="offline" role="status">${t("line.reconnecting")}</p>`}
  </footer>`;
}
