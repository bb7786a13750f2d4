// SPDX-License-Identifier: MIT
// HR1 once more, written from its rules alone: the chain of secrets, the canonical card and the draw. Shares nothing with the
// house's C and SQL, nor with what players verify with (web/lib/hr1.js). Grade C: the beacon is 32 zero bytes.
import { createHash, createHmac } from "node:crypto";

const bytes = (parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const hmac = (key, ...parts) => createHmac("sha256", key).update(bytes(parts)).digest();
export const sha256 = (...parts) => createHash("sha256").update(bytes(parts)).digest();
const NO_BEACON = Buffer.alloc(32);

function bigEndian(number, size) {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(number));
  return out.subarray(8 - size);
}

/** [anchor, secret of the first round, of the second …]: each is what the next one hashes to. */
export function chainOf(seed, rounds) {
  const secrets = [sha256(seed)];
  while (secrets.length <= rounds) secrets.unshift(sha256("HR1/chain", secrets[0]));
  return secrets;
}

/** The text that a round's card hash is of. lines: [market, selection, odds] in the order of the card. */
export function cardText({ round, session, index, commitment, locksAt, runners, lines }) {
  return [
    "HR1-CARD", `round ${round}`, `session ${session}`, `chain-index ${index}`, `commit ${commitment.toString("hex")}`,
    `lock ${new Date(locksAt).toISOString()}`, "beacon none", "rules R1", `runners ${runners.length}`,
    ...runners.map(({ number, weight, name }) => `r ${number} ${weight} ${name}`),
    ...lines.map((line) => `o ${line.join(" ")}`), "",
  ].join("\n");
}

/** 64-bit words without an end. */
function* wordsOf(seed) {
  for (let block = 0; ; block++) {
    const digest = hmac(seed, "HR1/draw", bigEndian(block, 4));
    for (let at = 0; at < 32; at += 8) yield digest.readBigUInt64BE(at);
  }
}

/** Runner numbers, first to last. runners: {number, weight: BigInt} by ascending number. */
export function drawOrder({ secret, round, cardHash, runners }) {
  const words = wordsOf(hmac(secret, "HR1/outcome\0", bigEndian(round, 8), cardHash, NO_BEACON));
  const left = [...runners];
  const order = [];
  while (left.length > 1) {
    const sum = left.reduce((total, { weight }) => total + weight, 0n);
    const fair = 2n ** 64n - (2n ** 64n % sum); // words from here on would favour the first runners
    let word = words.next().value;
    while (word >= fair) word = words.next().value;
    let rest = word % sum;
    const at = left.findIndex(({ weight }) => (rest -= weight) < 0n);
    order.push(...left.splice(at, 1).map(({ number }) => number));
  }
  return [...order, left[0].number];
}
