// SPDX-License-Identifier: MIT
// Would the house sell what is typed? What a till, the house or a day may still sell only the house knows: it is asked when the
// hand pauses, so that a limit is seen before the ticket is confirmed. A hint; the sale decides.

import { readDraft } from "./draft.js";
import { priceTicket } from "./price.js";
import { cardOf, refusalOf } from "./sell_acts.js";

/** Fast hands confirm sooner, and hear it from the sale. */
const PAUSE_MS = 300;
/** What is worth saying before anybody confirms: the rest this page knows by itself, or it passes by. */
const LIMITS = [
  "cap_till",
  "cap_round",
  "cap_ticket_stake",
  "cap_ticket_prize",
  "limit_turnover",
  "shop_paused",
  "shop_closed",
];

/** @typedef {{of: string, refusal: any}} Quote of: the ticket that was asked about; refusal null: it would be sold */

/** @param {number} roundId @param {readonly import('./price.js').Line[]} lines */
const nameOf = (roundId, lines) => JSON.stringify([roundId, lines]);

/** What the house said of this very ticket. @param {import('./sell.js').Sell} sell @returns {any} a refusal, or null */
export const quotedRefusal = ({ quote, prices }, lines) =>
  quote !== null && prices !== null && quote.of === nameOf(prices.roundId, lines) ? quote.refusal : null;

/** The ticket as it is typed, when the house can be asked about it. */
function askable(context) {
  const { draft, prices } = context.state.pages.sell;
  if (!prices || draft.sending || !context.session.till) return null;
  const { reading, lines } = readDraft(draft, cardOf(context.state.pages.sell, context));
  const isWhole = lines.length > 0 && (draft.text === "" || !reading.fault) && lines.every(({ stake }) => stake !== null);
  return isWhole && !priceTicket(prices, lines).refusals.length ? { prices, lines } : null;
}

let timer;

/** After each change of what is typed. */
export function planQuote(context) {
  clearTimeout(timer);
  const asked = askable(context);
  if (!asked || context.state.pages.sell.quote?.of === nameOf(asked.prices.roundId, asked.lines)) return;
  timer = setTimeout(() => quote(context, asked), PAUSE_MS);
}

async function quote({ api, dispatch }, { prices, lines }) {
  const tell = (refusal) => dispatch({ type: "sell_quote", quote: { of: nameOf(prices.roundId, lines), refusal } });
  try {
    await api.post("/tickets/quote", { roundId: prices.roundId, cardHash: prices.cardHash, lines });
    tell(null);
  } catch (error) {
    // Anything else says nothing of the ticket, and the sale would say it.
    if (LIMITS.includes(error.code)) tell(refusalOf(error, lines, prices));
  }
}
