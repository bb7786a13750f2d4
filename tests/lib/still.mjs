// SPDX-License-Identifier: MIT
// Time that stands still until a test moves it. Node 18 takes a list here, newer ones an object.

const IS_OLD = Number(process.versions.node.split(".")[0]) < 20;

/** No timer of this test runs by itself any more: gives tick(ms). */
export function stopTimers(t) {
  t.mock.timers.enable(IS_OLD ? ["setTimeout"] : { apis: ["setTimeout"] });
  return (ms) => t.mock.timers.tick(ms);
}
