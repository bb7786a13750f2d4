// SPDX-License-Identifier: MIT
// A till that the cashier before has counted for the next one: its sum is taken over as it is, as the float. Whoever finds another
// sum in the drawer does not take it over: a supervisor corrects the count, or it goes to the safe.

import { html, nothing } from "lit";
import { printHandover } from "./acts.js";

/**
 * @param {any} context
 * @param {(context: any, tillId: number, float: number, handover: number) => Promise<void>} openTill
 */
export function handoversView(context, openTill) {
  const { t, money, session } = context;
  const waiting = session.tills.filter(({ handover }) => handover);
  if (!waiting.length) return nothing;
  const take = async ({ tillId, handover }) => {
    await openTill(context, tillId, handover.amount, handover.sessionId);
    if (context.printer && context.session.till?.tillId === tillId)
      printHandover(context, await context.api.get("/till/report"));
  };
  return html`<section class="handovers">
    ${waiting.map(
      (till) => html`<p><b>${t("till.other", till)}</b></p>
        <p>${t("till.take_over_words", { name: till.handover.cashier.displayName })}</p>
        <button type="button" class="main" ?disabled=${session.isBusy} @click=${() => take(till)}>
          ${t("till.take_over", { name: till.handover.cashier.displayName, amount: money(till.handover.amount) })}
        </button>`,
    )}
    <p class="muted">${t("till.other_float")}</p>
  </section>`;
}
