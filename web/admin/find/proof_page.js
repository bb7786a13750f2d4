// SPDX-License-Identifier: MIT
// Proof with one click: every invariant of the books checked now, and the rows that break one; the nightly checks; and signed exports
// of a period, for whoever wants to check them elsewhere.

import { html, nothing } from "lit";
import { createApi } from "../../lib/api.js";
import { badge, moment, userText } from "./cells.js";
import { addedExport, emptyProof, reduceProof, sentenceKey } from "./proof_state.js";

/** A large house takes a minute for its proof. */
const PROOF_MS = 180_000;
const LOOK_MS = 1_000;
const EXPORTS = 20;

let looking = null;

const problemOf = ({ code = "other", facts = {} }) => ({ code, facts });

async function prove(context) {
  context.dispatch({ type: "proof_asked" });
  try {
    const proof = await createApi({ lang: () => context.state.lang, timeoutMs: PROOF_MS }).get("/reports/proof");
    context.dispatch({ type: "proof_told", proof });
  } catch (error) {
    context.dispatch({ type: "proof_refused", problem: problemOf(error) });
  }
}

async function listExports(context) {
  clearTimeout(looking);
  try {
    const { items } = await context.api.get(`/admin/exports?limit=${EXPORTS}`);
    context.dispatch({ type: "exports_told", items });
    if (items.some(({ state }) => state === "working")) looking = setTimeout(() => listExports(context), LOOK_MS);
  } catch (error) {
    context.dispatch({ type: "exports_refused", problem: problemOf(error) });
  }
}

async function makeExport(context, from, to) {
  context.dispatch({ type: "exports_busy" });
  try {
    context.dispatch({
      type: "exports_told",
      items: addedExport(context.state.pages.proof.exports.items, await context.api.post("/admin/exports", { from, to })),
    });
    await listExports(context);
  } catch (error) {
    context.dispatch({ type: "exports_refused", problem: problemOf(error) });
  }
}

// What is seen -------------------------------------------------------------------------------------------------------------

const view = (slice, context) => html`<h1>${context.t("page.proof")}</h1>
  ${proofView(slice, context)} ${exportsView(slice.exports, context)} ${nightlyView(slice, context)}`;

function proofView({ proof, isProving, problem }, context) {
  const { t } = context;
  return html`<section class="panel proof-now" data-proof=${isProving ? "proving" : proof ? (proof.holds ? "holds" : "broken") : "none"}>
    <h2>${t("proof.books")}</h2>
    <p>${t("proof.what")}${proof?.sealedTo ? html` ${t("proof.sealed", { day: proof.sealedTo })}` : nothing}</p>
    <p class="find-acts">
      <button class="main" ?disabled=${isProving} @click=${() => prove(context)}>${t("proof.run")} <kbd>p</kbd></button>
      <span role="status">${isProving ? t("proof.running") : proof ? verdictText(proof, context) : nothing}</span>
    </p>
    ${problem ? html`<p class="problem" role="alert">${context.problemText(problem)}</p>` : nothing}
    ${proof ? invariantsView(proof, context) : nothing}
  </section>`;
}

function verdictText({ holds, invariants, checkedAt }, context) {
  const { t } = context;
  const count = holds ? invariants.length : invariants.filter(({ violations }) => violations > 0).length;
  return html`${badge(holds ? "holds" : "broken", t(holds ? "proof.holds" : "proof.broken"), holds ? "good" : "bad")}
    ${t(holds ? "proof.holds.all" : "proof.broken.some", { count })} · ${moment(checkedAt, context)}`;
}

/** What is broken first; each with the rows that break it. */
function invariantsView({ invariants, violations }, context) {
  const { t } = context;
  const head = ["invariant", "checked", "violations"];
  const sorted = [...invariants].sort((one, other) => Number(other.violations > 0) - Number(one.violations > 0));
  return html`<div class="table-frame" tabindex="0" role="region" aria-label=${t("proof.books")}><table class="table">
    <thead><tr>${head.map((name) => html`<th scope="col" class=${name === "invariant" ? nothing : "number"}>${t(`proof.column.${name}`)}</th>`)}</tr></thead>
    <tbody>${sorted.map(
      (each) => html`<tr data-broken=${each.violations > 0 ? "" : nothing}>
      <td>${sentence(each.invariant, context)}${each.violations > 0 ? rowsView(each.invariant, violations, context) : nothing}</td>
      <td class="number">${each.checked === undefined || each.checked === null ? "" : t(`proof.on.${each.checkedOn}`, { count: each.checked })}</td>
      <td class="number">${each.violations}</td>
    </tr>`,
    )}</tbody>
  </table></div>`;
}

