// SPDX-License-Identifier: MIT
// A round, and a ticket of it, verified in steps that a player can follow: what goes in, what must come out, what came. Pure:
// proof and ticket are what the house answered, or what a file holds.

import { hasWon, prizeOf, ticketPrize } from "./prize.js";
import { CHAIN_MAX, anchorOf, isPending, phasesOf } from "./walk.js";

/** States of a ticket whose prize is settled, by what its round came to. */
const SETTLED = { won: ["won", "paid", "expired"], lost: ["lost"], void: ["refundable", "refunded", "expired"] };

/**
 * @typedef {{what: string, ok: boolean, given: any, computed: any, reason: string|null, line?: number}} Check
 *   given: what the house or the paper says; computed: what was found here
 * @typedef {{what: string, hex?: string, text?: string}} Bytes
 * @typedef {object} Step
 * @property {string} name
 * @property {"ok"|"bad"|"wait"|"none"} state wait: not revealed yet; none: nothing to compare with
 * @property {Check[]} checks
 * @property {Bytes[]} input
 * @property {Bytes|null} output
 * @property {any} facts
 *
 * @typedef {object} Verified
 * @property {Step[]} steps
 * @property {"ok"|"bad"|"wait"|"never"} verdict never: the secret is lost, the session was abandoned
 * @property {number[]|null} order recomputed
 * @property {{amount: number, lines: {won: boolean, prize: number}[]}|null} prize recomputed
 * @property {any[]} runners of the card
 */

/**
 * @param {any} hr1 lib/hr1.js: a module of its own, because old browsers cannot read it
 * @param {object} given
 * @param {any} given.proof
 * @param {any} [given.ticket]
 * @param {number|null} [given.roundId] the one that was asked for
 * @param {string|null} [given.paper] the commitment as far as it was read from the paper
 * @param {{commitment: string, cardHash: string}|null} [given.seen] what this device was told before the race
 * @returns {Promise<Verified>}
 */
export async function verify(hr1, { proof, ticket = null, roundId = null, paper = null, seen = null }) {
  const known = proof !== null && typeof proof === "object" && !Array.isArray(proof) ? proof : {};
  const checks = await hr1.verifyRound(known);
  const found = await recompute(hr1, known);
  const context = { hr1, proof: known, ticket, roundId: roundId ?? ticket?.roundId ?? null, paper, seen, found, checks };
  /** @type {((context: any) => Step)[]} */
  const steps = [cardStep, hashStep, roundStep, beaconStep, beforeStep];
  if (ticket) steps.push(ticketStep);
  steps.push(secretStep, anchorStep, seedStep, orderStep, filmStep);
  if (ticket) steps.push(prizeStep);
  const all = steps.map((step) => step(context));
  return {
    steps: all,
    verdict: verdictOf(all, known),
    order: found.order,
    prize: prizeFound(context),
    runners: found.card?.runners ?? [],
  };
}

function verdictOf(steps, proof) {
  if (steps.some(({ state }) => state === "bad")) return "bad";
  if (steps.some(({ state }) => state === "wait")) return proof.phase === "void" ? "never" : "wait";
  return "ok";
}

/** All that can be computed, each part null where what it needs is missing or malformed. */
async function recompute(hr1, proof) {
  const attempt = async (compute) => {
    try {
      return await compute();
    } catch {
      return null;
    }
  };
  const card = await attempt(() => hr1.parseCard(proof.card));
  const secret = await attempt(() => hr1.fromHex(proof.secret));
  const message = await attempt(() => hr1.outcomeMessage(card.round, hr1.fromHex(proof.cardHash), hr1.fromHex(proof.beacon)));
  const seed = message && secret && (await hr1.outcomeSeed(secret, card.round, message[2], message[3]));
  const draw = seed && (await attempt(() => hr1.draw(seed, card.runners)));
  const isWalkable = card && secret && card.chainIndex <= CHAIN_MAX;
  const anchor = isWalkable ? await anchorOf(hr1, proof.secret, card.chainIndex) : null;
  return { card, message, seed: seed && hr1.toHex(seed), draw, order: draw?.order ?? null, anchor };
}

