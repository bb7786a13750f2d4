// SPDX-License-Identifier: MIT
// The ticket that is being made, and what it costs: nothing is handed on twice, nothing typed is lost, and the limits are seen
// before the house has to say them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyDraft, isEmpty, linesOf, readDraft, reduceDraft, restoredDraft, storedDraft } from "../../web/cashier/draft.js";
import { largestPrize, passing, priceTicket, prizeOf, readPrices } from "../../web/cashier/price.js";

const RUNNERS = [6, 7, 8, 9, 10, 54];
const ANSWER = {
  roundId: 10000001,
  cardHash: "ab",
  stakes: { min: 2500, max: 50000, step: 500 },
  linesMax: 4,
  ticket: { stakeMax: 100000, prizeMax: 400000 },
  markets: [
    { market: "win", selections: RUNNERS.map((number) => ({ selection: String(number), odds: 500 })) },
    { market: "quinella", selections: [{ selection: "6-7", odds: 1000 }] },
  ],
};
const CARD = { runners: RUNNERS, markets: ["win", "quinella"], quick: [2500, 5000], unit: 100 };
const prices = (change = {}, limits = null) => readPrices({ ...ANSWER, ...change }, limits, RUNNERS);
const ROUND = { roundId: 10000001, phase: "betting" };
const READY = { type: "confirm", card: CARD, prices: prices(), round: ROUND, isReachable: true };
const after = (draft, ...messages) => messages.reduce(reduceDraft, draft);
const typed = (...texts) => texts.map((text) => (text === "+" ? { type: "add", card: CARD } : { type: "type", text }));
const line = (market, selection, stake) => ({ market, selection, stake });

test("a ticket leaves the draft in the step that hands it on, and is handed on once", () => {
  const draft = after(emptyDraft(), ...typed("6*25", "+", "7*50"), READY);
  assert.ok(isEmpty(draft));
  assert.deepEqual(linesOf(draft.sending.entries), [line("win", "6", 2500), line("win", "7", 5000)]);
  assert.equal(draft.sending.total, 7500);
  assert.equal(after(draft, READY, READY), draft);
  const next = after(draft, ...typed("8*25"), READY, ...typed("+"));
  assert.equal(next.sending, draft.sending);
  assert.deepEqual([next.text, next.entries], ["8*25", []], "what is typed meanwhile waits");
});

test("a refusal gives the lines back, and what was typed meanwhile stays", () => {
  const refusal = { line: 1, code: "cap_round", max: 2500 };
  const draft = after(emptyDraft(), ...typed("6*25"), READY, ...typed("8*2"), { type: "refused", refusal });
  assert.deepEqual(linesOf(draft.entries), [line("win", "6", 2500)]);
  assert.equal(draft.text, "8*2");
  assert.deepEqual([draft.sending, draft.refusal], [null, refusal]);
  assert.equal(after(draft, { type: "refused", refusal: { code: "late" } }), draft, "an answer to nothing");
});

test("Enter on an unfinished line asks for what is missing, and sells when nothing is", () => {
  const asked = after(emptyDraft(), ...typed("6"), READY);
  assert.deepEqual([asked.text, asked.sending], ["6*", null]);
  const still = after(asked, READY);
  assert.deepEqual([still.text, still.isStrict, still.sending], ["6*", true, null]);
  assert.equal(after(still, ...typed("25"), READY).sending.total, 2500);
  const wrong = after(emptyDraft(), ...typed("11*25"), READY);
  assert.deepEqual([wrong.text, wrong.isStrict, wrong.sending], ["11*25", true, null]);
  assert.equal(after(emptyDraft(), READY).sending, null, "an empty line is nothing");
});

test("what the page knows to be refused is not sent, says why and what would pass", () => {
  const refusal = (text, ready = {}) => after(emptyDraft(), ...typed(...text.split(" ")), { ...READY, ...ready }).refusal;
  assert.deepEqual(refusal("6*20"), { line: 1, code: "stake_min", min: 2500 });
  assert.deepEqual(refusal("6*501"), { line: 1, code: "stake_max", max: 50000 });
  assert.deepEqual(refusal("6*26"), { line: 1, code: "stake_step", step: 500 });
  assert.deepEqual(refusal("6*300 + 6*300"), { line: 2, code: "stake_max", max: 20000 });
  assert.deepEqual(refusal("6.7.8*400"), { line: 3, code: "cap_ticket_stake", max: 20000, limit: 100000 });
  assert.deepEqual(refusal("6-7*500"), { line: 1, code: "cap_ticket_prize", max: 40000, limit: 400000 });
  assert.deepEqual(refusal("6.7.8.9.10*25"), { line: null, code: "lines", max: 4 });
  assert.deepEqual(refusal("8-9C*25"), { line: 1, code: "bad_selection" });
  assert.equal(refusal("6*25", { round: { ...ROUND, phase: "locked" } }).code, "betting_closed");
  assert.equal(refusal("6*25", { round: { ...ROUND, roundId: 10000002 } }).code, "no_round");
  assert.equal(refusal("6*25", { prices: null }).code, "no_round");
  assert.equal(refusal("6*25", { isReachable: false }).code, "offline");
});

