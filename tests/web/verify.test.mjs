// SPDX-License-Identifier: MIT
// The verifier's steps: every published vector, a whole round with its ticket, and one bit changed anywhere is found and named.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import "../lib/webcrypto.mjs";
import * as hr1 from "../../web/lib/hr1.js";
import { verifierAddress } from "../../web/lib/ticket_code.js";
import { readAddress, readPaper, readRound, readSaved, readTicket } from "../../web/verify/data.js";
import { hasWon, prizeOf } from "../../web/verify/prize.js";
import { emptyState, outcomeOf, problemOf, reduce } from "../../web/verify/state.js";
import { verify } from "../../web/verify/steps.js";
import { walk, walkAll } from "../../web/verify/walk.js";
import { MARKETS, wins } from "../lib/rules.mjs";

const fairness = new URL("../fairness/", import.meta.url);

// Rounds of a chain of our own ----------------------------------------------------------------------------------------

const RUNNERS = "r 1 300 Ti Zeklè\nr 2 200 Flanm\nr 3 100 Chans\n";
const cardOf = (round, index, commitment) =>
  `HR1-CARD\nround ${round}\nsession 2026-11-30/1\nchain-index ${index}\ncommit ${commitment}\nlock 2026-11-30T12:00:00.000Z\nbeacon none\nrules R1\nrunners 3\n${RUNNERS}o win 1 190\no win 2 280\no win 3 560\n`;

/** The proofs of a session's rounds, oldest first. */
async function chainOf(count, firstRound = 10000001) {
  const secrets = [new Uint8Array(32).fill(7)];
  for (let i = 0; i < count; i += 1) secrets.unshift(await hr1.chainStep(secrets[0]));
  const proofs = [];
  for (let index = 1; index <= count; index += 1) proofs.push(await proofOf(secrets, index, firstRound + index - 1));
  return proofs;
}

async function proofOf(secrets, chainIndex, roundId) {
  const [anchor, commitment, secret] = [secrets[0], secrets[chainIndex - 1], secrets[chainIndex]].map(hr1.toHex);
  const card = cardOf(roundId, chainIndex, commitment);
  const cardHash = await hr1.cardHash(card);
  const seed = await hr1.outcomeSeed(secrets[chainIndex], roundId, cardHash, new Uint8Array(32));
  const { order } = await hr1.draw(seed, hr1.parseCard(card).runners);
  const filmSeed = hr1.toHex(await hr1.filmSeed(seed));
  return { roundId, number: roundId, session: "2026-11-30/1", chainIndex, anchor, phase: "settled", commitment, card, cardHash: hr1.toHex(cardHash), beacon: "0".repeat(64), secret, outcomeSeed: hr1.toHex(seed), order, filmSeed };
}

const open = (proof, phase = "betting") => ({ ...proof, phase, secret: null, outcomeSeed: null, order: null, filmSeed: null });

/** A ticket on each runner to win. */
function ticketOf(proof, { state } = {}) {
  const odds = [190, 280, 560];
  const isOver = proof.phase === "settled" && state !== "sold";
  const lines = odds.map((each, i) => ({ line: i + 1, market: "win", selection: String(i + 1), odds: each, stake: 2505, prize: prizeOf({ stake: 2505, odds: each }), won: isOver ? proof.order[0] === i + 1 : null }));
  const prize = isOver ? lines.find(({ won }) => won).prize : null;
  return { number: "01-010002-2", roundId: proof.roundId, state: state ?? (isOver ? "won" : "sold"), stake: 7515, maxPrize: lines[2].prize, prize, lines, commitment: proof.commitment, cardHash: proof.cardHash };
}

const statesOf = ({ steps }) => Object.fromEntries(steps.map(({ name, state }) => [name, state]));
const badOf = ({ steps }) => steps.filter(({ state }) => state === "bad").map(({ name }) => name);
const [first, second, third] = await chainOf(3);

// -------------------------------------------------------------------------------------------------------------------

