// SPDX-License-Identifier: MIT
// The page that sells. Keys, fingers and mouse all write the same typed line; what a key means on it is in keys.js, what the
// line means in grammar.js, what becomes of it in draft.js.

import { remember, remembered } from "../lib/remember.js";
import { emptyDraft, isEmpty, reduceDraft, restoredDraft, storedDraft } from "./draft.js";
import { charOf } from "./keys.js";
import { isHere } from "./pending.js";
import { readPrices } from "./price.js";
import { planQuote } from "./quote.js";
import { add, confirm, draftPicture, fit, repeat, step } from "./sell_acts.js";
import { sellView } from "./sell_view.js";

const DRAFT = "hippodrome.draft";

/**
 * @typedef {object} Sell
 * @property {import('./draft.js').Draft} draft
 * @property {import('./price.js').Prices|null} prices
 * @property {import('./quote.js').Quote|null} quote
 * @property {boolean} isPadOpen where there is no room for the key pad beside everything else
 */

/** @type {Sell} */
const initial = { draft: emptyDraft(), prices: null, quote: null, isPadOpen: false };

/** @param {Sell} sell @returns {Sell} */
function reduce(sell, message) {
  if (message.type === "prices") {
    const draft = reduceDraft(sell.draft, { type: "prices", prices: message.prices, before: sell.prices });
    return { ...sell, prices: message.prices, draft };
  }
  if (message.type === "sell_pad") return { ...sell, isPadOpen: !sell.isPadOpen };
  if (message.type === "sell_quote") return { ...sell, quote: message.quote };
  if (message.type !== "sell") return sell;
  const draft = reduceDraft(sell.draft, message.step);
  if (draft === sell.draft) return sell;
  // What was sold has used up some of what was left.
  return { ...sell, draft, quote: message.step.type === "sold" ? null : sell.quote };
}

// Keys -------------------------------------------------------------------------------------------------------------

const NAMED = {
  Backspace: (context) => step(context, "erase"),
  Escape: (context) => step(context, "clear"),
  Delete: (context) => step(context, "clear"),
  ArrowUp: (context) => step(context, "recall"),
  "+": add,
};

/** @returns {boolean} whether the key was ours */
function keys(event, sell, context) {
  if (!context.session.till) return false;
  if (event.key === "F6" || event.key === "F7") {
    if (!event.repeat) repeat(context, event.key === "F7");
    return true;
  }
  const char = charOf(event);
  if (char === null) return false;
  // A key that is held down means one press; only erasing goes on.
  if (event.repeat && char !== "Backspace") return true;
  if (char === "Enter") confirm(context, event);
  else if (Object.hasOwn(NAMED, char)) NAMED[char](context);
  else if (char === "M") fit(context);
  else if (char !== " " || sell.draft.text !== "") step(context, "type", { text: char });
  return true;
}

// The round's prices -------------------------------------------------------------------------------------------------

const RETRY_MS = 1_000;

/** Asks for the prices of the round that is on until they are there, or another round is. */
async function learnPrices(context) {
  const { roundId, runners } = context.state.race;
  const isOn = () => context.state.race.roundId === roundId && context.state.session.step === "working";
  while (isOn()) {
    try {
      const answer = await context.api.get(`/rounds/${roundId}/prices`);
      if (!isOn()) return;
      const { limits } = context.state.session;
      return void context.dispatch({
        type: "prices",
        prices: readPrices(
          answer,
          limits,
          runners.map(({ number }) => number),
        ),
      });
    } catch (error) {
      if (error.code === "not_found") return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

// On disk ----------------------------------------------------------------------------------------------------------

function after(context, before) {
  const { race, session, pages } = context.state;
  if (pages.sell !== before.pages.sell) {
    store(pages.sell, context);
    planQuote(context);
  }
  const isOther = race.roundId !== before.race.roundId || session.limits !== before.session.limits;
  const isOn = race.roundId !== null && race.runners.length > 0 && session.step === "working";
  if (isOn && (isOther || before.session.step !== "working")) learnPrices(context);
}

/** What is typed outlives a reload, at this till and for this cashier. Of two tabs the one that sells keeps it. */
function store(sell, context) {
  if (!isHere(context.state.pages.pending)) return;
  const { draft } = sell;
  const { user, till } = context.session;
  if (user && till) remember(DRAFT, { userId: user.userId, tillId: till.tillId, savedAt: Date.now(), ...storedDraft(draft) });
  // What was sold stays on the customer's display until something else is typed.
  if (draft.told?.code !== "sold" || !isEmpty(draft)) context.display?.show(draftPicture(sell, context));
}

function enter(context) {
  const { user, till } = context.session;
  const stored = remembered(DRAFT);
  if (!stored || !till || stored.userId !== user.userId || stored.tillId !== till.tillId) return;
  const draft = restoredDraft(stored);
  if (draft) step(context, "restore", { draft });
  if (context.outbox.isSettled()) step(context, "unsure");
}

/** Other prices, and a refusal, change what Enter would sell. */
const isOther = ({ type, step: done }) => type === "prices" || done?.type === "refused";

export const sell = { name: "sell", shortcut: "F2", initial, reduce, view: sellView, keys, enter, after, isOther };
