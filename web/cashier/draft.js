// SPDX-License-Identifier: MIT
// The ticket that is being made: a pure reducer over what the cashier does and what the house says. One ticket is handed on
// at a time: in the step that does it, the draft is empty again, so that nothing can be confirmed twice; a refusal gives the
// lines back. The draft belongs to no round: it is priced by whichever is on.

import { readLine } from "./grammar.js";
import { PARITIES, marketNamed } from "../lib/markets.js";
import { oddsOf, priceTicket } from "./price.js";

/**
 * @typedef {{text: string, lines: import('./price.js').Line[]}} Entry what was typed in one go
 *
 * @typedef {object} Sending the ticket that was handed on
 * @property {number} roundId
 * @property {string} cardHash
 * @property {Entry[]} entries
 * @property {number} total
 * @property {number|null} gain
 *
 * @typedef {object} Draft
 * @property {string} text         the line being typed
 * @property {boolean} isStrict    Enter was pressed on it: an unfinished line is a fault now
 * @property {Entry[]} entries
 * @property {string} recalled     the last line, for arrow up
 * @property {number|null} roundId the round by which the cashier saw it priced
 * @property {number|null} after   sell on a later round than this one only: "the same again on the next race"
 * @property {Sending|null} sending
 * @property {object|null} last    the ticket sold last, without its code
 * @property {number|null} savedAt  when what was taken up from the disk was put there, by this machine's time
 * @property {import('./price.js').Refusal|null} refusal
 * @property {{code: string, [fact: string]: any}|null} told what the cashier must know of her draft
 */

/** @returns {Draft} */
export function emptyDraft() {
  return {
    text: "",
    isStrict: false,
    entries: [],
    recalled: "",
    roundId: null,
    after: null,
    sending: null,
    last: null,
    savedAt: null,
    refusal: null,
    told: null,
  };
}

export const linesOf = (entries) => entries.flatMap(({ lines }) => lines);
export const isEmpty = (draft) => draft.text === "" && draft.entries.length === 0;

/** What is typed and entered, read by the card of the round: the lines as the ticket would have them now. */
export function readDraft(draft, card) {
  const reading = readLine(draft.text, card);
  const typed = reading.fault ? [] : reading.lines;
  return { reading, lines: [...linesOf(draft.entries), ...typed] };
}

/** @param {Draft} draft */
export function reduceDraft(draft, message) {
  return Object.hasOwn(STEPS, message.type) ? STEPS[message.type](draft, message) : draft;
}

const TEXT_MAX = 80;
const PARITY_LETTERS = Object.fromEntries(Object.entries(PARITIES).map(([letter, selection]) => [selection, letter]));
/** A change by hand: what was said about the draft before has been read. */
const edited = (draft, change) => ({ ...draft, isStrict: false, refusal: null, told: null, ...change });

const STEPS = {
  /** {text}: what keys or fingers add to the line. */
  type: (draft, { text }) => edited(draft, { text: (draft.text + text).slice(0, TEXT_MAX) }),

  /** {text}: the whole line anew. */
  write: (draft, { text }) => edited(draft, { text: text.slice(0, TEXT_MAX) }),

  /** The last character, or the last line back into typing. */
  erase(draft) {
    if (draft.text !== "") return edited(draft, { text: draft.text.slice(0, -1) });
    const last = draft.entries[draft.entries.length - 1];
    return last ? edited(draft, { text: last.text, entries: draft.entries.slice(0, -1) }) : draft;
  },

  /** First what is typed, then all lines. */
  clear: (draft) => edited(draft, draft.text !== "" ? { text: "" } : { entries: [], after: null }),

  remove: (draft, { index }) => edited(draft, { entries: draft.entries.filter((_, i) => i !== index) }),

  recall: (draft) => (draft.text === "" && draft.recalled ? edited(draft, { text: draft.recalled }) : draft),

  /** {card}: the line is finished, and another one follows. */
  add: (draft, { card }) => (draft.sending ? draft : added(draft, card)),

  /** {card, prices, round, isReachable}: asks for what is missing, and hands the ticket on when nothing is. */
  confirm(draft, message) {
    if (draft.sending || isEmpty(draft)) return draft;
    const whole = draft.text === "" ? draft : added(draft, message.card);
    return whole.text === "" ? handedOn(whole, message) : whole;
  },

  /** {ticket}: the house's answer. */
  sold(draft, { ticket }) {
    if (!draft.sending) return draft;
    const { entries, roundId, total, gain } = draft.sending;
    const last = { number: ticket.number, roundId, entries, total, gain };
    return { ...draft, sending: null, last, after: null, refusal: null, told: { code: "sold", number: ticket.number, total } };
  },

  /** {refusal}: nothing was sold, and the lines are there again. */
  refused(draft, { refusal }) {
    if (!draft.sending) return draft;
    return { ...draft, sending: null, entries: draft.sending.entries, refusal, told: null };
  },

  /** The lines of the last ticket again. {isNext}: on the next race. */
  repeat(draft, { isNext }) {
    if (draft.sending || !draft.last) return draft;
    return edited(draft, { entries: draft.last.entries, text: "", after: isNext ? draft.last.roundId : null });
  },

  /** {line, stake, unit}: that line of the ticket with another stake. What was typed in one go is then a line each. */
  fit(draft, { line, stake, unit }) {
    if (draft.sending) return draft;
    const lines = linesOf(draft.entries).map((each, i) => (i === line - 1 ? { ...each, stake } : each));
    return edited(draft, { entries: lines.map((each) => ({ text: lineText(each, unit), lines: [each] })) });
  },

  /** {prices, before}: a round's prices are known; before: those of the round that was on. */
  prices(draft, { prices, before }) {
    if (draft.roundId === prices.roundId) return draft;
    const isNew = draft.roundId !== null && !isEmpty(draft);
    const lines = linesOf(draft.entries);
    const isOther = !before || lines.some((line) => oddsOf(before, line) !== oddsOf(prices, line));
    const told = isNew ? { code: isOther ? "repriced" : "round_new", roundId: prices.roundId } : draft.told;
    return { ...draft, roundId: prices.roundId, refusal: isNew ? null : draft.refusal, told };
  },

  /** {draft}: what was typed before the page was loaded again. */
  restore: (draft, { draft: stored }) => (isEmpty(draft) && !draft.sending ? { ...draft, ...stored } : draft),

  /**
   * {lines, at, ticket, unit}: what became of a ticket that an earlier page handed on; ticket: null when it was not sold, nor
   * ever will be. What this page took up from the disk may be older than that; if it is newer, it is another ticket, even with
   * the same lines.
   */
  recovered(draft, { lines, at, ticket, unit }) {
    if (!draft.sending && draft.savedAt !== null && draft.savedAt > at) return draft;
    const entries = draft.sending?.entries ?? draft.entries;
    const isSame = sameLines(linesOf(entries), lines);
    if (!isSame && (ticket || !isEmpty(draft))) return draft;
    if (ticket) {
      const { number, roundId, stake } = ticket;
      const last = { number, roundId, entries, total: stake, gain: draft.sending?.gain ?? null };
      return {
        ...draft,
        entries: [],
        sending: null,
        last,
        after: null,
        refusal: null,
        told: { code: "sold", number, total: stake },
      };
    }
    const given = isSame ? entries : lines.map((each) => ({ text: lineText(each, unit), lines: [each] }));
    return { ...draft, entries: given, sending: null, refusal: { line: null, code: "given_up" }, told: null };
  },

  /** Nobody knows any more what became of the ticket that was on its way. */
  unsure(draft) {
    if (!draft.sending) return draft;
    return { ...draft, sending: null, entries: draft.sending.entries, told: { code: "unsure" } };
  },

  /** Something the page itself has to say: {told}. */
  tell: (draft, { told }) => ({ ...draft, told }),
};