test("every published vector is drawn, and each word's step leads to the same order", async () => {
  const rows = readFileSync(new URL("hr1-vectors.csv", fairness), "utf8").trimEnd().split("\n").slice(1);
  assert.equal(rows.length, 83);
  for (const row of rows) {
    const [, id, secret, round, cardHash, beacon, list, seed, words, rejects, order] = row.match(/^([^,]+),([^,]+),([^,]+),([^,]+),([^,]+),"([^"]+)",([^,]+),([^,]+),([^,]+),([^,]+)$/);
    const runners = list.split(",").map((each) => each.split(":")).map(([number, weight]) => ({ number: Number(number), weight: BigInt(weight) }));
    const found = await hr1.outcomeSeed(hr1.fromHex(secret), BigInt(round), hr1.fromHex(cardHash), hr1.fromHex(beacon));
    assert.equal(hr1.toHex(found), seed, id);
    const { steps } = await hr1.draw(found, runners);
    const taken = steps.filter(({ number }) => number !== null);
    assert.deepEqual([steps.length, steps.length - taken.length], [Number(words), Number(rejects)], id);
    const numbers = taken.map(({ number }) => number);
    assert.equal([...numbers, runners.find(({ number }) => !numbers.includes(number)).number].join("-"), order, id);
    for (const { word, sum, rest } of taken) assert.ok(word % sum === rest && word < (1n << 64n) - ((1n << 64n) % sum), id);
  }
});

describe("a round and its ticket", () => {
  test("hold: every step, with its bytes and its prize", async () => {
    const result = await verify(hr1, { proof: second, ticket: ticketOf(second), paper: second.commitment.slice(0, 8) });
    assert.equal(result.verdict, "ok");
    assert.ok(Object.values(statesOf(result)).every((state) => state === "ok"), JSON.stringify(statesOf(result)));
    assert.deepEqual(result.order, second.order);
    assert.equal(result.prize.amount, ticketOf(second).prize);
    const { steps } = result;
    const step = (name) => steps.find((each) => each.name === name);
    assert.equal(step("outcomeSeed").input.slice(1).map(({ hex }) => hex).join("").length, 2 * 84, "the message has 84 bytes");
    assert.equal(step("secret").input.map(({ hex }) => hex).join(""), `${Buffer.from("HR1/chain").toString("hex")}${second.secret}`);
    assert.equal(step("anchor").facts.count, 2);
    assert.equal(step("cardHash").facts.length, Buffer.byteLength(second.card));
    assert.equal(step("order").facts.words.length, 2);
  });

  test("are open before the race: what is committed holds, the rest waits", async () => {
    const result = await verify(hr1, { proof: open(second), ticket: ticketOf(open(second)), seen: second });
    assert.equal(result.verdict, "wait");
    assert.deepEqual(statesOf(result), { card: "ok", cardHash: "ok", round: "ok", beacon: "ok", before: "ok", ticket: "ok",
      secret: "wait", anchor: "wait", outcomeSeed: "wait", order: "wait", filmSeed: "wait", prize: "wait" });
    assert.equal(result.prize, null);
  });

  test("an export leaves out what is not revealed yet: that waits, too", async () => {
    const { secret, outcomeSeed, order, filmSeed, ...committed } = second;
    assert.equal((await verify(hr1, { proof: { ...committed, phase: "locked" } })).verdict, "wait");
    assert.deepEqual(badOf(await verify(hr1, { proof: committed })), ["round", "secret", "anchor", "outcomeSeed", "order", "filmSeed"]);
  });

  test("of a ticket that was read before the race the prize is recomputed all the same", async () => {
    const result = await verify(hr1, { proof: second, ticket: ticketOf(second, { state: "sold" }) });
    assert.equal(result.verdict, "ok");
    assert.equal(result.prize.amount, ticketOf(second).prize);
  });

  test("are void: stakes go back, the order that would have been is shown; a lost secret is said", async () => {
    const proof = { ...second, phase: "void" };
    const ticket = { ...ticketOf(open(second)), state: "refundable" };
    const result = await verify(hr1, { proof, ticket });
    assert.equal(result.verdict, "ok");
    assert.deepEqual(result.order, second.order);
    assert.deepEqual(badOf(await verify(hr1, { proof, ticket: { ...ticket, state: "lost" } })), ["prize"]);
    assert.equal((await verify(hr1, { proof: open(second, "void"), ticket })).verdict, "never");
  });

  test("another commitment on the paper, or seen before the race, is named", async () => {
    const other = first.commitment.slice(0, 16);
    assert.deepEqual(badOf(await verify(hr1, { proof: second, paper: other })), ["before"]);
    assert.deepEqual(badOf(await verify(hr1, { proof: second, seen: { ...first, cardHash: second.cardHash } })), ["before"]);
    assert.deepEqual(badOf(await verify(hr1, { proof: second, seen: { ...second, cardHash: first.cardHash } })), ["before"]);
    assert.deepEqual(badOf(await verify(hr1, { proof: second, roundId: 10000001 })), ["round"]);
  });

  test("what is no proof at all fails, and never throws", async () => {
    for (const proof of [null, 5, [], {}, { ...second, card: 7 }, { ...second, order: "1-2-3" }, { ...second, chainIndex: null }])
      assert.equal((await verify(hr1, { proof, ticket: ticketOf(second) })).verdict, "bad", JSON.stringify(proof)?.slice(0, 40));
  });
});

