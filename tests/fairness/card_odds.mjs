// SPDX-License-Identifier: MIT
// Chances and odds of every selection of a card, by exact fractions of whole numbers that share nothing with the house's.

const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));
/** Sum of fractions [numerator, denominator], exactly; equal denominators come together first. */
export function sum(fractions) {
  const byDenominator = new Map();
  for (const [n, d] of fractions) byDenominator.set(d, (byDenominator.get(d) ?? 0n) + n);
  let [n, d] = [0n, 1n];
  for (const [denominator, numerator] of byDenominator) {
    const shared = gcd(d, denominator);
    n = n * (denominator / shared) + numerator * (d / shared);
    d *= denominator / shared;
  }
  return [n, d];
}
/** Between which two fixed-point numbers a sum lies: cheap, and mostly all that is needed. */
const SCALE = 1n << 512n;
function bounds(fractions) {
  const low = fractions.reduce((total, [n, d]) => total + (n * SCALE) / d, 0n);
  return [low, low + BigInt(fractions.length)];
}

/** The largest odds on the tick that return at most ppm millionths at a chance of n / d, with so much room left below. */
function oddsAt(n, d, ppm, room) {
  const most = (ppm * d) / (10_000n * n) - room;
  if (most < 0n) return 0n;
  const capped = most > 10_000_000n ? 10_000_000n : most;
  return capped - (capped % (capped < 300n ? 5n : 10n));
}
export function odds(fractions, ppm, room = 0n) {
  const [low, high] = bounds(fractions);
  const [most, least] = [oddsAt(low, SCALE, ppm, room), oddsAt(high, SCALE, ppm, room)];
  return most === least ? most : oddsAt(...sum(fractions), ppm, room);
}

/** By what a market is: [market, selection] → the fractions whose sum is its chance. */
export function chances(runners) {
  const total = runners.reduce((s, r) => s + r.weight, 0n);
  const count = runners.length;
  const all = new Map();
  const add = (label, ...fractions) => all.set(label, [...(all.get(label) ?? []), ...fractions]);
  const between = (min, max) => count >= min && count <= max;
  const placed = count >= 8 ? 3 : count >= 5 ? 2 : 1;
  const name = (...list) => list.map((r) => r.number).join("-");
  const sorted = (...list) => name(...list.sort((a, b) => a.number - b.number));
  for (const a of runners) {
    const first = [a.weight, total];
    add(`odd_even ${a.number % 2 ? "odd" : "even"}`, first);
    if (between(5, 24)) add(`place ${a.number}`, first);
    if (between(6, 24)) add(`top3 ${a.number}`, first);
    for (const b of runners) {
      if (b === a) continue;
      const second = [a.weight * b.weight, total * (total - a.weight)];
      if (between(3, 24)) {
        add(`exacta ${name(a, b)}`, second);
        add(`quinella ${sorted(a, b)}`, second);
      }
      if (between(3, 12)) add(`duel ${name(a, b)}`, [a.weight, a.weight + b.weight]);
      if (between(5, 24) && placed >= 2) add(`place ${b.number}`, second);
      if (between(6, 24)) add(`top3 ${b.number}`, second);
      if (count < 3) continue;
      for (const c of runners) {
        if (c === a || c === b) continue;
        const third = [a.weight * b.weight * c.weight, total * (total - a.weight) * (total - a.weight - b.weight)];
        if (between(4, 12)) add(`trifecta ${name(a, b, c)}`, third);
        if (between(4, 16)) add(`trio ${sorted(a, b, c)}`, third);
        if (between(8, 24)) add(`place ${c.number}`, third);
        if (between(6, 24)) {
          add(`top3 ${c.number}`, third);
          for (const [x, y] of [[a, b], [a, c], [b, c]]) add(`couple_place ${sorted(x, y)}`, third);
        }
      }
    }
  }
  return all;
}
