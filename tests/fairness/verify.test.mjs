// SPDX-License-Identifier: MIT
// hippo-verify on rounds that the model drew, which shares nothing with it: a session of random cards, and the cards and
// secrets of the vectors. What the model draws holds; with two runners exchanged it does not.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BUILD, ROOT } from "../lib/setting.mjs";
import { cardText, chainOf, drawOrder, sha256 } from "./hr1_model.mjs";

const ROUNDS = 600;
const hex = (bytes) => bytes.toString("hex");
const hmac = (key, ...parts) => createHmac("sha256", key).update(Buffer.concat(parts)).digest();
let drawn = 0;
const below = (bound) => Number(createHash("sha256").update(`verify ${drawn++}`).digest().readBigUInt64BE() % BigInt(bound));

function proofOf({ round, session, index, anchor, secret, runners }) {
  const commitment = sha256("HR1/chain", secret);
  const card = cardText({ round, session, index, commitment, locksAt: 1_796_058_237_000, runners, lines: runners.map(({ number }) => ["win", number, 500]) });
  const cardHash = sha256(card);
  const order = drawOrder({ secret, round, cardHash, runners });
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(round));
  const outcomeSeed = hmac(secret, Buffer.from("HR1/outcome\0"), number, cardHash, Buffer.alloc(32));
  const filmSeed = hmac(outcomeSeed, Buffer.from("HR1/film"));
  return { roundId: round, number: round, session, chainIndex: index, anchor: hex(anchor), phase: "settled", commitment: hex(commitment), card, cardHash: hex(cardHash), beacon: "0".repeat(64), secret: hex(secret), outcomeSeed: hex(outcomeSeed), order, filmSeed: hex(filmSeed) };
}

function verify(proofs) {
  const { status, stdout } = spawnSync(join(BUILD, "bin/hippo-verify"), ["-"], { input: `${proofs.map((proof) => JSON.stringify(proof)).join("\n")}\n`, encoding: "utf8", maxBuffer: 2 ** 26 });
  return { status, lines: stdout.trimEnd().split("\n") };
}

function randomRunners() {
  const numbers = new Set();
  const highest = [24, 99, 9999][below(3)];
  const count = 2 + below(23);
  while (numbers.size < count) numbers.add(1 + below(highest));
  const weightMax = [3, 2_000_000, 2 ** 52][below(3)];
  return [...numbers].sort((a, b) => a - b).map((number) => ({ number, weight: BigInt(1 + below(weightMax)), name: `Ti Zeklè ${number}` }));
}

test("a session of random cards", () => {
  const [anchor, ...secrets] = chainOf("verify", ROUNDS);
  const proofs = secrets.map((secret, i) => proofOf({ round: 10_000_001 + i, session: "2026-11-30/1", index: i + 1, anchor, secret, runners: randomRunners() }));
  const { status, lines } = verify(proofs);
  assert.equal(status, 0, lines.join("\n"));
  assert.deepEqual(lines.slice(0, -1), proofs.map(({ roundId, order }) => `round ${roundId} holds: ${order.join("-")}`));
  assert.equal(lines.at(-1), `HOLDS: rounds ${ROUNDS}`);
  for (const proof of proofs) proof.order = [proof.order[1], proof.order[0], ...proof.order.slice(2)];
  const wrong = verify(proofs);
  assert.equal(wrong.status, 1);
  assert.equal(wrong.lines.filter((line) => line.endsWith("DOES NOT HOLD: the secret draws another order")).length, ROUNDS);
});

test("the cards and secrets of all vectors", () => {
  const rows = readFileSync(join(ROOT, "tests/fairness/hr1-vectors.csv"), "utf8").trimEnd().split("\n").slice(1);
  const proofs = rows.map((row, i) => {
    const [, secretHex, round, , , listed] = /^[^,]+,([^,]+),([^,]+),([^,]+),([^,]+),"([^"]+)"/.exec(row);
    const secret = Buffer.from(secretHex, "hex");
    const runners = listed.split(",").map((one) => one.split(":")).map(([number, weight]) => ({ number: Number(number), weight: BigInt(weight), name: "Soley Leve" }));
    return proofOf({ round: Math.min(Math.max(Number(round), 1), Number.MAX_SAFE_INTEGER), session: `vectors/${i}`, index: 1, anchor: sha256("HR1/chain", secret), secret, runners });
  });
  const { status, lines } = verify(proofs);
  assert.equal(status, 0, lines.filter((line) => line.includes("NOT")).join("\n"));
  assert.equal(lines.length, rows.length + 1);
});
