// SPDX-License-Identifier: MIT
// The page that sells, as it is seen: the typed line with its echo, runners, markets and stakes to be touched, the ticket with
// its total and what it may win, the limits.

import { html, nothing } from "lit";
import { bare } from "./bare.js";
import { readDraft } from "./draft.js";
import { lettersOf, touchable } from "./grammar.js";
import { marketNamed, marketOfLetter, runnersOf } from "../lib/markets.js";
import { oddsOf, priceTicket } from "./price.js";
import { quotedRefusal } from "./quote.js";
import { phaseAt } from "../lib/race.js";
import { add, cardOf, confirm, fit, remove, repeat, touchKey, touchMarket, touchRunner, touchStake } from "./sell_acts.js";
import { leaveTill } from "./session.js";

const PAD = ["7", "8", "9", "Backspace", "4", "5", "6", "*", "1", "2", "3", "-", "X", "0", ".", "+"];
const PAD_SIGNS = { Backspace: "\u2190", "*": "\u00d7", ".": "\u00b7" };

/** Pressing a button must not take the focus: the next Enter would press it again instead of selling. */
const keepFocus = (event) => event.preventDefault();

/** @param {import('./sell.js').Sell} sell */
export function sellView(sell, context) {
  if (!context.session.till) return noTillView(context);
  const card = cardOf(sell, context);
  const { reading, lines } = readDraft(sell.draft, card);
  const typed = lines.filter(({ stake }) => stake !== null);
  const priced = sell.prices && typed.length ? priceTicket(sell.prices, typed) : null;
  const warning = priced?.refusals[0] ?? quotedRefusal(sell, typed);
  const parts = touchable(sell.draft.text) ?? { runners: [], letters: "", stake: null };
  return html`<div class="sell" @mousedown=${keepFocus}>
    <h1 class="hidden">${context.t("page.sell")}</h1>
    <section class="typing" aria-label=${context.t("sell.line")}>
      <div>${lineView(sell.draft, reading, context)} ${echoView(sell, reading, context)}</div>
      ${messageView(sell.draft, warning, context)}
    </section>
    <section class="board">
      ${runnersView(sell, parts, context)} ${marketsView(parts, card, context)} ${stakesView(parts, card, context)}
      ${padView(sell, context)}
    </section>
    <section class="ticket" aria-label=${context.t("sell.ticket")}>
      ${entriesView(sell, priced, warning, context)} ${sell.prices ? limitsView(sell.prices.terms, context) : nothing}
      ${totalsView(sell, priced, context)} ${lastView(sell.draft, context)}
    </section>
  </div>`;
}

/** A supervisor who looks only, so far. */
function noTillView(context) {
  return html`<section class="card">
    <h1>${context.t("sell.no_till")}</h1>
    <button class="main" @click=${() => leaveTill(context)}>${context.t("session.open_till")}</button>
  </section>`;
}

// The typed line ---------------------------------------------------------------------------------------------------------

const isUnfinished = ({ code }) => code === "incomplete" || code === "stake_missing";

function lineView({ text, isStrict, sending }, { fault }, { t }) {
  const isWrong = fault && text !== "" && (isStrict || !isUnfinished(fault));
  const [before, wrong, after] = isWrong
    ? [text.slice(0, fault.at), text.slice(fault.at, fault.at + fault.length), text.slice(fault.at + fault.length)]
    : [text, "", ""];
  return html`<div
    class="line-input"
    id="line-input"
    role="textbox"
    tabindex="0"
    aria-label=${t("sell.line")}
    aria-invalid=${String(Boolean(isWrong))}
    aria-describedby="echo"
    data-sending=${sending ? "yes" : "no"}
  >${before}${isWrong ? html`<mark>${wrong || "\u00a0"}</mark>` : nothing}${after}<span class="caret" aria-hidden="true"></span></div>`;
}

/** What the line means, or what is wrong with it, below it. */
function echoView({ draft, prices }, { lines, fault, stake }, context) {
  const { t } = context;
  const isWrong = fault && (draft.isStrict || !isUnfinished(fault));
  let words;
  if (!prices) words = t("sell.no_prices");
  else if (draft.text === "")
    words = t(draft.sending ? "sell.sending" : draft.entries.length ? "sell.enter_sells" : "sell.hint");
  else if (fault && fault.code !== "stake_missing") words = faultText(fault, context);
  else if (lines.length) {
    const said =
      lines.length > 3
        ? t("sell.lines", { count: lines.length, first: betText(lines[0], context) })
        : lines.map((line) => betText(line, context)).join(" + ");
    words = stake === null ? t("sell.stake_wanted", { bet: said }) : t("sell.at", { bet: said, stake: context.money(stake) });
  }
  return html`<p class="echo" id="echo" role="status" data-wrong=${String(Boolean(isWrong))}>${words}</p>`;
}