describe("one bit changed", () => {
  /** All texts that differ from `text` by one bit of one of its bytes, as far as they are text. */
  function* flipped(text) {
    for (let at = 0; at < text.length; at += 1)
      for (let bit = 0; bit < 7; bit += 1) yield text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);
  }
  /** Where a change of this part of the proof must show. */
  const NAMED = {
    roundId: "round", number: "round", session: "round", chainIndex: "round", anchor: "anchor", phase: "round", commitment: "secret", card: "cardHash",
    cardHash: "cardHash", beacon: "beacon", secret: "secret", outcomeSeed: "outcomeSeed", order: "order", filmSeed: "filmSeed",
  };

  for (const [name, step] of Object.entries(NAMED))
    test(`in ${name} of the proof is found in the step ${step}`, async () => {
      const text = JSON.stringify(second[name]);
      let tried = 0;
      for (const changed of flipped(text)) {
        let value;
        try {
          value = JSON.parse(changed);
        } catch {
          continue; // no JSON any more: the api's answer, or the file, is refused as a whole
        }
        if (JSON.stringify(value) === text) continue;
        tried += 1;
        const result = await verify(hr1, { proof: { ...second, [name]: value } });
        assert.equal(result.verdict, "bad", `${name}: ${changed}`);
        // A beacon of another kind, or one that is not zero, may show in two places.
        assert.ok(badOf(result).includes(step), `${name}: ${changed} shows in ${badOf(result)}`);
      }
      assert.ok(tried > 2, String(tried));
    });

  test("in a ticket is found: round, commitment, card, odds, prizes, what won, the sum", async () => {
    const ticket = ticketOf(second);
    const [line, ...rest] = ticket.lines;
    const changes = [{ roundId: ticket.roundId ^ 1 }, { commitment: first.commitment }, { cardHash: first.cardHash }, { stake: ticket.stake ^ 1 }, { prize: ticket.prize ^ 1 }, { state: "lost" },
      ...[{ odds: line.odds ^ 1 }, { stake: line.stake ^ 1 }, { prize: line.prize ^ 1 }, { won: !line.won }, { selection: "9" }, { market: "wim" }].map((change) => ({ lines: [{ ...line, ...change }, ...rest] }))];
    for (const change of changes) {
      const result = await verify(hr1, { proof: second, ticket: { ...ticket, ...change } });
      assert.ok(badOf(result).some((name) => ["ticket", "prize", "round"].includes(name)), JSON.stringify(change));
    }
  });
});

test("what wins, and what it wins, is what the rules say", () => {
  const orders = [[1, 2, 3, 4], [9, 6, 54, 10, 7, 8], [6, 54, 9, 8, 10, 7]];
  for (const market of MARKETS)
    for (const order of orders.slice(1))
      for (const a of order) for (const b of order) for (const c of order) {
        const depth = { win: 1, place: 1, top3: 1, trifecta: 3, trio: 3, odd_even: 0 }[market] ?? 2;
        const picks = [a, b, c].slice(0, depth);
        if (new Set(picks).size !== picks.length) continue;
        for (const selection of market === "odd_even" ? ["odd", "even"] : [picks.join("-")])
          assert.equal(hasWon({ market, selection }, order), wins({ market, selection }, order), `${market} ${selection} ${order}`);
      }
  const placed = (count) => Array.from({ length: count }, (_, i) => i + 1).filter((n, _, all) => hasWon({ market: "place", selection: String(n) }, all)).length;
  assert.deepEqual([4, 5, 7, 8, 24].map(placed), [1, 2, 2, 3, 3]);
  assert.equal(prizeOf({ stake: 3335, odds: 137 }), 4568);
  assert.equal(hasWon({ market: "toString", selection: "1" }, [1, 2]), false);
});