function rowsView(invariant, violations, { t }) {
  const rows = violations.filter((each) => each.invariant === invariant);
  return html`<ul class="proof-rows" aria-label=${t("proof.rows")}>${rows.map(({ subject, detail }) => html`<li><b>${subject}</b> ${detail}</li>`)}</ul>`;
}

/** In the page's language; of a newer house than this page, as the house says it. */
function sentence(invariant, { t }) {
  const key = sentenceKey(invariant);
  const text = t(`proof.is.${key}`);
  return text === `proof.is.${key}` ? invariant : text;
}

function nightlyView({ proof }, context) {
  const { t } = context;
  if (!proof?.nightly.length) return nothing;
  return html`<section class="panel"><h2>${t("proof.nightly")}</h2><div class="table-frame" tabindex="0" role="region" aria-label=${t("proof.nightly")}><table class="table">
    <thead><tr>${["day", "finished", "violations", "first"].map((name) => html`<th scope="col" class=${name === "violations" ? "number" : nothing}>${t(`proof.column.${name}`)}</th>`)}</tr></thead>
    <tbody>${proof.nightly.map(
      ({ day, finishedAt, violations, first }) => html`<tr data-broken=${violations ? "" : nothing}>
      <td>${day}</td><td>${moment(finishedAt, context)}</td><td class="number">${violations ?? ""}</td><td>${first ?? ""}</td>
    </tr>`,
    )}</tbody>
  </table></div></section>`;
}

function exportsView({ items, isBusy, problem }, context) {
  const { t } = context;
  const submit = (event) => {
    event.preventDefault();
    const { from, to } = event.target.elements;
    makeExport(context, from.value, to.value);
  };
  return html`<section class="panel">
    <h2>${t("proof.exports")}</h2>
    <p>${t("proof.exports.what")}</p>
    <form class="find-filters" @submit=${submit}>
      <label>${t("proof.from")}<input type="date" name="from" required /></label>
      <label>${t("proof.to")}<input type="date" name="to" required /></label>
      <button class="main" ?disabled=${isBusy}>${t("proof.make")}</button>
    </form>
    ${problem ? html`<p class="problem" role="alert">${context.problemText(problem)}</p>` : nothing}
    ${items?.length ? exportRows(items, context) : nothing}
    <h3>${t("proof.check")}</h3>
    <p>${t("proof.check.how")}</p>
    <pre tabindex="0"><code>${commandOf(items)}</code></pre>
  </section>`;
}

/** As it is typed, with the key that the house publishes. */
const commandOf = (items) => {
  const key = items?.find(({ publicKey }) => publicKey)?.publicKey ?? "…";
  return `hippo-verify --key ${key} hippodrome-….jsonl`;
};

const TONES = { working: "wait", ready: "good", failed: "bad" };

function exportRows(items, context) {
  const { t } = context;
  const head = ["days", "state", "by", "at", "rounds", "tickets", "entries", "file"];
  return html`<div class="table-frame" tabindex="0" role="region" aria-label=${t("proof.exports")}><table class="table">
    <thead><tr>${head.map((name) => html`<th scope="col" class=${["rounds", "tickets", "entries"].includes(name) ? "number" : nothing}>${t(`proof.column.${name}`)}</th>`)}</tr></thead>
    <tbody>${items.map(
      (each) => html`<tr data-export=${each.exportId}>
      <td>${each.from === each.to ? each.from : `${each.from} – ${each.to}`}</td>
      <td>${badge(each.state, t(`proof.export.${each.state}`), TONES[each.state])}</td>
      <td>${userText(each.askedBy)}</td>
      <td>${moment(each.askedAt, context)}</td>
      <td class="number">${each.rounds ?? ""}</td>
      <td class="number">${each.tickets ?? ""}</td>
      <td class="number">${each.entries ?? ""}</td>
      <td>${each.state === "ready" ? html`<a href=${`/api/v1/admin/exports/${each.exportId}/file`} download>${t("proof.download")}</a>` : nothing}</td>
    </tr>`,
    )}</tbody>
  </table></div>`;
}

function keys(event, slice, context) {
  if (event.key !== "p" || slice.isProving) return false;
  prove(context);
  return true;
}

export const proof = {
  name: "proof",
  initial: emptyProof(),
  reduce: reduceProof,
  enter: listExports,
  view,
  keys,
  keyTable: [{ key: "p", words: "proof.run" }],
};