/** @param {import('./grammar.js').Fault} fault */
function faultText({ code, facts = {} }, { t }) {
  const market = facts.market ? t(`market.${facts.market}`) : "";
  return t(`fault.${code}`, { ...facts, market });
}

/** A selection in words: its numbers, and the name where it is one runner. */
function selectionText({ market, selection }, { t, state }) {
  if (market === "odd_even") return t(`selection.${selection}`);
  const numbers = runnersOf(selection);
  if (market === "duel") return t("selection.duel", { first: numbers[0], second: numbers[1] });
  const name = numbers.length === 1 ? state.race.runners.find(({ number }) => number === numbers[0])?.name : null;
  return name ? `${selection} ${name}` : selection;
}

const betText = (line, context) => `${selectionText(line, context)} \u00b7 ${context.t(`market.${line.market}`)}`;

// What is touched --------------------------------------------------------------------------------------------------------

/** With the odds of the market that is chosen, if it is one of single runners; else to win. */
function runnersView({ prices }, { runners, letters }, context) {
  const { race } = context.state;
  const count = race.runners.length;
  const chosen = letters.length === 1 ? marketOfLetter(letters) : null;
  const market = chosen?.picks === 1 ? chosen.market : "win";
  const odds = (runner) => (prices ? oddsOf(prices, { market, selection: String(runner.number) }) : null) ?? runner.odds;
  return html`<div class="runners" data-count=${count > 12 ? "many" : count > 6 ? "some" : "few"} role="group" aria-label=${context.t("sell.runners")}>
    ${race.runners.map(
      (runner) => html`<button
        class="runner"
        aria-pressed=${String(runners.includes(runner.number))}
        @click=${() => touchRunner(context, runner.number)}
      >
        <span class="runner-number">${runner.number}</span>
        <span class="runner-name">${runner.name}</span>
        <span class="runner-odds">${context.format.odds(odds(runner))}</span>
      </button>`,
    )}
  </div>`;
}

function marketsView({ letters }, { markets }, context) {
  const { t } = context;
  return html`<div class="markets" role="group" aria-label=${t("sell.markets")}>
    ${lettersOf(markets).map(
      ({ market, letter }) => html`<button
        aria-pressed=${String(letters.includes(letter))}
        @click=${() => touchMarket(context, letter)}
      >
        <kbd>${letter}</kbd>${t(marketNamed(market) ? `market.${market}` : `selection.${market}`)}
      </button>`,
    )}
  </div>`;
}

function stakesView({ stake }, { unit, quick }, context) {
  return html`<div class="stakes" role="group" aria-label=${context.t("sell.stakes")}>
    ${quick.map(
      (amount, i) => html`<button
        aria-pressed=${String(stake === `/${i + 1}` || stake === `*${amount / unit}`)}
        @click=${() => touchStake(context, i + 1)}
      >
        <kbd>/${i + 1}</kbd>${bare(context, amount)}
      </button>`,
    )}
  </div>`;
}

function padView({ isPadOpen }, context) {
  const { t } = context;
  return html`<button class="pad-toggle" aria-expanded=${String(isPadOpen)} @click=${() => context.dispatch({ type: "sell_pad" })}>
      ${t("sell.pad")}
    </button>
    <div class="pad" data-open=${isPadOpen ? "yes" : "no"} role="group" aria-label=${t("sell.pad")}>
      ${PAD.map(
        (
          key,
        ) => html`<button aria-label=${key === "Backspace" ? t("help.backspace") : key} @click=${() => touchKey(context, key)}>
          ${PAD_SIGNS[key] ?? key}
        </button>`,
      )}
    </div>`;
}

// The ticket -------------------------------------------------------------------------------------------------------------

/** Why nothing was sold, or what has become of the draft. Both are read out. */
function messageView({ refusal, told }, warning, context) {
  const { t } = context;
  if (refusal) {
    return html`<div class="message refused" role="alert">
      <p>${context.problemText({ code: refusal.code, facts: refusal })}</p>
      ${
        refusal.line && refusal.max > 0
          ? html`<button @click=${() => fit(context)}><kbd>M</kbd>${t("sell.fit", { stake: context.money(refusal.max) })}</button>`
          : nothing
      }
    </div>`;
  }
  // What has become of the draft is said until something is typed; the lines that would be refused are marked all the same.
  if (warning && !told)
    return html`<p class="message warned" role="status">${context.problemText({ code: warning.code, facts: warning })}</p>`;
  const words = told
    ? t(`told.${told.code}`, { round: told.roundId, number: told.number, total: context.money(told.total ?? 0) })
    : "";
  return html`<p class="message" role="status" data-told=${told?.code ?? nothing}>${words}</p>`;
}