const sameLines = (some, others) =>
  some.length === others.length &&
  some.every(({ market, selection, stake }, i) => {
    const other = others[i];
    return market === other.market && selection === other.selection && stake === other.stake;
  });

/** A line as it would be typed. */
function lineText({ market, selection, stake }, unit) {
  const letter = marketNamed(market)?.letter;
  return `${letter ? selection + letter : PARITY_LETTERS[selection]}*${stake / unit}`;
}

function added(draft, card) {
  const { lines, fault } = readLine(draft.text, card);
  if (fault?.code === "stake_missing" && !/[*/]$/.test(draft.text)) return edited(draft, { text: `${draft.text}*` });
  if (fault || !lines.length) return { ...draft, isStrict: true };
  const entry = { text: draft.text, lines };
  return edited(draft, { text: "", recalled: draft.text, entries: [...draft.entries, entry] });
}

function handedOn(draft, { prices, round, isReachable }) {
  const refuse = (refusal) => ({ ...draft, refusal, told: null });
  if (!isReachable) return refuse({ line: null, code: "offline" });
  if (!prices || round.roundId !== prices.roundId) return refuse({ line: null, code: "no_round" });
  if (draft.after !== null && round.roundId <= draft.after) return { ...draft, told: { code: "wait_next" } };
  if (round.phase !== "betting") return refuse({ line: null, code: "betting_closed" });
  const { total, gain, refusals } = priceTicket(prices, linesOf(draft.entries));
  if (refusals.length) return refuse(refusals[0]);
  const sending = { roundId: prices.roundId, cardHash: prices.cardHash, entries: draft.entries, total, gain };
  return { ...draft, entries: [], sending, refusal: null, told: null };
}

// On disk ----------------------------------------------------------------------------------------------------------

/** What outlives the page. A ticket that was on its way is kept: whether it was sold must be found out first. */
export function storedDraft(draft) {
  const { text, entries, recalled, roundId, after, sending, last } = draft;
  return { text, entries, recalled, roundId, after, sending, last };
}

/**
 * What was stored, as far as it is what this page would have written: disks hold anything.
 * @param {any} stored
 * @returns {Partial<Draft>|null}
 */
export function restoredDraft(stored) {
  if (!stored || typeof stored.text !== "string" || !areEntries(stored.entries)) return null;
  const isRound = (value) => value === null || Number.isSafeInteger(value);
  if (![stored.roundId, stored.after].every(isRound)) return null;
  const kept = { text: stored.text.slice(0, TEXT_MAX), entries: stored.entries, roundId: stored.roundId, after: stored.after };
  const recalled = typeof stored.recalled === "string" ? stored.recalled : "";
  const savedAt = Number.isFinite(stored.savedAt) ? stored.savedAt : null;
  const last = stored.last && areEntries(stored.last.entries) && isRound(stored.last.roundId) ? stored.last : null;
  const { roundId = null, cardHash = "", entries, total = 0, gain = null } = stored.sending ?? {};
  const sending = stored.sending && areEntries(entries) ? { roundId, cardHash, entries, total, gain } : null;
  return { ...kept, recalled, last, savedAt, sending, told: isEmpty(kept) ? null : { code: "restored" } };
}

function areEntries(entries) {
  const isLine = (line) =>
    typeof line?.market === "string" && typeof line.selection === "string" && Number.isSafeInteger(line.stake);
  return (
    Array.isArray(entries) &&
    entries.every((entry) => typeof entry?.text === "string" && Array.isArray(entry.lines) && entry.lines.every(isLine))
  );
}
