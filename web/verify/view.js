// SPDX-License-Identifier: MIT
// The verifier's page: what is asked, the verdict, and each step with its bytes.

import { html, nothing } from "lit";
import { LANGUAGES } from "../lib/i18n.js";
import { sayBet } from "../lib/ticket_text.js";
import { CATALOGUES } from "./words.js";
import { outcomeOf } from "./state.js";
import { stepView } from "./step_view.js";

const AFTER_RESULT = ["secret", "anchor", "outcomeSeed", "order", "filmSeed", "prize"];

/**
 * @typedef {object} Scene
 * @property {import('./state.js').State} state
 * @property {(key: string, values?: object) => string} t
 * @property {string} lang
 * @property {ReturnType<typeof import('../lib/format.js').createFormat>} format
 * @property {boolean} isOnline
 * @property {any} acts
 * @property {(minor: number) => string} money
 */

/** @param {Scene} scene */
export function view(scene) {
  const { state, t, isOnline } = scene;
  return html`${headView(scene)}
    <main class="verify">
      <div class="verify-head">
        <h1>${t("verify.page.heading")}</h1>
        <p>${t(isOnline ? "verify.page.intro" : "verify.page.saved")}</p>
      </div>
      ${isOnline ? [ticketForm(scene), roundForm(scene)] : fileForm(scene)}
      <div class="verify-answer" role="status">${state.problem ? html`<p class="verify-problem">${t(state.problem)}</p>` : verdictView(scene)}</div>
      ${state.asked?.kind === "file" ? nothing : listView(scene)} ${state.result ? resultView(scene) : nothing}
      ${state.asked?.kind === "file" ? listView(scene) : nothing} ${keepView(scene)}
    </main>`;
}

function headView({ t, lang, isOnline, acts }) {
  const name = html`<span class="verify-name">${t("title.plain")}</span>`;
  return html`<header class="verify-top">
    ${isOnline ? html`<a class="verify-brand" href="/"><img src="/favicon.svg" alt="" width="64" height="64" />${name}</a>` : html`<p class="verify-brand">${name}</p>`}
    <div class="verify-languages" role="group" aria-label=${t("language.choose")}>
      ${LANGUAGES.map(
        (each) => html`<button
          type="button"
          lang=${each}
          aria-pressed=${String(each === lang)}
          aria-label=${`${each.toUpperCase()} ${CATALOGUES[each]["language.name"]}`}
          @click=${() => acts.speak(each)}
        >
          ${each.toUpperCase()}
        </button>`,
      )}
    </div>
  </header>`;
}

// What is asked -----------------------------------------------------------------------------------------------------

function field({ state, t, acts }, name, label, attributes = { inputmode: "text", wide: false }) {
  return html`<label class=${attributes.wide ? "verify-wide" : ""}>
    <span>${t(label)}</span>
    <input
      name=${name}
      type="text"
      inputmode=${attributes.inputmode}
      maxlength="80"
      spellcheck="false"
      autocapitalize="characters"
      autocomplete="off"
      .value=${state.fields[name]}
      @input=${(event) => acts.type(name, event.target.value)}
    />
  </label>`;
}

const submitting = (act) => (event) => {
  event.preventDefault();
  act(event.target);
};

function ticketForm(scene) {
  const { state, t, acts } = scene;
  return html`<section class="verify-part" aria-labelledby="ask-ticket">
    <h2 id="ask-ticket">${t("verify.ask.ticket")}</h2>
    <form id="ticket-form" @submit=${submitting(() => acts.askTicket())}>
      ${field(scene, "ticket", "verify.ask.number", { inputmode: "text", wide: true })} ${field(scene, "code", "verify.ask.code")}
      <button type="submit">${t("verify.ask.submit")}</button>
      ${cameraButton(scene)}
    </form>
    ${state.camera === "on" ? html`<video class="verify-video" muted playsinline></video>` : nothing}
    ${state.camera === "refused" ? html`<p class="verify-note">${t("verify.ask.noCamera")}</p>` : nothing}
    <p class="verify-note">${t("verify.ask.keep")}</p>
  </section>`;
}

function cameraButton({ state, t, acts }) {
  if (!navigator.mediaDevices) return nothing;
  const isOn = state.camera === "on";
  return html`<button type="button" class="verify-second" @click=${isOn ? acts.closeCamera : acts.openCamera}>
    ${t(isOn ? "verify.ask.stop" : "verify.ask.camera")}
  </button>`;
}