test("the till's own limits are the narrower ones", () => {
  const { terms } = prices({}, { stake: 10000, ticket: null });
  assert.deepEqual([terms.stakeMax, terms.ticketStakeMax], [10000, 100000]);
  assert.deepEqual(prices({}, { stake: null, ticket: 20000 }).terms.ticketStakeMax, 20000);
  assert.deepEqual(prices({ ticket: undefined }).terms.ticketStakeMax, null);
});

test("what is left of a day's limit is said of the line that passes it", () => {
  const lines = [line("win", "6", 20000), line("win", "7", 30000), line("win", "8", 2500)];
  assert.deepEqual(passing(prices().terms, lines, 33300), { line: 2, max: 13000 });
  assert.deepEqual(passing(prices().terms, lines, 21000), { line: 2, max: 0 });
  assert.deepEqual(passing(prices().terms, lines, 90000), { line: null });
});

test("the largest stake that would pass does pass, and one step more does not", () => {
  const lines = (stake) => [line("win", "6", 20000), line("quinella", "6-7", stake)];
  const [{ max }] = priceTicket(prices(), lines(50000)).refusals;
  assert.deepEqual(priceTicket(prices(), lines(max)).refusals, []);
  assert.equal(priceTicket(prices(), lines(max + 500)).refusals[0].code, "cap_ticket_prize");
});

test("a ticket wins the most that its lines can win together", () => {
  const all = (lines) => largestPrize(RUNNERS, lines.map(([market, selection, prize]) => ({ market, selection, stake: 1, prize })));
  assert.equal(all([["win", "6", 10], ["win", "7", 20]]), 20);
  assert.equal(all([["win", "6", 10], ["place", "7", 20]]), 30);
  assert.equal(all([["place", "6", 1], ["place", "7", 2], ["place", "8", 4]]), 6, "two places of six runners");
  assert.equal(all([["top3", "6", 1], ["top3", "7", 2], ["top3", "8", 4], ["top3", "9", 8]]), 14);
  assert.equal(all([["exacta", "6-7", 5], ["quinella", "6-7", 3], ["win", "7", 1]]), 8);
  assert.equal(all([["trio", "6-7-8", 5], ["trifecta", "8-7-6", 9], ["couple_place", "6-8", 2]]), 16);
  assert.equal(all([["duel", "6-7", 5], ["win", "8", 1]]), 6);
  assert.equal(all([["duel", "6-7", 5], ["win", "7", 1]]), 5);
  assert.equal(all([["odd_even", "odd", 5], ["win", "6", 3]]), 5);
  assert.equal(all([["odd_even", "odd", 5], ["odd_even", "even", 3]]), 5);
  assert.equal(prizeOf(2505, 333), 8341);
  assert.equal(prizeOf(900_000_000_000_000, 1_000), 9_000_000_000_000_000);
});

test("the draft outlives the round: it is priced anew, and says so", () => {
  const first = { type: "prices", prices: prices(), before: null };
  const changed = prices({ roundId: 10000002, markets: [{ market: "win", selections: [{ selection: "6", odds: 450 }] }] });
  const draft = after(emptyDraft(), first, ...typed("6*25", "+", "7*2"));
  const next = after(draft, { type: "prices", prices: changed, before: prices() });
  assert.deepEqual([next.entries, next.text], [draft.entries, "7*2"]);
  assert.deepEqual(next.told, { code: "repriced", roundId: 10000002 });
  const same = after(draft, { type: "prices", prices: prices({ roundId: 10000002 }), before: prices() });
  assert.equal(same.told.code, "round_new");
  assert.equal(after(draft, first).told, null, "the same round again");
  assert.equal(after(emptyDraft(), first, { type: "prices", prices: changed, before: prices() }).told, null, "nothing was typed");
});

test("the draft outlives the page, and a ticket that was on its way comes back as on its way", () => {
  const draft = after(emptyDraft(), { type: "prices", prices: prices(), before: null }, ...typed("6*25", "+", "7*2"));
  const back = restoredDraft(JSON.parse(JSON.stringify(storedDraft(draft))));
  const restored = after(emptyDraft(), { type: "restore", draft: back });
  assert.deepEqual([restored.entries, restored.text, restored.told.code], [draft.entries, "7*2", "restored"]);
  const sent = restoredDraft(JSON.parse(JSON.stringify(storedDraft(after(emptyDraft(), ...typed("6*25"), READY)))));
  assert.deepEqual([linesOf(sent.sending.entries).length, sent.entries, sent.told], [1, [], null]);
  const unsure = after(emptyDraft(), { type: "restore", draft: sent }, { type: "unsure" });
  assert.deepEqual([unsure.sending, linesOf(unsure.entries).length, unsure.told.code], [null, 1, "unsure"]);
  assert.equal(after(restored, { type: "unsure" }), restored);
  for (const stored of [null, 1, {}, { text: 1 }, { text: "", entries: [{}] }, { text: "", entries: [{ text: "", lines: [{}] }] }, { text: "", entries: [], roundId: "x" }])
    assert.equal(restoredDraft(stored), null, JSON.stringify(stored));
});

