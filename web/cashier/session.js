// SPDX-License-Identifier: MIT
// Signing in, taking a till and opening it: what is asked of the house, and what this browser remembers.

import { html, nothing } from "lit";
import { readAmount } from "../lib/amount.js";
import { remember, remembered } from "../lib/remember.js";
import * as signing from "../lib/sign_in.js";
import { handoversView } from "./till/handover.js";

const TILL = "hippodrome.till";
const { focus, problemView, step } = signing;

/** Who are we, and where? */
export const begin = (context) => signing.begin(context, (me) => arrive(context, me));

async function arrive(context, me) {
  const { step, till } = context.dispatch({ type: "me", me }).session;
  if (step === "choosing") await listTills(context);
  else if (step === "working") await enterTill(context, till);
}

async function listTills({ api, dispatch, session }) {
  const { items } = await api.get(`/tills?shopId=${session.shop.shopId}&limit=100`);
  const inUse = items.filter((till) => till.inUse !== false);
  dispatch({ type: "tills", tills: inUse.sort((a, b) => a.number - b.number) });
}

async function enterTill(context, till) {
  remember(TILL, till.tillId);
  context.follow(`till:${till.tillId}`);
  const { limits } = await context.api.get(`/till?tillId=${till.tillId}`);
  context.dispatch({ type: "limits", limits });
}

export const signOut = (context) => signing.signOut(context, (problem) => leave(context, problem));

/** The session is over: by this page, by the house, or because the user was blocked. */
export function leave(context, problem) {
  context.follow(null);
  context.dispatch({ type: "signed_out", problem });
  context.line.wake();
}

/** Another till, or the same one anew, once this one is closed. */
export async function leaveTill(context) {
  context.follow(null);
  context.dispatch({ type: "till_left" });
  await listTills(context);
}

/** @param {any} context @param {number} tillId @param {number} float @param {number|null} [handover] the session that is taken over */
const openTill = (context, tillId, float, handover = null) =>
  step(context, async () => {
    await context.outbox.submit({ kind: "till_open", path: "/till/open", body: { tillId, float, handover } });
    await arrive(context, await context.api.get("/auth/me"));
  });

// Views ------------------------------------------------------------------------------------------------------------

export function sessionView(context) {
  const { step: name } = context.session;
  if (name === "signed_out") return signing.signInView(context, (me) => arrive(context, me));
  if (name === "choosing") return tillsView(context);
  if (name === "refused") return refusedView(context);
  return signing.waitingView(context);
}

function refusedView(context) {
  const { t, session } = context;
  return html`<section class="card" data-step="refused">
    <p>${t("session.refused", { name: session.user.displayName })}</p>
    <button class="main" @click=${() => signOut(context)}>${t("session.sign_out")}</button>
  </section>`;
}

function tillsView(context) {
  const { t, session } = context;
  const wanted = remembered(TILL);
  const submit = (event) => {
    event.preventDefault();
    const { till, float } = event.target.elements;
    const amount = readAmount(float.value, session.config.currencyDigits);
    if (amount === null) context.dispatch({ type: "problem", problem: { code: "bad_amount", facts: {} } });
    else openTill(context, Number(till.value), amount);
  };
  return html`<form class="card wide" data-step="choosing" @submit=${submit}>
    <h1>${t("session.choose_till", { shop: session.shop.name })}</h1>
    ${handoversView(context, openTill)}
    <fieldset class="tills">
      <legend>${t("session.till")}</legend>
      ${session.tills.map((till, i) => tillView(context, till, wanted === till.tillId || (!hasTill(session, wanted) && i === 0)))}
    </fieldset>
    ${session.tills.length ? nothing : html`<p>${t("session.no_tills")}</p>`}
    <label for="float">${t("session.float", { currency: session.config.currency })}</label>
    <input id="float" name="float" inputmode="decimal" autocomplete="off" required ${focus} />
    ${problemView(context)}
    <button class="main" ?disabled=${session.isBusy || !session.tills.length}>${t("session.open_till")}</button>
    <div class="row">
      <button type="button" @click=${() => context.dispatch({ type: "no_till" })}>${t("session.no_till")}</button>
      <button type="button" @click=${() => signOut(context)}>${t("session.sign_out")}</button>
    </div>
  </form>`;
}

const hasTill = ({ tills }, tillId) => tills.some((till) => till.tillId === tillId);

/** A supervisor sees of each till who is at it. */
function tillView({ t }, { tillId, number, name, session }, isChosen) {
  return html`<label class="till">
    <input type="radio" name="till" value=${tillId} ?checked=${isChosen} required />
    <span class="till-number">${number}</span>
    <span>${name}</span>
    ${session ? html`<span class="muted">${t("session.taken", { name: session.cashier.displayName })}</span>` : nothing}
  </label>`;
}