function roundForm(scene) {
  const { state, t, acts } = scene;
  return html`<section class="verify-part" aria-labelledby="ask-round">
    <h2 id="ask-round">${t("verify.ask.round")}</h2>
    <form id="round-form" @submit=${submitting(() => acts.askRound(state.fields.round))}>
      ${field(scene, "round", "verify.ask.roundNumber", { inputmode: "numeric", wide: false })}
      <button type="submit">${t("verify.ask.submit")}</button>
    </form>
    ${
      state.recent.length
        ? html`<p class="verify-recent">
          <span>${t("verify.ask.recent")}</span>
          ${state.recent.map((round) => html`<button type="button" class="verify-second" @click=${() => acts.askRound(String(round))}>${round}</button>`)}
        </p>`
        : nothing
    }
  </section>`;
}

function fileForm({ state, t, acts }) {
  return html`<section class="verify-part" aria-labelledby="ask-file">
    <h2 id="ask-file">${t("verify.ask.file")}</h2>
    <p class="verify-note">${t("verify.ask.fileHint")}</p>
    <form id="file-form" @submit=${submitting(() => acts.openSaved(state.fields.file))}>
      <label class="verify-wide">
        <span>${t("verify.ask.open")}</span>
        <input name="file" type="file" accept=".json,.jsonl,.txt" @change=${(event) => event.target.files[0] && acts.openFile(event.target.files[0])} />
      </label>
      <label class="verify-wide">
        <span>${t("verify.ask.paste")}</span>
        <textarea name="paste" rows="5" spellcheck="false" @input=${(event) => acts.type("file", event.target.value)}></textarea>
      </label>
      <button type="submit">${t("verify.ask.submit")}</button>
    </form>
  </section>`;
}

// What came of it ---------------------------------------------------------------------------------------------------

function verdictView(scene) {
  const { state, t, money } = scene;
  const { result, proof, ticket } = state;
  if (state.isBusy) return html`<p class="verify-note">${t("verify.waiting")}</p>`;
  if (!result) return nothing;
  const failed = result.steps.filter((step) => step.state === "bad").map(({ name }) => t(`verify.step.${name}`));
  const outcome = outcomeOf(state);
  const isWon = outcome !== null && !/lost|voided/.test(outcome.key);
  return html`<div class="verify-verdict" data-verdict=${result.verdict} data-won=${String(isWon)}>
    <p class="verify-subject">
      ${ticket ? t("verify.subject.ticket", { number: ticket.number, round: proof.roundId }) : t("verify.subject.round", { round: proof.roundId ?? "–" })}
    </p>
    <p class="verify-word">${t(`verify.verdict.${result.verdict}`)}</p>
    ${outcome ? html`<p class="verify-outcome">${t(outcome.key, { amount: money(outcome.amount) })}</p>` : nothing}
    <p>${t(`verify.verdict.${result.verdict}.text`, { steps: failed.join(", ") })}</p>
    ${proof.phase === "void" && result.verdict === "ok" ? html`<p>${t("verify.verdict.void")}</p>` : nothing}
  </div>`;
}

function resultView(scene) {
  const { state, t } = scene;
  const { result, ticket } = state;
  const [before, after] = [false, true].map((isAfter) =>
    result.steps.filter(({ name }) => AFTER_RESULT.includes(name) === isAfter),
  );
  return html`${result.order && result.verdict !== "bad" ? orderView(scene) : nothing} ${ticket ? linesView(scene) : nothing}
    <section class="verify-part" aria-labelledby="before">
      <h2 id="before">${t("verify.part.before")}</h2>
      <p class="verify-note">${t("verify.part.before.text")}</p>
      <ol class="verify-steps">
        ${before.map((step) => stepView(step, scene))}
      </ol>
    </section>
    <section class="verify-part" aria-labelledby="after">
      <h2 id="after">${t("verify.part.after")}</h2>
      <p class="verify-note">${t(result.verdict === "wait" ? "verify.part.after.wait" : "verify.part.after.text")}</p>
      <ol class="verify-steps">
        ${after.map((step) => stepView(step, scene))}
      </ol>
    </section>
    ${state.asked.kind === "file" ? nothing : walkView(scene)}`;
}

