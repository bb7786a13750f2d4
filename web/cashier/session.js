// SPDX-License-Identifier: MIT
// Signing in, taking a till and opening it: what is asked of the house, and what this browser remembers.

import { html, nothing } from "lit";
import { ref } from "lit/directives/ref.js";
import { readAmount } from "../lib/amount.js";
import { remember, remembered } from "../lib/remember.js";
import { handoversView } from "./till/handover.js";

const TILL = "hippodrome.till";
const RETRY_MS = 2_000;

const problemOf = ({ code, facts }) => ({ code, facts });

/** Who are we, and where? Asked again until somebody answers. */
export async function begin(context) {
  const { api, dispatch } = context;
  try {
    dispatch({ type: "config", config: await api.get("/config") });
    await arrive(context, await api.get("/auth/me"));
  } catch (error) {
    if (error.code === "not_signed_in") return void dispatch({ type: "signed_out" });
    dispatch({ type: "away", problem: problemOf(error) });
    setTimeout(() => begin(context), RETRY_MS);
  }
}

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

/** A step that the person waits for: one at a time, and what is refused is said. */
async function step(context, work) {
  if (context.session.isBusy) return;
  context.dispatch({ type: "busy" });
  try {
    await work();
  } catch (error) {
    context.dispatch({ type: "problem", problem: problemOf(error) });
  }
}

export const signIn = (context, username, password) =>
  step(context, async () => {
    await context.api.post("/auth/login", { username, password });
    // The line was opened for nobody: what is private is told to whom the cookie names.
    context.line.wake();
    await arrive(context, await context.api.get("/auth/me"));
  });

export async function signOut(context) {
  try {
    await context.api.post("/auth/logout");
  } catch (error) {
    if (error.code !== "not_signed_in") return void context.dispatch({ type: "problem", problem: problemOf(error) });
  }
  leave(context, null);
}

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

/** The first field of a form that comes up has the focus, so that nobody needs the mouse. It is not in the page yet. */
const focus = (field) => queueMicrotask(() => field?.focus());

const problemText = (context) => {
  const { problem } = context.session;
  return problem
    ? html`<p class="problem" role="alert" data-code=${problem.code}>${context.problemText(problem)}</p>`
    : nothing;
};

export function sessionView(context) {
  const { step: name } = context.session;
  if (name === "signed_out") return signInView(context);
  if (name === "choosing") return tillsView(context);
  if (name === "refused") return refusedView(context);
  return html`<section class="card" data-step=${name}>
    <p role="status">${context.t(name === "away" ? "session.away" : "session.loading")}</p>
    ${problemText(context)}
  </section>`;
}

function signInView(context) {
  const { t, session } = context;
  const submit = (event) => {
    event.preventDefault();
    const { username, password } = event.target.elements;
    signIn(context, username.value.trim(), password.value);
  };
  return html`<form class="card" data-step="signed_out" @submit=${submit}>
    <h1>${t("session.heading")}</h1>
    <label for="username">${t("session.username")}</label>
    <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required ${ref(focus)} />
    <label for="password">${t("session.password")}</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required />
    ${problemText(context)}
    <button class="main" ?disabled=${session.isBusy}>${t("session.sign_in")}</button>
  </form>`;
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
    <input id="float" name="float" inputmode="decimal" autocomplete="off" required ${ref(focus)} />
    ${problemText(context)}
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