test("what became of a ticket that an earlier page handed on: nothing is left to sell again, or its lines come back", () => {
  const lines = [line("win", "6", 2500)];
  const ticket = { number: "01-010002-2", roundId: 10000001, stake: 2500 };
  const known = (became) => ({ type: "recovered", lines, at: 5000, ticket: became, unit: 100 });
  const onItsWay = after(emptyDraft(), ...typed("6*25"), READY);
  const typedOnly = after(emptyDraft(), ...typed("6*25", "+")); // the disk knows of it, but what was typed was stored earlier
  for (const draft of [onItsWay, typedOnly]) {
    const sold = after(draft, known(ticket));
    assert.deepEqual([sold.sending, sold.entries, sold.told, sold.last.number], [null, [], { code: "sold", number: ticket.number, total: ticket.stake }, ticket.number]);
    const back = after(draft, known(null));
    assert.deepEqual([back.sending, linesOf(back.entries), back.refusal.code], [null, lines, "given_up"]);
  }
  const nothing = after(emptyDraft(), known(null));
  assert.deepEqual([linesOf(nothing.entries), readDraft({ ...emptyDraft(), text: nothing.entries[0].text }, CARD).lines], [lines, lines]);
  const other = after(emptyDraft(), ...typed("7*50", "+"));
  assert.equal(after(other, known(ticket)), other, "another ticket that is being typed stays");
  assert.equal(after(other, known(null)), other);
});

test("the same lines typed after a ticket was handed on are another ticket", () => {
  const stored = JSON.parse(JSON.stringify({ ...storedDraft(after(emptyDraft(), ...typed("6*25", "+"))), savedAt: 5001 }));
  const draft = after(emptyDraft(), { type: "restore", draft: restoredDraft(stored) });
  const recovered = { type: "recovered", lines: [line("win", "6", 2500)], at: 5000, unit: 100 };
  for (const ticket of [{ number: "01-010002-2", roundId: 10000001, stake: 2500 }, null]) assert.equal(after(draft, { ...recovered, ticket }), draft);
  const older = { ...draft, savedAt: 4999 };
  assert.ok(isEmpty(after(older, { ...recovered, ticket: { number: "01-010002-2", roundId: 10000001, stake: 2500 } })));
});

test("nothing of a ticket's code is stored", () => {
  const sold = { type: "sold", ticket: { number: "01-010002-2", code: "T96QYKP2" } };
  const draft = after(emptyDraft(), ...typed("6*25"), READY, sold);
  assert.equal(draft.told.number, "01-010002-2");
  assert.ok(!JSON.stringify(draft).includes("T96QYKP2"));
});

test("a ticket is repeated, now or on the next race only", () => {
  const sold = after(emptyDraft(), ...typed("6*25"), READY, { type: "sold", ticket: { number: "01-010002-2" } });
  const again = after(sold, { type: "repeat", isNext: false }, READY);
  assert.deepEqual(linesOf(again.sending.entries), [line("win", "6", 2500)]);
  const next = after(sold, { type: "repeat", isNext: true });
  const early = after(next, READY);
  assert.deepEqual([early.sending, early.told.code, early.entries.length], [null, "wait_next", 1]);
  const later = { ...READY, prices: prices({ roundId: 10000002 }), round: { ...ROUND, roundId: 10000002 } };
  assert.equal(after(next, later).sending.roundId, 10000002);
});

test("backspace takes the last character, then the last line back into typing; arrow up the last line", () => {
  const draft = after(emptyDraft(), ...typed("6*25", "+"));
  assert.deepEqual([draft.text, draft.recalled], ["", "6*25"]);
  const back = after(draft, { type: "erase" });
  assert.deepEqual([back.text, back.entries], ["6*25", []]);
  assert.equal(after(draft, { type: "recall" }).text, "6*25");
  assert.equal(after(emptyDraft(), { type: "erase" }, { type: "recall" }).text, "");
  assert.ok(isEmpty(after(draft, ...typed("7"), { type: "clear" }, { type: "clear" })));
  assert.equal(after(emptyDraft(), { type: "type", text: "6".repeat(200) }).text.length, 80);
});

test("total and gain count the line that is being typed", () => {
  const draft = after(emptyDraft(), ...typed("6*25", "+", "7*50"));
  assert.equal(priceTicket(prices(), readDraft(draft, CARD).lines).total, 7500);
  assert.equal(priceTicket(prices(), readDraft(after(draft, ...typed("*")), CARD).lines).total, 2500);
});