function orderView({ state, t }) {
  const { order, runners } = state.result;
  return html`<section class="verify-part" aria-labelledby="order">
    <h2 id="order">${t(state.proof.phase === "void" ? "verify.order.void" : "verify.order")}</h2>
    <ol class="verify-order">
      ${order.map((number, i) => html`<li><span>${i + 1}.</span> <b>${number}</b> ${runners.find((runner) => runner.number === number)?.name ?? ""}</li>`)}
    </ol>
  </section>`;
}

function linesView({ state, t, money, format }) {
  const { ticket, result, proof } = state;
  const isOver = result.prize !== null && proof.phase !== "void" && result.verdict !== "bad";
  return html`<section class="verify-part" aria-labelledby="lines">
    <h2 id="lines">${t("verify.lines")}</h2>
    <ul class="verify-lines">
      ${ticket.lines.map((line, i) => {
        const won = isOver ? result.prize.lines[i].won : null;
        return html`<li data-won=${String(won)}>
          <span class="verify-bet">${t(`market.${line.market}`)} <b>${sayBet(line.market, line.selection, t)}</b></span>
          <span>${t("verify.line", { stake: money(line.stake), odds: format.odds(line.odds), prize: money(line.prize) })}</span>
          ${wonView(won, result.verdict, t)}
        </li>`;
      })}
    </ul>
  </section>`;
}

function wonView(won, verdict, t) {
  const key =
    { true: "verify.line.won", false: "verify.line.lost" }[String(won)] ?? (verdict === "wait" ? "verify.line.open" : null);
  return key ? html`<span class="verify-won">${t(key)}</span>` : nothing;
}

// Many rounds -------------------------------------------------------------------------------------------------------

function walkView({ state, t, acts }) {
  const total = state.proof.chainIndex - 1;
  if (!(total > 0) || state.walk) return nothing;
  return html`<section class="verify-part" aria-labelledby="walk">
    <h2 id="walk">${t("verify.walk")}</h2>
    <p class="verify-note">${t("verify.walk.text")}</p>
    <button type="button" id="walk-session" @click=${acts.walkSession}>${t("verify.walk.start", { count: total })}</button>
  </section>`;
}

function listView({ state, t, acts, isOnline }) {
  const { walk } = state;
  if (!walk) return nothing;
  const kind = walk.badCount ? "bad" : walk.state === "done" ? "ok" : "wait";
  const said = { ok: "verify.walk.ok", bad: "verify.walk.bad", wait: "verify.walk.going" }[kind];
  const rows = isOnline ? walk.rows.filter(({ failed }) => failed.length > 0) : walk.rows;
  return html`<section class="verify-part" id="walked" aria-labelledby="walk-heading">
    <h2 id="walk-heading">${t("verify.walk")}</h2>
    <progress max=${walk.total} .value=${walk.count} aria-labelledby="walk-heading"></progress>
    <p class="verify-word" role=${walk.state === "running" ? nothing : "status"} data-verdict=${kind} data-state=${walk.state}>${t(said, { count: walk.count, total: walk.total, bad: walk.badCount })}</p>
    ${walk.state === "running" ? html`<button type="button" class="verify-second" @click=${acts.stopWalk}>${t("verify.walk.stop")}</button>` : nothing}
    <ul class="verify-rounds">
      ${rows.map(
        ({ roundId, failed }) => html`<li data-verdict=${failed.length ? "bad" : "ok"}>
          ${isOnline ? html`<b>${roundId}</b>` : html`<button type="button" class="verify-second" @click=${() => acts.openRound(roundId)}>${roundId}</button>`}
          <span>${failed.length ? failed.map((name) => t(`verify.check.${name}`)).join(", ") : t("verify.state.ok")}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** For a day without a network: the data, and this page as a file. */
function keepView({ state, t, isOnline, acts }) {
  if (!isOnline) return nothing;
  return html`<section class="verify-part" aria-labelledby="keep">
    <h2 id="keep">${t("verify.keep")}</h2>
    <p class="verify-note">${t("verify.keep.text")}</p>
    <p class="verify-acts">
      <a href="/verify.html" download="hippodrome-verify.html">${t("verify.keep.page")}</a>
      ${state.result ? html`<button type="button" class="verify-second" @click=${acts.saveData}>${t("verify.keep.data")}</button>` : nothing}
      <a href="/rules/">${t("verify.page.rules")}</a>
    </p>
  </section>`;
}
