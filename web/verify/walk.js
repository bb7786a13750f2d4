// SPDX-License-Identifier: MIT
// From a round back to the first of its session, and to the anchor that was published before it: each round recomputed, each
// commitment the secret of the round before.

const BEFORE_RESULT = ["betting", "locked", "racing", "finished"];
const REVEALED = ["secret", "outcomeSeed", "order", "filmSeed"];

/** Has anything of the result been revealed? An export leaves out what has not. */
export const isRevealed = (proof) => REVEALED.some((name) => (proof[name] ?? null) !== null);

/** The phases in which a round may be that is revealed, or not. */
export const phasesOf = (proof) => (isRevealed(proof) ? ["settled", "void"] : [...BEFORE_RESULT, "void"]);

/** Nothing is revealed, and nothing had to be. */
export const isPending = (proof) => !isRevealed(proof) && phasesOf(proof).includes(proof.phase);

/** Names of the checks that fail. */
async function lookAt(hr1, proof) {
  const checks = await hr1.verifyRound(proof);
  const isFault = ({ ok, reason }) => !ok && !(reason === "not_revealed" && isPending(proof));
  return checks.filter(isFault).map(({ name }) => name);
}

/**
 * Tells each round that was looked at: {roundId, chainIndex, failed: names of checks; [] holds}, newest first.
 * @param {any} hr1 lib/hr1.js
 * @param {any} start the proof of the round to begin at
 * @param {(roundId: number) => Promise<any>} ask gives a proof, or null when there is none
 */
export async function* walk(hr1, start, ask) {
  let after = start;
  for (let { roundId, chainIndex } = start; chainIndex > 1; ) {
    [roundId, chainIndex] = [roundId - 1, chainIndex - 1];
    const proof = await ask(roundId);
    const failed = proof ? await lookAt(hr1, proof) : ["missing"];
    if (proof) {
      if (proof.session !== start.session || proof.chainIndex !== chainIndex || proof.roundId !== roundId) failed.push("place");
      if (proof.secret !== after.commitment) failed.push("link");
      if (proof.anchor !== start.anchor) failed.push("anchor");
    }
    yield { roundId, chainIndex, failed };
    // Nothing is known to hang on a hole: what comes before it would be another chain.
    if (!proof) return;
    after = proof;
  }
  if (after.commitment !== start.anchor) yield { roundId: after.roundId, chainIndex: 0, failed: ["anchor"] };
}

/**
 * The same of all proofs of a file, in whatever order they stand there: two that follow one another must hang together.
 * @param {any} hr1
 * @param {any[]} proofs
 */
export async function* walkAll(hr1, proofs) {
  const newestFirst = [...proofs].sort((a, b) => b.roundId - a.roundId);
  for (const [i, proof] of newestFirst.entries()) {
    const failed = await lookAt(hr1, proof);
    const after = newestFirst[i - 1];
    if (after?.session === proof.session && after.chainIndex === proof.chainIndex + 1 && after.commitment !== proof.secret)
      failed.push("link");
    if (after?.session === proof.session && after.anchor !== proof.anchor) failed.push("anchor");
    if (proof.chainIndex === 1 && proof.anchor !== proof.commitment) failed.push("anchor");
    yield { roundId: proof.roundId, chainIndex: proof.chainIndex, failed };
  }
}

/** The secret's own way to the anchor: as many steps as the round's place in the chain. */
export async function anchorOf(hr1, secret, chainIndex) {
  let bytes = hr1.fromHex(secret);
  for (let step = 0; step < chainIndex; step += 1) bytes = await hr1.chainStep(bytes);
  return hr1.toHex(bytes);
}

export const CHAIN_MAX = 1_000_000;