describe("the way back to the anchor", () => {
  const all = async (rows) => {
    const found = [];
    for await (const row of rows) found.push(row);
    return found;
  };
  const failing = (rows) => rows.filter(({ failed }) => failed.length).map(({ roundId, failed }) => [roundId, ...failed]);
  const house = (changes = {}) => async (roundId) => ({ 10000001: first, 10000002: second, ...changes })[roundId] ?? null;

  test("is walked round by round; an open round may begin it", async () => {
    for (const start of [third, open(third)]) {
      const rows = await all(walk(hr1, start, house()));
      assert.deepEqual(rows.map(({ roundId }) => roundId), [10000002, 10000001]);
      assert.deepEqual(failing(rows), []);
    }
  });

  test("a round of another chain, a missing one, another anchor are named", async () => {
    const [strange] = await chainOf(1, 10000002);
    assert.deepEqual(failing(await all(walk(hr1, third, house({ 10000002: { ...second, secret: strange.secret } })))).map(([id]) => id), [10000002]);
    assert.deepEqual(failing(await all(walk(hr1, third, house({ 10000002: { ...strange } })))).flat().includes("link"), true);
    assert.deepEqual(failing(await all(walk(hr1, third, house({ 10000002: null })))), [[10000002, "missing"]]);
    assert.ok(failing(await all(walk(hr1, { ...third, anchor: second.commitment }, house()))).flat().includes("anchor"));
  });

  test("of a file is checked in whatever order its lines stand", async () => {
    assert.deepEqual(failing(await all(walkAll(hr1, [second, first, third]))), []);
    assert.deepEqual(failing(await all(walkAll(hr1, [second, { ...first, order: [...first.order].reverse() }]))), [[10000001, "order"]]);
    assert.deepEqual(failing(await all(walkAll(hr1, [open(third), second, first]))), [], "the newest still runs");
    assert.ok(failing(await all(walkAll(hr1, [open(third, "settled")]))).length, "and this one should have been revealed");
    const [other] = await chainOf(1);
    assert.ok(failing(await all(walkAll(hr1, [second, other]))).flat().includes("link"));
  });
});

describe("what a player brings", () => {
  test("a ticket: number and code, or what its QR code holds, typed in one field or two", () => {
    const ticket = { number: "01-020007-4", code: "7K3QW9ZT" };
    assert.deepEqual(readTicket("01-020007-4", "7k3q w9zt"), ticket);
    assert.deepEqual(readTicket("00102000747K3QW9ZTP"), ticket);
    assert.deepEqual(readTicket("01-020007-4 7K3QW9ZT"), ticket);
    assert.deepEqual(readTicket(verifierAddress("https://races.example.com", "00102000747K3QW9ZTP")), ticket);
    for (const wrong of ["", "01-020007-4", "00102000747K3QW9ZTQ", "12345"]) assert.equal(readTicket(wrong), null, wrong);
  });

  test("an address with a ticket or a race, before or behind the #", () => {
    const ticket = { number: "01-020007-4", code: "7K3QW9ZT" };
    assert.deepEqual(readAddress({ search: "?ticket=00102000747K3QW9ZTP", hash: "" }).ticket, ticket);
    assert.deepEqual(readAddress({ search: "?ticket=01-020007-4&code=7K3QW9ZT", hash: "" }).ticket, ticket);
    assert.deepEqual(readAddress(new URL(verifierAddress("https://races.example.com", "00102000747K3QW9ZTP"))).ticket, ticket);
    assert.deepEqual(readAddress({ search: "?round=10000001", hash: "" }), { ticket: null, hasTicket: false, round: 10000001 });
    assert.deepEqual(readAddress({ search: "?ticket=nonsense", hash: "" }), { ticket: null, hasTicket: true, round: null });
  });

  test("a round's number, the beginning of a commitment", () => {
    assert.equal(readRound(" 10000001 "), 10000001);
    for (const wrong of ["", "0", "-1", "1e9", "01", "9".repeat(16)]) assert.equal(readRound(wrong), null, wrong);
    assert.equal(readPaper("C973D68A 8fc582fe"), "c973d68a8fc582fe");
    for (const wrong of ["", "c973d6", "zzzzzzzz", "0".repeat(65)]) assert.equal(readPaper(wrong), null, wrong);
  });

  test("a file: one value, lines, an export with other lines between; none: said", () => {
    const ticket = ticketOf(first);
    assert.deepEqual(readSaved(JSON.stringify({ ticket, proof: first })), { proofs: [first], tickets: [ticket] });
    assert.deepEqual(readSaved(JSON.stringify(first, null, 2)), { proofs: [first], tickets: [] });
    const lines = [{ type: "header", schema: 1 }, { type: "round", proof: first, totals: { tickets: 1 } }, { type: "round", proof: open(second) }, { type: "end" }];
    assert.equal(readSaved(`${lines.map((line) => JSON.stringify(line)).join("\n")}\n`).proofs.length, 2);
    assert.equal(readSaved(`${JSON.stringify(first).slice(0, -5)}\n`), null);
    assert.equal(readSaved("hello"), null);
    assert.deepEqual(readSaved("[]"), { proofs: [], tickets: [] });
    assert.deepEqual(readSaved('{"number":"1","lines":[null]}').tickets, []);
  });
});