function entriesView({ draft }, priced, warning, context) {
  const { entries, sending } = sendingOr(draft);
  let line = 0;
  const wrong = draft.refusal?.line ?? warning?.line ?? null;
  return html`<ol class="entries" data-sending=${sending ? "yes" : "no"}>
    ${entries.map(
      (entry, index) => html`<li class="entry">
        <ul>
          ${entry.lines.map((each) => {
            line += 1;
            return betView(each, sending ? null : priced?.lines[line - 1], line === wrong, context);
          })}
        </ul>
        ${
          sending
            ? nothing
            : html`<button class="remove" aria-label=${context.t("sell.remove", { line: index + 1 })} @click=${() => remove(context, index)}>\u00d7</button>`
        }
      </li>`,
    )}
  </ol>`;
}

/** While a ticket is on its way its lines are still shown, greyed: they are the house's now. */
const sendingOr = (draft) =>
  draft.sending ? { entries: draft.sending.entries, sending: true } : { entries: draft.entries, sending: false };

function betView(line, price, isWrong, context) {
  const odds = price?.odds ?? null;
  return html`<li class="bet" data-wrong=${String(isWrong || price?.odds === null)}>
    <span class="bet-name">${selectionText(line, context)}<small>${context.t(`market.${line.market}`)}</small></span>
    <span class="bet-odds">${odds === null ? nothing : context.format.odds(odds)}</span>
    <span class="bet-stake">${context.money(line.stake)}</span>
    <span class="bet-prize">${price && price.prize !== null ? context.money(price.prize) : nothing}</span>
  </li>`;
}

function totalsView({ draft }, priced, context) {
  const { t, money } = context;
  const total = draft.sending?.total ?? priced?.total ?? 0;
  const gain = draft.sending ? draft.sending.gain : (priced?.gain ?? null);
  const isClosed = phaseAt(context.state.race, context.clock.now()) !== "betting";
  const label = draft.sending ? "sell.sending" : isClosed ? "sell.closed" : "sell.sell";
  return html`<div class="totals">
    <dl>
      <div class="total"><dt>${t("sell.total")}</dt><dd>${money(total)}</dd></div>
      <div class="gain"><dt>${t("sell.gain")}</dt><dd>${gain === null ? "\u2013" : money(gain)}</dd></div>
    </dl>
    <div class="row">
      <button class="next" @click=${() => add(context)}><kbd>+</kbd>${t("sell.next")}</button>
      <button
        class="main confirm"
        aria-keyshortcuts="Enter"
        aria-disabled=${String(Boolean(draft.sending))}
        @click=${(event) => confirm(context, event)}
      >
        ${t(label)}<kbd>${t("help.enter")}</kbd>
      </button>
    </div>
  </div>`;
}

function limitsView({ stakeMin, stakeMax, linesMax, ticketStakeMax, ticketPrizeMax }, { t, money }) {
  return html`<p class="limits">
    ${t("sell.limit_stake", { min: money(stakeMin), max: money(stakeMax) })} \u00b7 ${t("sell.limit_lines", { count: linesMax })}
    ${ticketStakeMax === null ? nothing : html` \u00b7 ${t("sell.limit_ticket", { max: money(ticketStakeMax) })}`}
    ${ticketPrizeMax === null ? nothing : html` \u00b7 ${t("sell.limit_gain", { max: money(ticketPrizeMax) })}`}
  </p>`;
}

function lastView({ last }, context) {
  if (!last) return nothing;
  const { t, money } = context;
  return html`<aside class="last" aria-label=${t("sell.last")}>
    <p>
      <b data-sold=${last.number}>${last.number}</b> \u00b7 ${t("shell.round", { round: last.roundId })} \u00b7 ${money(last.total)}
      ${last.gain === null ? nothing : html`\u00b7 ${t("sell.gain")} ${money(last.gain)}`}
    </p>
    <div class="row">
      <button @click=${() => repeat(context, false)}>${t("sell.repeat")}<kbd>F6</kbd></button>
      <button @click=${() => repeat(context, true)}>${t("sell.again")}<kbd>F7</kbd></button>
    </div>
  </aside>`;
}
