// SPDX-License-Identifier: MIT
// Waiting for facts. No test sleeps for a time and hopes.
import { setTimeout as delay } from "node:timers/promises";
import { patience } from "./setting.mjs";

/**
 * Asks `condition` again and again until it gives something truthy, and gives that.
 * A condition that throws counts as not yet true; its last error is told when time runs out.
 * @param {string} what the fact, for the error: "waited 5000 ms in vain: …"
 */
export async function waitFor(what, condition, timeout = 5000, interval = 10) {
  const start = performance.now();
  const limit = patience(timeout);
  let last;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() - start > limit) {
      const say = typeof what === "function" ? what() : what;
      throw new Error(`waited ${limit} ms in vain: ${say}`, { cause: last });
    }
    await delay(interval);
  }
}

/** `promise`, or an error once `timeout` is over. */
export async function within(what, promise, timeout = 5000) {
  const limit = patience(timeout);
  const stop = new AbortController();
  try {
    return await Promise.race([
      promise,
      delay(limit, undefined, { signal: stop.signal }).then(() => {
        throw new Error(`waited ${limit} ms in vain: ${what}`);
      }),
    ]);
  } finally {
    stop.abort();
  }
}

/** For load and timing only: lets `ms` pass. Facts are waited for with waitFor. */
export const pass = (ms) => delay(ms);