// Pieces of steps ---------------------------------------------------------------------------------------------------

function check(what, given, computed, { reason = null, line = undefined } = {}) {
  const ok = reason === null && given !== undefined && given !== null && String(given) === String(computed);
  return { what, ok, given: given ?? null, computed: computed ?? null, reason: ok ? null : (reason ?? "differs"), line };
}

/** Those of the round's own checks (hr1.js) that have these names. */
function own({ checks }, ...names) {
  return checks
    .filter(({ name }) => names.includes(name))
    .map(({ name, ok, given, computed, reason }) => ({ what: name, ok, given, computed, reason }));
}

/** @returns {Step} */
function step(name, checks, { input = [], output = null, facts = null, isWaiting = false } = {}) {
  const state = isWaiting ? "wait" : checks.length === 0 ? "none" : checks.every(({ ok }) => ok) ? "ok" : "bad";
  return { name, state, checks: isWaiting ? [] : checks, input, output, facts };
}

const bytes = (what, hex) => ({ what, hex });
const asText = (what, text) => ({ what, text });

// What is committed before the race ---------------------------------------------------------------------------------

function cardStep(context) {
  return step("card", own(context, "card"), { input: [asText("card", String(context.proof.card ?? ""))] });
}

function hashStep(context) {
  const { proof, checks } = context;
  const length = new TextEncoder().encode(String(proof.card ?? "")).length;
  const [{ computed }] = checks.filter(({ name }) => name === "cardHash");
  return step("cardHash", own(context, "cardHash"), { facts: { length }, output: bytes("cardHash", computed) });
}

/** The proof is of the round that was asked for, and says of it what its card says. */
function roundStep(context) {
  const { proof, roundId, found } = context;
  const checks = own(context, "roundId", "number", "session", "chainIndex", "commitment");
  if (roundId !== null) checks.push(check("asked", proof.roundId, roundId));
  const allowed = phasesOf(proof);
  checks.push(check("phase", proof.phase, allowed.includes(proof.phase) ? proof.phase : allowed[0]));
  return step("round", checks, { facts: { lockTime: found.card?.lockTime ?? null } });
}

function beaconStep(context) {
  const { card } = context.found;
  return step("beacon", own(context, "beacon"), {
    output: bytes("beacon", context.proof.beacon),
    facts: { isNone: card?.beacon === null },
  });
}

/** What was known before the race, on paper or on this device, against what the house says now. */
function beforeStep({ proof, paper, seen }) {
  const checks = [];
  const beginning = typeof proof.commitment === "string" ? proof.commitment.slice(0, paper?.length) : null;
  if (paper) checks.push(check("paper", paper, beginning));
  if (seen)
    checks.push(check("seenCommitment", seen.commitment, proof.commitment), check("seenCard", seen.cardHash, proof.cardHash));
  return step("before", checks, { output: bytes("commitment", proof.commitment) });
}

/** What the ticket says of its round, and that its odds and prizes are the card's. */
function ticketStep({ proof, ticket, found }) {
  const checks = [
    check("ticketRound", ticket.roundId, proof.roundId),
    check("ticketCommitment", ticket.commitment, proof.commitment),
    check("ticketCard", ticket.cardHash, proof.cardHash),
  ];
  for (const { line, market, selection, odds, stake, prize } of ticket.lines) {
    const sold = found.card?.odds.find((each) => each.market === market && each.selection === selection);
    checks.push(
      check("lineOdds", odds, sold?.odds ?? null, { line }),
      check("linePrize", prize, prizeOf({ stake, odds }), { line }),
    );
  }
  checks.push(
    check(
      "stake",
      ticket.stake,
      ticket.lines.reduce((sum, { stake }) => sum + stake, 0),
    ),
  );
  return step("ticket", checks);
}

// What is revealed with the result ----------------------------------------------------------------------------------

