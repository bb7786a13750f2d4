// SPDX-License-Identifier: MIT
// Who works here: signing in, the channel of the house, and the end of both.

import { html } from "lit";
import * as signing from "../lib/sign_in.js";

/** The house's channel; the api lets a supervisor see her shop, and the stream nobody but these. */
const HOUSE = "admin";
const hears = (user) => ["admin", "auditor"].includes(user.role);

export const begin = (context) => signing.begin(context, (me) => arrive(context, me));

function arrive(context, me) {
  const { step, user } = context.dispatch({ type: "me", me }).session;
  if (step === "working") context.follow(hears(user) ? HOUSE : null);
}

export const signOut = (context) => signing.signOut(context, (problem) => leave(context, problem));

/** The session is over: by this page, by the house, or because the user was blocked. */
export function leave(context, problem) {
  context.follow(null);
  context.dispatch({ type: "signed_out", problem });
  context.line.wake();
}

/** The house has ended the channel: is the session over? askHouse sees the answer. */
export const recheck = (context) => context.api.get("/auth/me").catch(() => {});

export function sessionView(context) {
  const { step } = context.session;
  if (step === "signed_out") return signing.signInView(context, (me) => arrive(context, me));
  if (step === "refused") return refusedView(context);
  return signing.waitingView(context);
}

/** Whose page this is not is told where the own one is. */
function refusedView(context) {
  const { t, session } = context;
  return html`<section class="card" data-step="refused">
    <p>${t("admin.refused", { name: session.user.displayName })}</p>
    <a class="button main" href="/cashier/">${t("admin.to_counter")}</a>
    <button @click=${() => signOut(context)}>${t("session.sign_out")}</button>
  </section>`;
}
