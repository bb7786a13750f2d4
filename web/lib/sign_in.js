// SPDX-License-Identifier: MIT
// Signing in and out, for the pages of people at work. Their state has a `session` with {step, user, config, problem, isBusy}.

import { html, nothing } from "lit";
import { ref } from "lit/directives/ref.js";

const RETRY_MS = 2_000;

export const problemOf = ({ code, facts }) => ({ code, facts });

/** Who are we? Asked again until somebody answers. @param {any} context @param {(me: any) => any} arrive */
export async function begin(context, arrive) {
  const { api, dispatch } = context;
  try {
    dispatch({ type: "config", config: await api.get("/config") });
    await arrive(await api.get("/auth/me"));
  } catch (error) {
    if (error.code === "not_signed_in") return void dispatch({ type: "signed_out" });
    dispatch({ type: "away", problem: problemOf(error) });
    setTimeout(() => begin(context, arrive), RETRY_MS);
  }
}

/** A step that the person waits for: one at a time, and what is refused is said. */
export async function step(context, work) {
  if (context.session.isBusy) return;
  context.dispatch({ type: "busy" });
  try {
    await work();
  } catch (error) {
    context.dispatch({ type: "problem", problem: problemOf(error) });
  }
}

/** @param {any} context @param {{username: string, password: string}} who @param {(me: any) => any} arrive */
export const signIn = (context, who, arrive) =>
  step(context, async () => {
    await context.api.post("/auth/login", who);
    // The line was opened for nobody: what is private is told to whom the cookie names.
    context.line.wake();
    await arrive(await context.api.get("/auth/me"));
  });

/** @param {any} context @param {(problem: any) => void} leave */
export async function signOut(context, leave) {
  try {
    await context.api.post("/auth/logout");
  } catch (error) {
    if (error.code !== "not_signed_in") return void context.dispatch({ type: "problem", problem: problemOf(error) });
  }
  leave(null);
}

// Views ------------------------------------------------------------------------------------------------------------------

/** The first field of a form that comes up has the focus, so that nobody needs the mouse. It is not in the page yet. */
export const focus = ref((field) => queueMicrotask(() => field instanceof HTMLElement && field.focus()));

export const problemView = ({ session: { problem }, problemText }) =>
  problem ? html`<p class="problem" role="alert" data-code=${problem.code}>${problemText(problem)}</p>` : nothing;

/** Before anybody knows who this is. */
export const waitingView = (context) =>
  html`<section class="card" data-step=${context.session.step}>
    <p role="status">${context.t(context.session.step === "away" ? "session.away" : "session.loading")}</p>
    ${problemView(context)}
  </section>`;

/** @param {any} context @param {(me: any) => any} arrive */
export function signInView(context, arrive) {
  const { t, session } = context;
  const submit = (event) => {
    event.preventDefault();
    const { username, password } = event.target.elements;
    signIn(context, { username: username.value.trim(), password: password.value }, arrive);
  };
  return html`<form class="card" data-step="signed_out" @submit=${submit}>
    <h1>${t("session.heading")}</h1>
    <label for="username">${t("session.username")}</label>
    <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required ${focus} />
    <label for="password">${t("session.password")}</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required />
    ${problemView(context)}
    <button class="main" ?disabled=${session.isBusy}>${t("session.sign_in")}</button>
  </form>`;
}