describe("the page's state", () => {
  const answered = async (proof, ticket) => reduce(emptyState(), { type: "answered", proof, ticket, seen: null, result: await verify(hr1, { proof, ticket }) });

  test("says what a ticket comes to, and nothing while that is not known", async () => {
    const prize = ticketOf(second).prize;
    assert.deepEqual(outcomeOf(await answered(second, ticketOf(second))), { key: "verify.outcome.won", amount: prize });
    assert.deepEqual(outcomeOf(await answered(second, { ...ticketOf(second), state: "paid" })), { key: "verify.outcome.paid", amount: prize });
    assert.equal(outcomeOf(await answered(open(second), ticketOf(open(second)))), null);
    assert.equal(outcomeOf(await answered({ ...second, order: [] }, ticketOf(second))), null, "nothing is promised on a proof that fails");
    const losing = ticketOf(second);
    losing.lines = losing.lines.filter(({ won }) => !won);
    Object.assign(losing, { state: "lost", prize: 0, stake: 5010 });
    assert.deepEqual(outcomeOf(await answered(second, losing)), { key: "verify.outcome.lost", amount: 0 });
  });

  test("a new question forgets the last answer; one of a file keeps the file's list", async () => {
    const state = await answered(second, ticketOf(second));
    const next = reduce(state, { type: "asked", asked: { kind: "round", roundId: 1 } });
    assert.deepEqual([next.result, next.ticket, next.walk, next.isBusy], [null, null, null, true]);
    const walked = reduce(reduce(state, { type: "walking", total: 2 }), { type: "walked", rows: [{ roundId: 1, chainIndex: 1, failed: [] }] });
    assert.equal(reduce(walked, { type: "asked", asked: { kind: "file", roundId: 1 } }).walk.rows.length, 1);
  });

  test("of many rounds those that fail are kept, and all are counted", () => {
    const rows = Array.from({ length: 250 }, (_, i) => ({ roundId: i, chainIndex: i, failed: i === 249 ? ["order"] : [] }));
    const { walk: after } = reduce(reduce(emptyState(), { type: "walking", total: 250 }), { type: "walked", rows });
    assert.deepEqual([after.count, after.badCount, after.rows.length, after.rows[0].roundId], [250, 1, 100, 249]);
  });

  test("what went wrong is said in words", () => {
    assert.equal(problemOf({ offline: true }, "ticket"), "verify.problem.offline");
    assert.equal(problemOf({ status: 404 }, "round"), "verify.problem.unknown.round");
    assert.equal(problemOf({ status: 429 }, "ticket"), "verify.problem.often");
    assert.equal(problemOf({ status: 503 }, "ticket"), "verify.problem.away");
  });
});