function secretStep(context) {
  const { proof, checks, hr1 } = context;
  const [{ computed }] = checks.filter(({ name }) => name === "secret");
  const prefix = hr1.toHex(new TextEncoder().encode("HR1/chain"));
  const input = computed ? [{ what: "prefix", text: "HR1/chain", hex: prefix }, bytes("secret", proof.secret)] : [];
  return step("secret", own(context, "secret"), {
    input,
    output: bytes("commitment", computed),
    isWaiting: isPending(context.proof),
  });
}

function anchorStep(context) {
  const { proof, found } = context;
  const facts = { count: found.card?.chainIndex ?? null };
  return step("anchor", [check("anchor", proof.anchor, found.anchor)], {
    output: bytes("anchor", found.anchor),
    facts,
    isWaiting: isPending(context.proof),
  });
}

function seedStep(context) {
  const { proof, found, hr1 } = context;
  const [prefix, round, card, beacon] = (found.seed && found.message.map(hr1.toHex)) || [];
  const input = found.seed
    ? [
        bytes("key", proof.secret),
        { what: "prefix", text: "HR1/outcome", hex: prefix },
        { what: "round", text: String(found.card.round), hex: round },
        bytes("cardHash", card),
        bytes("beacon", beacon),
      ]
    : [];
  return step("outcomeSeed", own(context, "outcomeSeed"), {
    input,
    output: bytes("outcomeSeed", found.seed),
    isWaiting: isPending(context.proof),
  });
}

function orderStep(context) {
  const { draw } = context.found;
  const words = (draw?.steps ?? []).map(({ word, sum, rest, number }) => ({
    word: word.toString(16).padStart(16, "0"),
    sum: String(sum),
    rest: String(rest),
    number,
  }));
  return step("order", own(context, "order"), {
    facts: { words, order: draw?.order ?? null },
    isWaiting: isPending(context.proof),
  });
}

function filmStep(context) {
  const { found, checks } = context;
  const [{ computed }] = checks.filter(({ name }) => name === "filmSeed");
  const input = found.seed ? [bytes("key", found.seed), asText("prefix", "HR1/film")] : [];
  return step("filmSeed", own(context, "filmSeed"), {
    input,
    output: bytes("filmSeed", computed),
    isWaiting: isPending(context.proof),
  });
}

/** A ticket that was read before its round was settled says nothing of its prize: then it is only computed. */
function prizeStep(context) {
  const { proof, ticket, found } = context;
  const prize = prizeFound(context);
  const isWaiting = isPending(context.proof);
  const isOpen = ticket.state === "sold";
  if (isWaiting || !prize || isOpen)
    return step("prize", !isWaiting && !isOpen ? [check("prize", ticket.prize, null)] : [], { facts: prize, isWaiting });
  const isVoid = proof.phase === "void";
  const checks = ticket.lines.map(({ line, won }, i) =>
    check("lineWon", String(won ?? null), isVoid ? "null" : String(prize.lines[i].won), { line }),
  );
  const outcome = isVoid ? "void" : ticketPrize(ticket.lines, found.order) > 0 ? "won" : "lost";
  if (ticket.state !== "voided") {
    checks.push(check("prize", String(ticket.prize ?? null), isVoid ? "null" : String(prize.amount)));
    if (ticket.withheld) checks.push(check("net", ticket.net, ticket.prize - ticket.withheld));
    checks.push(check("state", ticket.state, SETTLED[outcome].includes(ticket.state) ? ticket.state : SETTLED[outcome][0]));
  }
  return step("prize", checks, { facts: prize });
}

/** What the recomputed order pays on the ticket's lines; null without a ticket or an order. */
function prizeFound({ ticket, found }) {
  if (!ticket || !found.order) return null;
  const lines = ticket.lines.map((line) => ({ won: hasWon(line, found.order), prize: prizeOf(line) }));
  return { amount: lines.reduce((sum, { won, prize }) => sum + (won ? prize : 0), 0), lines };
}
