// SPDX-License-Identifier: MIT
// A full house: screens that watch and cashiers who sell while something is done to it. Afterwards nothing must have failed.
import assert from "node:assert/strict";
import { assertSold, openTills } from "./cashiers.mjs";
import { Crowd } from "./crowd.mjs";
import { pass } from "./wait.mjs";

const CALM_MS = 3000;

/**
 * @param {object} house with origin, ca, query and execute
 * @param {{screens: number, cashiers: number, returns: number, pauseMs?: number}} wanted
 *   returns: how often a screen may be sent away, each is at least once; pauseMs: a cashier's rest after each sale
 */
export async function rush(t, house, { screens, cashiers: count, returns, pauseMs = 500 }, upheaval) {
  const crowd = new Crowd(house);
  const cashiers = await openTills(house, count);
  let isOver = false;
  try {
    const begun = performance.now();
    await crowd.open(screens);
    t.diagnostic(`${screens} screens in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    const selling = cashiers.map((cashier) => cashier.sellUntil(() => isOver, pauseMs));
    await pass(CALM_MS);
    const begin = performance.now();
    await upheaval();
    const took = performance.now() - begin;
    await pass(CALM_MS);
    isOver = true;
    await Promise.all(selling);
    await crowd.together();
    const sold = cashiers.reduce((sum, cashier) => sum + cashier.sold.length, 0);
    t.diagnostic(`took ${(took / 1000).toFixed(1)} s; ${sold} tickets, ${cashiers.reduce((sum, { waits }) => sum + waits, 0)} times told to wait, slowest sale ${Math.max(...cashiers.map(({ slowestMs }) => slowestMs)).toFixed(0)} ms; ` +
      `${crowd.returns} returns, longest ${crowd.longestMs.toFixed(0)} ms; ${crowd.told.size} events`);
    assert.deepEqual(cashiers.flatMap(({ failures }) => failures), [], "sales that failed");
    assert.deepEqual(crowd.failures, [], "handshakes that failed");
    assert.equal(crowd.unrecovered, 0, "screens that lost an event");
    assert.deepEqual(crowd.screens.filter((screen) => screen.returns < 1 || screen.returns > returns).map((screen) => screen.returns), [], "each comes over");
    await crowd.assertTold();
    await assertSold(house, cashiers);
  } finally {
    isOver = true;
    crowd.hangUp();
    for (const cashier of cashiers) cashier.leave();
  }
}
